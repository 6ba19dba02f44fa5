package countwaits_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/countwaits"
)

// BenchmarkStage counts a partition of 20 000 lines of 20 sellers and three
// months, one of eight late.
func BenchmarkStage(b *testing.B) {
	const rows = 20_000
	random := rand.New(rand.NewPCG(1, 2))
	plus := func(days int) string {
		return time.Date(2024, time.May, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, days).Format(time.DateOnly)
	}
	var lines, causes, spans strings.Builder
	lines.WriteString("seller_id,payout_id,line_id,route_code,payout_currency,tier_code,scheme,clock_code,scope_code,clock_start_on,settled_on,taken_days,is_open,is_late,due_on,days_after_due\n")
	causes.WriteString("seller_id,payout_id,line_id,cause_code,opened_on,cleared_on\n")
	spans.WriteString("seller_id,first_settled_on\n")
	for i := range rows {
		seller, start, isLate := random.IntN(20), random.IntN(90), random.IntN(8) == 0
		fmt.Fprintf(&lines, "%d,P-%d,%d,%s,CNY,%s,fbs,confirmation,in_scope,%s,%s,%d,false,%t,%s,2\n", seller, i/50, i%50,
			[]string{"lianlian", "worldfirst"}[random.IntN(2)], []string{"premium", "ordinary"}[random.IntN(2)],
			plus(start), plus(start+2), random.IntN(12), isLate, plus(start+5))
		if isLate {
			fmt.Fprintf(&causes, "%d,P-%d,%d,OPEN_RETURN,%s,\n", seller, i/50, i%50, plus(start))
		}
	}
	for seller := range 20 {
		fmt.Fprintf(&spans, "%d,%s\n", seller, plus(0))
	}
	mem := memory.NewGoAllocator()
	inputs := make(map[*pipeline.Dataset][]arrow.Record)
	for d, text := range map[*pipeline.Dataset]string{
		datasets.DatedLines: lines.String(), datasets.DelayCauses: causes.String(), datasets.SettlementSpans: spans.String(),
		datasets.Calendar: "country,date,kind\nRU,2024-06-12,holiday\n",
	} {
		inputs[d] = []arrow.Record{stagetest.Rows(mem, d, text)}
	}
	day := arrow.Date32FromTime(time.Date(2024, time.September, 1, 0, 0, 0, 0, time.UTC))
	b.ReportAllocs()
	for b.Loop() {
		done, err := stagetest.Exec(countwaits.Stage, inputs, day, "article-2024", mem)
		if err != nil {
			b.Fatal(err)
		}
		done.Release()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/line")
}
