package tabular

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/xuri/excelize/v2"
)

// wideBook writes a workbook of 15 columns as exports have them: ids, words,
// dates and amounts.
func wideBook(t testing.TB, rows int) *File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "wide.xlsx")
	book := excelize.NewFile()
	sheet, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	cells := make([]any, 15)
	for col := range cells {
		cells[col] = fmt.Sprintf("column %d", col)
	}
	for row := 1; row <= rows+1; row++ {
		if row > 1 {
			for col := range cells {
				switch col % 5 {
				case 0:
					cells[col] = fmt.Sprintf("%08d-%04d-1", row*7919%99999999, col)
				case 1:
					cells[col] = "Услуги доставки"
				case 2:
					cells[col] = 45000 + row%365
				case 3:
					cells[col] = float64(row*col%1000003) / 100
				case 4:
					cells[col] = fmt.Sprintf("item %d of column %d", row%5000, col)
				}
			}
		}
		if err := sheet.SetRow(fmt.Sprintf("A%d", row), cells); err != nil {
			t.Fatal(err)
		}
	}
	if err := sheet.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	f := &File{Path: path, Size: info.Size()}
	if err := openXLSX(f, headed("column 0"), DefaultLimits); err != nil {
		t.Fatal(err)
	}
	return f
}

func BenchmarkXLSX(b *testing.B) {
	const rows = 100_000
	f := wideBook(b, rows)
	b.ReportAllocs()
	for b.Loop() {
		read := 0
		err := f.Scan(context.Background(), f.Splits(0, 0)[0], nil, func(c *Chunk) error {
			read += c.Len()
			return nil
		})
		if err != nil || read != rows {
			b.Fatalf("%d rows, %v", read, err)
		}
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// Reading takes memory by the chunk, not by the sheet.
func TestXLSXMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("writes a large workbook")
	}
	const rows = 30_000
	f := wideBook(t, rows)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	read := 0
	err := f.Scan(context.Background(), f.Splits(0, 0)[0], nil, func(c *Chunk) error {
		read += c.Len()
		return nil
	})
	if err != nil || read != rows {
		t.Fatalf("%d rows, %v", read, err)
	}
	runtime.ReadMemStats(&after)
	if total := after.TotalAlloc - before.TotalAlloc; total > 16<<20 {
		t.Errorf("%d bytes allocated for %d rows, want less than 16 MiB in all", total, rows)
	}
}
