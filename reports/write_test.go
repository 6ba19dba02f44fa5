package reports

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"ozpayout/pipeline"
)

var update = flag.Bool("update", false, "rewrite the expected dumps")

var testRun = Run{ID: "0123456789abcdef", AsOf: arrow.Date32(20_542), Pack: "article-2024", Version: "v1.2.3"} // 2026-03-30

// writeBook writes the workbook of marts and opens it again.
func writeBook(t testing.TB, lang string, marts map[string]testMart, batch, limit int) (*excelize.File, []byte) {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	path := filepath.Join(workbookFolder(t), "book.xlsx")
	if err := write(context.Background(), testRun, source(mem, marts, batch), limits{rows: limit, run: runRows, workers: 1}, []Book{{path, lang}}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f, data
}

// What panics while a workbook is written is an error, and no end of the process.
func TestMistakeInAWorkbook(t *testing.T) {
	books := []*book{{path: "payouts.en.xlsx"}, {path: "payouts.zh.xlsx"}}
	err := each(books, len(books), func(b *book) error {
		if b == books[1] {
			panic("no such cell")
		}
		return nil
	})
	var mistake *pipeline.InternalError
	if !errors.As(err, &mistake) || mistake.Reason != "payouts.zh.xlsx" {
		t.Errorf("got error %v, want a panic at the second workbook", err)
	}
}

// dump prints the cells of a workbook: what a person sees, and formulas. The
// definitions and their number are left out: they repeat the declarations and
// the texts of all codes.
func dump(t testing.TB, f *excelize.File, definitions string) string {
	t.Helper()
	var b strings.Builder
	for _, name := range f.GetSheetList() {
		if name == definitions {
			continue
		}
		fmt.Fprintf(&b, "== %s\n", name)
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if len(row) > 2 && row[0] == definitions {
				row = row[:2]
			}
			for j, text := range row {
				cell := cellName(j+1, i+1)
				formula, err := f.GetCellFormula(name, cell)
				if err != nil {
					t.Fatal(err)
				}
				if formula != "" {
					text += " {=" + formula + "}"
				}
				if text != "" {
					fmt.Fprintf(&b, "%s\t%s\n", cell, strings.ReplaceAll(text, "\n", "\\n"))
				}
			}
		}
	}
	return b.String()
}

func TestWorkbookInEachLanguage(t *testing.T) {
	marts := readMarts(t, "marts.txtar")
	for _, lang := range Languages {
		t.Run(lang, func(t *testing.T) {
			f, _ := writeBook(t, lang, marts, 3, maxRows)
			words, err := labelsIn(lang)
			if err != nil {
				t.Fatal(err)
			}
			got, golden := dump(t, f, words.text("sheet.definitions")), filepath.Join("testdata", "workbook_"+lang+".txt")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
