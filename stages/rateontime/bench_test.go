package rateontime_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/rateontime"
)

func BenchmarkRateOnTime(b *testing.B) {
	mem := memory.DefaultAllocator
	in := map[*pipeline.Dataset][]arrow.Record{
		datasets.PolicyValues: {stagetest.Rows(mem, datasets.PolicyValues, policyText)},
	}
	var counts []count
	for batch := range 24_000 {
		c := count{seller: fmt.Sprint(batch % 3), month: months[batch/3%2], batch: fmt.Sprint("B", batch), tier: tiers[batch%3], route: routes[batch/7%2]}
		c.numbers = [6]int{4, batch % 5, 4, batch % 4, 4, batch % 5}
		counts = append(counts, c)
	}
	batches := batchRows(counts)
	for rows := range slices.Chunk(batches, len(batches)/8) { // partitions
		in[datasets.BatchRates] = append(in[datasets.BatchRates], stagetest.Rows(mem, datasets.BatchRates, header+strings.Join(rows, "\n")+"\n"))
	}
	b.ReportAllocs()
	for b.Loop() {
		done, err := stagetest.Exec(rateontime.Stage, in, 19900, "p", mem)
		if err != nil {
			b.Fatal(err)
		}
		done.Release()
	}
	b.ReportMetric(float64(len(batches))*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
