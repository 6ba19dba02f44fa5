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
		if err := write(context.Background(), testRun, source(memory.NewGoAllocator(), marts, 3), limits{rows: 20, run: run, workers: 1}, []Book{{path, "ru"}}); err != nil {
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
	if err := write(context.Background(), testRun, source(memory.NewGoAllocator(), marts, 3), limits{rows: 20, run: 4, workers: 3}, books); err != nil {
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

// TestLongTextsInTheWorkbook: a text that no cell holds is cut with a mark that tells
// how much of it is shown, and the worksheet says where the rest is; no other does.
func TestLongTextsInTheWorkbook(t *testing.T) {
	marts := readMarts(t, "marts.txtar")
	findings := marts["findings"]
	findings[1][slices.Index(findings[0], "message")] = strings.Repeat("я", maxText+1)
	findings[2][slices.Index(findings[0], "message")] = strings.Repeat("я", maxText)
	f, _ := writeBook(t, "en", marts, 3, maxRows)
	column := quarantine.position("message")
	for row, want := range map[int]string{2: strings.Repeat("я", maxText), 3: strings.Repeat("я", 32_748) + "… [32748 / 32768]"} {
		if got := textAt(t, f, "Quarantine", column, row); got != want {
			t.Errorf("row %d has %d characters that end in %q", row, len([]rune(got)), got[len(got)-30:])
		}
	}
	for _, name := range []string{"Quarantine", "Late payouts"} {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := strings.HasPrefix(rows[len(rows)-1][0], "Texts longer than a cell"), name == "Quarantine"; got != want {
			t.Errorf("the last row of %s is %q", name, rows[len(rows)-1][0])
		}
	}
}

// TestLongAmountsHaveRoom: columns of amounts are as wide as their texts, also where
// only a total is written as text.
func TestLongAmountsHaveRoom(t *testing.T) {
	for value, isLong := range map[string]bool{"9999999999999.99": true, "12.00": false} { // of which two are too long
		marts := readMarts(t, "marts.txtar")
		facts := marts["payout_facts"]
		for _, row := range facts[1:] {
			row[slices.Index(facts[0], "amount")] = value
		}
		f, _ := writeBook(t, "en", marts, 3, maxRows)
		column := paymentHistory.position("amount")
		width, err := f.GetColWidth("Payment history", columnName(column))
		if err != nil || (width >= longAmountWidth) != isLong {
			t.Errorf("with %s the column is %g wide (%v)", value, width, err)
		}
		style, err := f.GetCellStyle("Payment history", cellName(column, 2))
		if err != nil {
			t.Fatal(err)
		}
		if align := f.Styles.CellXfs.Xf[style].Alignment; align.Horizontal != "right" {
			t.Errorf("amounts stand %q", align.Horizontal)
		}
	}
}
