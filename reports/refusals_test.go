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
		if err := write(ctx, testRun, interrupted, 1, limits{rows: 20, run: 1}, []Book{{path, "en"}}); !errors.Is(err, context.Canceled) {
			t.Errorf("after %d marts: error %v", after, err)
		}
		if _, err := os.Stat(path); err == nil {
			t.Errorf("after %d marts: there is a workbook", after)
		}
	}
}
