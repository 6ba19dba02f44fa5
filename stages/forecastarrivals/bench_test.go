package forecastarrivals_test

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
	"ozpayout/stages/forecastarrivals"
)

// BenchmarkStage forecasts 20 000 payouts of 50 sellers and tries 20 nights.
func BenchmarkStage(b *testing.B) {
	const rows = 20_000
	random := rand.New(rand.NewPCG(1, 2))
	first := time.Date(2024, time.January, 9, 0, 0, 0, 0, time.UTC)
	var text strings.Builder
	text.WriteString("seller_id,payout_id,settlement_batch_no,settled_on,payout_amount,payout_currency,arrival_code,last_arrived_on\n")
	for i := range rows {
		day := random.IntN(150)
		arrival, code := day+random.IntN(9), "arrived"
		arrived := first.AddDate(0, 0, arrival).Format(time.DateOnly)
		if arrival > 150 {
			arrived, code = "", "open"
		}
		fmt.Fprintf(&text, "%d,P%d,B%d,%s,%d.00,CNY,%s,%s\n", i%50, i, i/3, first.AddDate(0, 0, day).Format(time.DateOnly), 1+random.IntN(1e6), code, arrived)
	}
	mem := memory.NewGoAllocator()
	inputs := map[*pipeline.Dataset][]arrow.Record{
		datasets.Payouts:  {stagetest.Rows(mem, datasets.Payouts, text.String())},
		datasets.Calendar: {stagetest.Rows(mem, datasets.Calendar, "country,date,kind\nRU,2024-06-12,holiday\n")},
		datasets.PolicyValues: {stagetest.Rows(mem, datasets.PolicyValues,
			"pack,name,value\np,no_share_below,10\np,small_sample_below,30\np,forecast_days,10\np,backtest_days,20\np,backtest_horizon_days,5\n")},
	}
	asOf := arrow.Date32FromTime(first.AddDate(0, 0, 150))
	for b.Loop() {
		done, err := stagetest.Exec(forecastarrivals.Stage, inputs, asOf, "p", mem)
		if err != nil {
			b.Fatal(err)
		}
		done.Release()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/payout")
}
