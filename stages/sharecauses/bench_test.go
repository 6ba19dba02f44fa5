package sharecauses_test

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
	"ozpayout/stages/sharecauses"
)

// Late lines of 20 sellers in 12 months, with 40 batches a month and 20 partitions.
func BenchmarkShareCauses(b *testing.B) {
	mem := memory.DefaultAllocator
	in := map[*pipeline.Dataset][]arrow.Record{
		datasets.PolicyValues: {stagetest.Rows(mem, datasets.PolicyValues, policyText)}, datasets.CauseCatalog: {stagetest.Rows(mem, datasets.CauseCatalog, causesText)},
		datasets.Calendar: {stagetest.Rows(mem, datasets.Calendar, calendarText)},
	}
	var counts []count
	lines := 0
	for batch := range 20 * 12 * 40 {
		for m, method := range methods {
			for i, cause := range causes {
				c := count{seller: fmt.Sprint(batch / 480), month: fmt.Sprintf("2024-%02d", 1+batch%12), batch: fmt.Sprint("B", batch), method: method, cause: cause.code}
				c.lines = 1 + (batch*7+i*5)%13
				c.weight = c.lines
				if m > 1 {
					c.weight = c.lines * 360360 * (1 + (batch+i)%9)
				}
				if m == 0 {
					lines += c.lines
				}
				counts = append(counts, c)
			}
		}
	}
	for rows := range slices.Chunk(batchRows(counts), len(counts)/20) {
		in[datasets.BatchCauses] = append(in[datasets.BatchCauses], stagetest.Rows(mem, datasets.BatchCauses, header+strings.Join(rows, "\n")+"\n"))
	}
	b.ReportAllocs()
	for b.Loop() {
		done, err := stagetest.Exec(sharecauses.Stage, in, 19900, "p", mem)
		if err != nil {
			b.Fatal(err)
		}
		done.Release()
	}
	b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
