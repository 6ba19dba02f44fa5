package shop

import (
	"bytes"
	"os"
	"runtime"
	"testing"
)

// A shop that is large enough for orders by month and for returns past the
// workbook is written once for several checks.
func TestLargeShop(t *testing.T) {
	o := quarter(ordersPerFile + 1)
	o.Days = 40
	dir, sum := mustWrite(t, o)
	t.Run("memory", func(t *testing.T) { checkMemory(t, sum) })
	t.Run("months", func(t *testing.T) { checkMonths(t, dir, sum) })
	t.Run("returns", func(t *testing.T) { checkReturns(t, dir) })
}

func checkMemory(t *testing.T, sum Summary) {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	if stats.Sys > 150<<20 {
		t.Errorf("%d MiB taken from the system for %d orders", stats.Sys>>20, sum.Orders)
	}
}

// Every posting stands in an export of its month, and nowhere else.
func checkMonths(t *testing.T, dir string, sum Summary) {
	postings := map[string]string{}
	for _, name := range []string{"orders_fbs_2024-07.csv", "orders_fbs_2024-08.csv", "orders_fbo_2024-07.csv", "orders_fbo_2024-08.csv"} {
		for _, path := range sellerFile(t, dir, name) {
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for row := range bytes.Lines(content[bytes.IndexByte(content, '\n')+1:]) {
				number := string(bytes.Trim(bytes.Split(row, []byte(";"))[1], `"`))
				if other, twice := postings[number]; twice && other != path {
					t.Errorf("%s stands in %s and %s", number, other, path)
				}
				postings[number] = path
			}
		}
	}
	if int64(len(postings)) != sum.Postings {
		t.Errorf("%d different postings in the exports, want %d", len(postings), sum.Postings)
	}
}

// A return stands in the workbook or in the table, never in both.
func checkReturns(t *testing.T, dir string) {
	seen := map[string]int{}
	for _, path := range sellerFile(t, dir, "returns.xlsx") {
		for _, row := range readSheet(t, path).Rows[6:] {
			seen[row.Cells[2].Value]++
		}
	}
	fromWorkbooks := len(seen)
	for _, path := range sellerFile(t, dir, "returns.csv") {
		for _, row := range readTable(t, path, returnColumns) {
			seen[row["posting_number"]]++
		}
	}
	if fromWorkbooks == 0 || len(seen) == fromWorkbooks {
		t.Errorf("%d returns in workbooks, %d in all", fromWorkbooks, len(seen))
	}
	for number, n := range seen {
		if n != 1 {
			t.Errorf("%s: %d returns", number, n)
		}
	}
}
