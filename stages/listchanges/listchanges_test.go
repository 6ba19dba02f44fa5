package listchanges_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/listchanges"
)

func TestCases(t *testing.T) { stagetest.Run(t, listchanges.Stage) }

// 9.1: the order of partitions, their batches and parts that are there twice change
// nothing.
func TestD40OrderAndSplitChangeNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		part := rapid.Custom(func(t *rapid.T) string {
			return fmt.Sprintf("1,P%d,%s,2024-06-1%dT00:00:00Z,%s,%s,%s.csv,%d\n",
				rapid.IntRange(1, 2).Draw(t, "payout"), rapid.SampledFrom([]string{"arrived_on", "payout_status"}).Draw(t, "column"),
				rapid.IntRange(1, 2).Draw(t, "export"), rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "before"),
				rapid.SampledFrom([]string{"z", "x|z"}).Draw(t, "after"), rapid.SampledFrom([]string{"a", "b"}).Draw(t, "file"), rapid.IntRange(2, 4).Draw(t, "row"))
		})
		parts := rapid.SliceOfN(part, 1, 8).Draw(r, "parts")
		again := rapid.Permutation(append(slices.Clone(parts), parts...)).Draw(r, "order")
		if diff := cmp.Diff(run(r, parts, 100), run(r, again, 3)); diff != "" {
			r.Fatalf("(-once +again):\n%s", diff)
		}
	})
}

func run(t *rapid.T, parts []string, size int) []string {
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	var batches []arrow.Record
	defer func() {
		for _, rec := range batches {
			rec.Release()
		}
	}()
	for batch := range slices.Chunk(parts, size) {
		text := "seller_id,payout_id,column_name,exported_at,value_before,value_after,source_file,source_row\n" + strings.Join(batch, "")
		batches = append(batches, stagetest.Rows(mem, datasets.PayoutChangeParts, text))
	}
	done, err := stagetest.Exec(listchanges.Stage, map[*pipeline.Dataset][]arrow.Record{datasets.PayoutChangeParts: batches}, 19900, "p", mem)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
	return stagetest.Lines(datasets.PayoutChanges, done.Outputs[datasets.PayoutChanges])
}
