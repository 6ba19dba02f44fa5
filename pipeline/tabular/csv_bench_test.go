package tabular

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// ozonLike makes an export of the shape of the postings report: 25 columns with
// Cyrillic words among codes, dates and amounts, each cell between quotes that
// may be none.
func ozonLike(rows int, quote string) []byte {
	var b bytes.Buffer
	line := func(cells []string) {
		b.WriteString(quote + strings.Join(cells, quote+";"+quote) + quote + "\n")
	}
	header := make([]string, 25)
	for c := range header {
		header[c] = fmt.Sprintf("Колонка %d", c+1)
	}
	line(header)
	for r := range rows {
		order := fmt.Sprintf("%08d-%04d", 10_000_000+r*7, r%10_000)
		line([]string{
			order, order + "-1", "2026-04-30 07:54:00", "2026-05-01 08:00:00", "Доставлен", "2026-05-07 12:30:00",
			"2026-05-01 07:55:07", fmt.Sprintf("%d.00", 200+r%900), "RUB", "Зарядное устройство для телефона",
			fmt.Sprint(1_300_000_000 + r%5_000), fmt.Sprintf("ART-%05d", r%5_000), "299.00", "RUB", "301.00", "RUB", "1",
			"", "", "", "399.00", "25%", "100.00", "Системная скидка продавца", "0.1",
		})
	}
	return b.Bytes()
}

func writeFile(t testing.TB, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func headedBy(cell string) Probe {
	return func(header []string) bool { return len(header) > 1 && header[0] == cell }
}

// BenchmarkCSVPeer is what encoding/csv needs for the rows of "csv quoted".
func BenchmarkCSVPeer(b *testing.B) {
	const rows = 100_000
	content := ozonLike(rows, `"`)
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		r := csv.NewReader(bytes.NewReader(content))
		r.Comma, r.ReuseRecord = ';', true
		for {
			if _, err := r.Read(); err == io.EOF {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
	reportRows(b, rows)
}

// BenchmarkCSVOpen is what is done with a CSV before it is scanned, and its parts.
func BenchmarkCSVOpen(b *testing.B) {
	const rows = 50_000
	content := ozonLike(rows, `"`)
	b.Run("index", func(b *testing.B) {
		b.SetBytes(int64(len(content)))
		b.ReportAllocs()
		for b.Loop() {
			x := newIndexer(dialect{';', '\n'}, 0, 1, blockBytes)
			x.add(content)
			if !x.wellQuoted || x.row != rows+2 {
				b.Fatal(x.wellQuoted, x.row)
			}
		}
		reportRows(b, rows)
	})
	b.Run("open", func(b *testing.B) {
		path := writeFile(b, content)
		b.SetBytes(int64(len(content)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := openWhole(path, headedBy("Колонка 1"), Limits{}); err != nil {
				b.Fatal(err)
			}
		}
		reportRows(b, rows)
	})
	b.Run("open small", func(b *testing.B) {
		path := writeFile(b, ozonLike(50, `"`))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := openWhole(path, headedBy("Колонка 1"), Limits{}); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "files/s")
	})
	b.Run("structure", func(b *testing.B) {
		b.SetBytes(int64(len(content)))
		var s structure
		for b.Loop() {
			s.reset()
			s.fill(content, 0, dialect{';', '\n'})
		}
	})
	b.Run("utf8", func(b *testing.B) {
		b.SetBytes(int64(len(content)))
		for b.Loop() {
			if !validUTF8(content) {
				b.Fatal("not UTF-8")
			}
		}
	})
}
