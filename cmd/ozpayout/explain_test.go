package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ozpayout/pipeline"
)

// TestExplainShowsTheRowOfTheLine: the sheets of a workbook, one per month, have rows of the
// same number. Of those the row is shown that names the line; where none names it, each
// stands under the name of its sheet.
func TestExplainShowsTheRowOfTheLine(t *testing.T) {
	in := filepath.Join(t.TempDir(), "in")
	if err := os.MkdirAll(in, 0o700); err != nil {
		t.Fatal(err)
	}
	book := excelize.NewFile()
	defer book.Close()
	header := []any{"seller_id", "payout_id", "settled_on", "arrived_on", "payout_amount", "payout_currency", "posting_number", "line_amount"}
	for i, month := range []string{"June", "July"} {
		if _, err := book.NewSheet(month); err != nil {
			t.Fatal(err)
		}
		day := fmt.Sprintf("2024-%02d-13", 6+i)
		for at, cells := range [][]any{header, {"104233", "P-" + month, day, day, "845.20", "CNY", fmt.Sprintf("71426933-011%d-1", i), "845.20"}} {
			if err := book.SetSheetRow(month, fmt.Sprintf("A%d", at+1), &cells); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := book.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	if err := book.SaveAs(filepath.Join(in, "payments.xlsx")); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "out")
	printed(t, "run", "--in", in, "--out", out, "--as-of", "2024-07-31", "--lang", "none")

	text := printed(t, "explain", "71426933-0111-1", "--out", out, "--in", in)
	if !strings.Contains(text, "payout_id: P-July\n") || strings.Contains(text, "P-June") || strings.Contains(text, "in sheet") {
		t.Errorf("shown beside the row of the line:\n%s", text)
	}
	tables, _, err := pipeline.NewRecogniser(batch().Sources(), batch().NotInputs, nil).Recognise(filepath.Join(in, "payments.xlsx"), "payments.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	e := &evidence{in: in, opened: map[string]*openedFile{"payments.xlsx": {tables: tables}}}
	rows, _, err := e.rows(t.Context(), "payments.xlsx", 2, []string{"P-August"})
	if err != nil || len(rows) != 2 || rows[0].sheet != "June" || rows[1].sheet != "July" {
		t.Errorf("rows that name no line: %v, %v", rows, err)
	}
}
