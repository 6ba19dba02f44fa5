package main

import (
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// TestFormulasOfExportsStayText: texts of exports that a spreadsheet would compute,
// in ids, words, bad cells and file names, reach the workbook as text.
func TestFormulasOfExportsStayText(t *testing.T) {
	in := filepath.Join(t.TempDir(), "in")
	if err := os.MkdirAll(in, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(in, "=1+9.csv"), strings.Join([]string{
		"seller_id,payout_id,settlement_batch_no,settled_on,arrived_on,payout_amount,payout_currency,order_id,posting_number,line_id,line_amount,confirmed_at,bank_receipt_no,reported_delay_days",
		`=1+1,+P1,-2+3,2024-07-05,2024-07-30,99.90,CNY,@SUM(A1),"=HYPERLINK(""http://x"",""y"")",=L1,99.90,2024-07-04,+R1,`,
		`=1+1,-P2,=B2,2024-07-05,,99.90,CNY,=O2,@cmd|'/C calc'!A0,1,99.90,2024-07-04,,=D2`,
		`=1+1,P3,=B3,=TODAY(),,99.90,CNY,=O3,=Q3,1,99.90,2024-07-04,,`,
	}, "\n"))
	folder := t.TempDir()
	runProgram(t, folder, nil, "run", "--in", in, "--out", "out", "--lang", "en", "--quarantine-limit", "1", "--quiet", "--as-of", "2024-08-30")
	path := filepath.Join(folder, "out", "current", "reports", "payouts.en.xlsx")

	want := []string{
		"+P1", "-2+3", "-P2", "=1+1", "=1+9.csv", "=B2", "=D2", `=HYPERLINK("http://x","y")`, "=L1", "=O2", "=TODAY()", "@cmd|'/C calc'!A0",
	}
	book := openBook(t, path)
	seen := map[string]bool{}
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, text := range row {
				if !slices.Contains(want, text) {
					continue
				}
				name, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err != nil {
					t.Fatal(err)
				}
				formula, err := book.GetCellFormula(sheet, name)
				if err != nil {
					t.Fatal(err)
				}
				if formula != "" {
					t.Errorf("%s!%s holds %q as the formula %q", sheet, name, text, formula)
				}
				seen[text] = true
			}
		}
	}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(seen))); diff != "" {
		t.Errorf("texts in the workbook (-want +got):\n%s", diff)
	}
	for name, part := range zipParts(t, path) {
		for formula := range formulasOf(part) {
			if slices.ContainsFunc([]string{"HYPERLINK", "TODAY", "cmd"}, func(bad string) bool { return strings.Contains(formula, bad) }) {
				t.Errorf("%s has the formula %s", name, formula)
			}
		}
	}
}

// formulasOf yields the formulas of a worksheet part.
func formulasOf(part string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for rest := part; ; {
			_, after, found := strings.Cut(rest, "<f>")
			formula, next, closed := strings.Cut(after, "</f>")
			if !found || !closed || !yield(formula) {
				return
			}
			rest = next
		}
	}
}
