package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestInspectKeepsLargeWorkbooksOnDisk: strings of a workbook beyond the limit go to a
// file without a name in the folder for temporary files; without such a folder they are
// not quietly held in memory.
func TestInspectKeepsLargeWorkbooksOnDisk(t *testing.T) {
	const rows = 400 // of 32 000 characters: more than the 8 MiB that stay in memory
	folder := t.TempDir()
	path := filepath.Join(folder, "disputes.xlsx")
	book := excelize.NewFile()
	defer book.Close()
	set := func(row int, cells ...any) {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", row), &cells); err != nil {
			t.Fatal(err)
		}
	}
	set(1, "seller_id", "dispute_id", "order_id", "posting_number", "opened_at", "closed_at")
	for i := range rows {
		set(2+i, "104233", fmt.Sprintf("D-%d-%s", i, strings.Repeat("x", 32_000)), "", "71426933-0116-1", "2024-06-07T18:20:00+03:00", "")
	}
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	for temp, want := range map[string]struct {
		status int
		text   string
	}{
		t.TempDir():                      {exitOK, fmt.Sprintf("rows: %d,", rows)},
		filepath.Join(path, "no folder"): {exitOutput, "not a directory"},
	} {
		t.Setenv("TMPDIR", temp)
		var out bytes.Buffer
		if got := Main(t.Context(), []string{"inspect", path}, nil, &out, &out); got != want.status || !strings.Contains(out.String(), want.text) {
			t.Errorf("with TMPDIR=%s: exit status %d, want %d: %s", temp, got, want.status, &out)
		}
	}
}
