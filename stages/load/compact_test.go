package load

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
)

// TestDistinctParts: parts that say the same are one, with the sum of their counts
// and the first of their places, in whatever order they come.
func TestDistinctParts(t *testing.T) {
	rows := []string{
		"1,P1,9.00,2,4.00,1,CNY,table,b.csv,7,A-1-1",
		"1,P2,5.00,1,5.00,0,CNY,table,a.csv,3,A-2-1",
		"1,P1,9.00,1,3.00,1,CNY,table,a.csv,9,A-3-1",
		"1,P1,9.00,1,2.00,0,CNY,json,c.json,1,A-4-1",
		"1,P1,9.00,1,2.00,1,CNY,table,b.csv,2,A-5-1",
	}
	want := []string{"P1,1,2.00,0,json,c.json,1", "P1,4,9.00,3,table,a.csv,9", "P2,1,5.00,0,table,a.csv,3"}
	rapid.Check(t, func(r *rapid.T) {
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		defer mem.AssertSize(t, 0)
		text := strings.Join(rapid.Permutation(rows).Draw(r, "rows"), "\n")
		rec := stagetest.Rows(mem, datasets.PayoutParts,
			"seller_id,payout_id,payout_amount,lines,lines_amount,named_lines,lines_currency,file_form,source_file,source_row,posting_number\n"+text)
		defer rec.Release()
		got, numbers := distinctParts(&pipeline.Task{Mem: mem}, rec)
		defer got.Release()
		lines := stagetest.Lines(datasets.PayoutParts, []arrow.Record{got},
			datasets.PayoutID, datasets.PartLines, datasets.PartAmount, datasets.NamedLines, datasets.PartForm, pipeline.FromFile, pipeline.FromRow)
		if diff := cmp.Diff(want, lines); diff != "" {
			r.Errorf("(-want +got):\n%s", diff)
		}
		name := func(rec arrow.Record, row int) string {
			return fmt.Sprint(datasets.PayoutID.In(rec).Value(row), datasets.PartForm.In(rec).ValueStr(row))
		}
		for row, number := range numbers {
			if name(rec, row) != name(got, int(number)) {
				r.Errorf("row %d is part %d", row, number)
			}
		}
	})
}
