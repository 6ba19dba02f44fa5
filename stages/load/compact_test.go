package load

import (
	"iter"
	"slices"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
)

// TestCollectParts: merging parts while they are read changes no count and keeps
// the first place, whatever the limit.
func TestCollectParts(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	rec := stagetest.Rows(mem, datasets.PayoutParts, `seller_id,payout_id,payout_amount,lines,lines_amount,named_lines,lines_currency,file_form,source_file,source_row
1,P1,9.00,2,4.00,1,CNY,table,b.csv,7
1,P2,5.00,1,5.00,0,CNY,table,a.csv,3
1,P1,9.00,1,3.00,1,CNY,table,a.csv,9
1,P1,9.00,1,2.00,0,CNY,json,c.json,1
1,P1,9.00,1,2.00,1,CNY,table,b.csv,2
`)
	defer rec.Release()
	task := &pipeline.Task{Mem: mem, Read: func(*pipeline.Dataset) iter.Seq2[arrow.Record, error] {
		return func(yield func(arrow.Record, error) bool) {
			for row := range rec.NumRows() {
				one := rec.NewSlice(row, row+1)
				ok := yield(one, nil)
				one.Release()
				if !ok {
					return
				}
			}
		}
	}}
	want := []string{"P1,4,9.00,3,table,a.csv,9", "P1,1,2.00,0,json,c.json,1", "P2,1,5.00,0,table,a.csv,3"}
	for _, limit := range []int64{4, 2, 1} {
		got, err := collectParts(task, limit)
		if err != nil {
			t.Fatal(err)
		}
		lines := stagetest.Lines(datasets.PayoutParts, []arrow.Record{got},
			datasets.PayoutID, datasets.PartLines, datasets.PartAmount, datasets.NamedLines, datasets.PartForm, pipeline.FromFile, pipeline.FromRow)
		if limit == 4 {
			if diff := cmp.Diff(slices.Sorted(slices.Values(want)), lines); diff != "" {
				t.Errorf("limit %d (-want +got):\n%s", limit, diff)
			}
		}
		rows, sum := 0, int64(0)
		for row := range int(got.NumRows()) {
			rows += int(datasets.PartLines.In(got).Value(row))
			sum += datasets.PartAmount.In(got).Value(row)
		}
		if rows != 6 || sum != 1600 {
			t.Errorf("limit %d: %d lines, %d minor units", limit, rows, sum)
		}
		got.Release()
	}
}
