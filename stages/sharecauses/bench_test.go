package sharecauses_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/sharecauses"
)

// 200 000 late lines of a million: 20 sellers, 12 months, 4 batches a month, seen
// by 8 partitions.
func BenchmarkShareCauses(b *testing.B) {
	mem := memory.DefaultAllocator
	in := map[*pipeline.Dataset][]arrow.Record{
		datasets.PolicyValues: {stagetest.Rows(mem, datasets.PolicyValues, policyText)}, datasets.CauseCatalog: {stagetest.Rows(mem, datasets.CauseCatalog, causesText)},
	}
	lines := 0
	for partition := range 8 {
		text := strings.Builder{}
		text.WriteString("seller_id,month_on,settlement_batch_no,method,cause_code,late_lines,weight\n")
		for batch := range 20 * 12 * 4 {
			for m, method := range methods {
				for c, cause := range causes {
					n := 1 + (batch*7+c*5+partition)%13
					weight := n
					if m > 1 {
						weight = n * 360360 * (1 + (batch+c)%9)
					}
					if m == 0 {
						lines += n
					}
					fmt.Fprintf(&text, "%d,2024-%02d-01,B%d,%s,%s,%d,%d\n", batch/48, 1+batch%12, batch, method, cause.code, n, weight)
				}
			}
		}
		in[datasets.CauseCounts] = append(in[datasets.CauseCounts], stagetest.Rows(mem, datasets.CauseCounts, text.String()))
	}
	for b.Loop() {
		done, err := stagetest.Exec(sharecauses.Stage, in, 19900, "p", mem)
		if err != nil {
			b.Fatal(err)
		}
		done.Release()
	}
	b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
