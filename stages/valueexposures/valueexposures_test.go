package valueexposures_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/valueexposures"
)

func TestCases(t *testing.T) { stagetest.Run(t, valueexposures.Stage) }

// B30: sums, money-days and value at risk by rational numbers, day by day; the
// order of payouts and their batches change nothing.
func TestOracleRationalNumbers(t *testing.T) {
	const asOf = 14 // June 2024
	rapid.Check(t, func(r *rapid.T) {
		volatility := rapid.Int64Range(0, 30_000_000_000).Draw(r, "volatility") // 1/10^10
		type group struct{ amount, waited int64 }
		groups := map[string]*group{}
		var rows []string
		for i := range rapid.IntRange(1, 12).Draw(r, "payouts") {
			seller := rapid.SampledFrom([]string{"1", "2"}).Draw(r, "seller")
			amount := rapid.Int64Range(1, 1_000_000).Draw(r, "amount")
			arrived := rapid.Int64Range(0, amount).Draw(r, "arrived")
			settled := rapid.IntRange(1, 20).Draw(r, "settled")
			rows = append(rows, fmt.Sprintf("%s,P%d,2024-06-%02d,%s,RUB,partially_arrived,%s", seller, i, settled, decimal(amount), decimal(arrived)))
			if settled > asOf {
				continue // not known yet
			}
			days := int64(0)
			for day := settled + 1; day <= asOf; day++ {
				weekday := time.Date(2024, time.June, day, 0, 0, 0, 0, time.UTC).Weekday()
				if weekday != time.Saturday && weekday != time.Sunday && day != 12 {
					days++
				}
			}
			for _, key := range []string{seller, "ALL"} {
				if groups[key] == nil {
					groups[key] = &group{}
				}
				groups[key].amount += amount - arrived
				groups[key].waited += (amount - arrived) * days
			}
		}
		want := []string{}
		for key, g := range groups {
			// FloatString rounds half away from zero.
			risk := new(big.Rat).Mul(big.NewRat(g.amount, 100), big.NewRat(volatility, 10_000_000_000)).FloatString(2)
			want = append(want, strings.Join([]string{key, decimal(g.amount), risk, decimal(g.waited)}, ","))
		}
		slices.Sort(want)
		if diff := cmp.Diff(want, run(r, rapid.Permutation(rows).Draw(r, "order"), volatility)); diff != "" {
			r.Fatalf("(-naive +stage):\n%s", diff)
		}
	})
}

func decimal(minor int64) string { return big.NewRat(minor, 100).FloatString(2) }

func run(t *rapid.T, payouts []string, volatility int64) []string {
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	in := map[*pipeline.Dataset][]arrow.Record{}
	add := func(d *pipeline.Dataset, text string) { in[d] = append(in[d], stagetest.Rows(mem, d, text)) }
	add(datasets.PolicyValues, "pack,name,value\np,volatility_definition,sd_month\n")
	add(datasets.Calendar, "country,date,kind\nRU,2024-06-12,holiday\n")
	add(datasets.Volatility, "currency,against,period,definition_code,value,state_code\nRUB,CNY,ALL,sd_month,"+big.NewRat(volatility, 1e10).FloatString(10)+",ok\n")
	for batch := range slices.Chunk(payouts, 5) {
		add(datasets.Payouts, "seller_id,payout_id,settled_on,payout_amount,payout_currency,arrival_code,arrived_sum\n"+strings.Join(batch, "\n"))
	}
	defer func() {
		for _, batches := range in {
			for _, rec := range batches {
				rec.Release()
			}
		}
	}()
	asOf := arrow.Date32FromTime(time.Date(2024, time.June, 14, 0, 0, 0, 0, time.UTC))
	done, err := stagetest.Exec(valueexposures.Stage, in, asOf, "p", mem)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
	return stagetest.Lines(datasets.Exposures, done.Outputs[datasets.Exposures], datasets.SellerID, datasets.OpenAmount, datasets.ValueAtRisk, datasets.WaitingMoneyDays)
}
