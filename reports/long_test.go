package reports

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow/memory"
)

// TestIndexOfLongTables: a workbook with a table on several worksheets ends with an
// index of them, with the keys of their first and last rows and links; others have none.
func TestIndexOfLongTables(t *testing.T) {
	marts := readMarts(t, "marts.txtar")
	whole, _ := writeBook(t, "en", marts, 3, maxRows)
	if slices.Contains(whole.GetSheetList(), "Index of long tables") {
		t.Error("there is an index without long tables")
	}
	split, _ := writeBook(t, "en", marts, 3, 11)
	names := split.GetSheetList()
	index := names[len(names)-1]
	if index != "Index of long tables" {
		t.Fatalf("the last worksheet is %s", index)
	}
	rows, err := split.GetRows(index)
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for i, row := range rows[1:] {
		listed[row[0]] = true
		if ok, to, err := split.GetCellHyperLink(index, cellName(1, 2+i)); err != nil || !ok || to != quoteSheet(row[0])+"!A1" {
			t.Errorf("%s leads to %q (%v)", row[0], to, err)
		}
		if got := fmt.Sprint(len(bodyRows(t, split, row[0]))); got != row[2] {
			t.Errorf("%s has %s rows, the index says %s", row[0], got, row[2])
		}
		if !strings.HasPrefix(row[0], "Payment history") {
			continue
		}
		if row[3] != "seller_id / payout_id / line_id" {
			t.Errorf("key columns %q", row[3])
		}
		for place, key := range map[int]string{2: row[4], 1 + number(t, row[2]): row[5]} {
			var cells []string
			for column := 2; column <= 4; column++ {
				cells = append(cells, textAt(t, split, row[0], column, place))
			}
			if strings.Join(cells, keySeparator) != key {
				t.Errorf("%s: row %d is %v, the index says %q", row[0], place, cells, key)
			}
		}
	}
	for _, name := range names {
		first, _, isPart := strings.Cut(name, " (")
		if isPart && (!listed[name] || !listed[first]) {
			t.Errorf("the index lacks %s or its first part", name)
		}
	}
}

// TestRowsInFiles: a workbook whose rows do not fit memory has the same bytes.
func TestRowsInFiles(t *testing.T) {
	marts := readMarts(t, "marts.txtar")
	_, want := writeBook(t, "ru", marts, 3, 20)
	for _, run := range []int{1, 2, 5} {
		path := filepath.Join(workbookFolder(t), "book.xlsx")
		if err := write(context.Background(), testRun, source(memory.NewGoAllocator(), marts, 3), 1, limits{rows: 20, run: run}, []Book{{path, "ru"}}); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
			t.Errorf("with %d rows in memory the workbook differs (%v)", run, err)
		}
	}
}

// TestWorkbooksAtATime: several workbooks written at a time are those written alone.
func TestWorkbooksAtATime(t *testing.T) {
	marts, folder := readMarts(t, "marts.txtar"), workbookFolder(t)
	var books []Book
	for _, lang := range Languages {
		books = append(books, Book{filepath.Join(folder, lang+".xlsx"), lang})
	}
	if err := write(context.Background(), testRun, source(memory.NewGoAllocator(), marts, 3), 3, limits{rows: 20, run: 4}, books); err != nil {
		t.Fatal(err)
	}
	for _, book := range books {
		_, want := writeBook(t, book.Language, marts, 3, 20)
		if got, err := os.ReadFile(book.Path); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s differs (%v)", book.Path, err)
		}
	}
}

// TestLongAmountsInTheWorkbook: an amount of more than 15 digits stands as text with
// all of them, its totals are exact and no formulas, and the table says so.
func TestLongAmountsInTheWorkbook(t *testing.T) {
	marts := readMarts(t, "marts.txtar")
	for mart, change := range map[string]struct{ column, value string }{
		"payout_facts": {"amount", "92233720368547758.07"}, "payout_reconciliation": {"payout_amount", "10000000000000.01"},
	} {
		for _, row := range marts[mart][1:] {
			row[slices.Index(marts[mart][0], change.column)] = change.value
		}
	}
	f, _ := writeBook(t, "en", marts, 3, maxRows)
	for name, want := range map[string]string{"Payment history": "92233720368547758.07", "Payouts that do not tie": "10000000000000.01"} {
		if !hasText(t, f, name, want) {
			t.Errorf("%s does not show %s", name, want)
		}
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		if note := rows[len(rows)-1][0]; !strings.HasPrefix(note, "Amounts of more than 15 digits") {
			t.Errorf("the last note of %s is %q", name, note)
		}
	}
	column := paymentHistory.position("amount")
	rows, err := f.GetRows("Payment history")
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]*big.Int{}
	for i, row := range rows[1:] {
		currency := func() string { return row[paymentHistory.position("currency")-1] }
		switch {
		case strings.HasPrefix(row[0], "Total"):
			if got, want := row[column-1], amountText(sums[currency()]); got != want {
				t.Errorf("total %s is %s, want %s", currency(), got, want)
			}
			if formula, err := f.GetCellFormula("Payment history", cellName(column, 2+i)); err != nil || formula != "" {
				t.Errorf("the total is the formula %q (%v)", formula, err)
			}
		case len(row) >= column && row[column-1] == "92233720368547758.07":
			if sums[currency()] == nil {
				sums[currency()] = new(big.Int)
			}
			sums[currency()].Add(sums[currency()], big.NewInt(math.MaxInt64))
		}
	}
	if len(sums) < 2 {
		t.Errorf("sums in %d currencies", len(sums))
	}
}
