package reports

import (
	"context"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline"
)

func TestRefusals(t *testing.T) {
	for name, test := range map[string]struct {
		lang, mart, column, value, want string
	}{
		"language":    {lang: "de", want: `no workbook in language "de"`},
		"large money": {lang: "en", mart: "payout_facts", column: "amount", value: "9999999999999.99", want: ""},
	} {
		t.Run(name, func(t *testing.T) {
			marts := readMarts(t, "marts.txtar")
			if test.mart != "" {
				marts[test.mart] = marts[test.mart][:2]
				for i, column := range marts[test.mart][0] {
					if column == test.column {
						marts[test.mart][1][i] = test.value
					}
				}
			}
			path := filepath.Join(workbookFolder(t), "book.xlsx")
			err := Write(context.Background(), testRun, source(memory.NewGoAllocator(), marts, 3), 1, Book{path, test.lang})
			if test.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
			if _, err := os.Stat(path); err == nil {
				t.Error("there is a workbook after an error")
			}
		})
	}
}

// TestCancelled: wherever a run is interrupted, no workbook and no temporary file stays.
func TestCancelled(t *testing.T) {
	marts := readMarts(t, "marts.txtar")
	for _, after := range []int{0, 10, 40} { // marts read
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		read, all := 0, source(memory.NewGoAllocator(), marts, 3)
		interrupted := func(d *pipeline.Dataset, columns ...pipeline.Column) iter.Seq2[arrow.Record, error] {
			if read++; read > after {
				cancel()
			}
			return all(d, columns...)
		}
		path := filepath.Join(workbookFolder(t), "book.xlsx")
		if err := write(ctx, testRun, interrupted, limits{rows: 20, run: 1, workers: 1}, []Book{{path, "en"}}); !errors.Is(err, context.Canceled) {
			t.Errorf("after %d marts: error %v", after, err)
		}
		if _, err := os.Stat(path); err == nil {
			t.Errorf("after %d marts: there is a workbook", after)
		}
	}
}

// TestRefusalsFitTheirColumn: why a file was refused stands in its column on the cover,
// on as many lines as it takes.
func TestRefusalsFitTheirColumn(t *testing.T) {
	reason := "unknown table: no header of a known export or canonical table, in none of its three worksheets"
	marts := map[string]testMart{"source_files": {{"source_file", "refused_reason"}, {"odd.csv", reason}}}
	for _, lang := range Languages {
		f, _ := writeBook(t, lang, marts, 1, maxRows)
		cover := f.GetSheetName(0)
		rows, err := f.GetRows(cover)
		if err != nil {
			t.Fatal(err)
		}
		last := len(rows)
		if got := textAt(t, f, cover, 6, last); got != reason {
			t.Fatalf("%s: the last row ends with %q", lang, got)
		}
		style, err := f.GetCellStyle(cover, cellName(6, last))
		if err != nil {
			t.Fatal(err)
		}
		if wrapped, err := f.GetStyle(style); err != nil || !wrapped.Alignment.WrapText {
			t.Errorf("%s: the text runs past its column (%v)", lang, err)
		}
		if height, err := f.GetRowHeight(cover, last); err != nil || height < linePoints(2) {
			t.Errorf("%s: a row of %v points (%v)", lang, height, err)
		}
	}
}
