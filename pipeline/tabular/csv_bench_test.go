package tabular

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// ozonLike makes an export of the shape of the postings report: 25 columns,
// each cell quoted, Cyrillic words among codes, dates and amounts.
func ozonLike(rows int) []byte {
	var b bytes.Buffer
	for c := range 25 {
		fmt.Fprintf(&b, `"Колонка %d";`, c+1)
	}
	b.Truncate(b.Len() - 1)
	b.WriteByte('\n')
	for r := range rows {
		order := fmt.Sprintf("%08d-%04d", 10_000_000+r*7, r%10_000)
		cells := []string{
			order, order + "-1", "2026-04-30 07:54:00", "2026-05-01 08:00:00", "Доставлен", "2026-05-07 12:30:00",
			"2026-05-01 07:55:07", fmt.Sprintf("%d.00", 200+r%900), "RUB", "Зарядное устройство для телефона",
			fmt.Sprint(1_300_000_000 + r%5_000), fmt.Sprintf("ART-%05d", r%5_000), "299.00", "RUB", "301.00", "RUB", "1",
			"", "", "", "399.00", "25%", "100.00", "Системная скидка продавца", "0.1",
		}
		b.WriteString(`"` + strings.Join(cells, `";"`) + "\"\n")
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

func BenchmarkScan(b *testing.B) {
	const rows = 100_000
	content := ozonLike(rows)
	f, err := Open(writeFile(b, content), headedBy("Колонка 1"), Limits{})
	if err != nil {
		b.Fatal(err)
	}
	for _, width := range []int{25, 15} {
		b.Run(fmt.Sprintf("columns=%d", width), func(b *testing.B) {
			want := f.Sheets[0].Header[:width]
			b.SetBytes(int64(len(content)))
			b.ReportAllocs()
			seen := 0
			for b.Loop() {
				for _, split := range f.Splits(0, 0) {
					err := f.Scan(context.Background(), split, want, func(c *Chunk) error {
						seen += c.Len()
						return nil
					})
					if err != nil {
						b.Fatal(err)
					}
				}
			}
			if seen != b.N*rows {
				b.Fatalf("%d rows in %d rounds", seen, b.N)
			}
			b.ReportMetric(float64(seen)/b.Elapsed().Seconds(), "rows/s")
		})
	}
	b.Run("encoding/csv", func(b *testing.B) {
		b.SetBytes(int64(len(content)))
		seen := 0
		for b.Loop() {
			r := csv.NewReader(bytes.NewReader(content))
			r.Comma, r.ReuseRecord = ';', true
			for {
				if _, err := r.Read(); err == io.EOF {
					break
				} else if err != nil {
					b.Fatal(err)
				}
				seen++
			}
		}
		b.ReportMetric(float64(seen)/b.Elapsed().Seconds(), "rows/s")
	})
}

func BenchmarkPrescan(b *testing.B) {
	content := ozonLike(50_000)
	b.Run("index", func(b *testing.B) {
		b.SetBytes(int64(len(content)))
		for b.Loop() {
			x := newIndexer(dialect{';', '\n'}, 0, 1, blockBytes)
			x.add(content)
			if !x.wellQuoted || x.row != 50_002 {
				b.Fatal(x.wellQuoted, x.row)
			}
		}
	})
	b.Run("open", func(b *testing.B) {
		path := writeFile(b, content)
		b.SetBytes(int64(len(content)))
		for b.Loop() {
			if _, err := Open(path, headedBy("Колонка 1"), Limits{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("structure", func(b *testing.B) {
		b.SetBytes(int64(len(content)))
		var s structure
		for b.Loop() {
			s.reset()
			s.fill(content, dialect{';', '\n'})
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
