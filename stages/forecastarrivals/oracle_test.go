package forecastarrivals_test

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/forecastarrivals"
)

// A payout of one seller; days are those of June 2024, an arrival of 0 is none.
// The batch runs as of the 28th, a Friday.
type payout struct{ batch, settled, arrived, amount int }

const asOf = 28

func drawPayouts(t *rapid.T) []payout {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) payout {
		p := payout{
			batch: rapid.IntRange(0, 3).Draw(t, "batch"), settled: rapid.IntRange(1, asOf).Draw(t, "settled"),
			amount: rapid.IntRange(1, 1_000_000).Draw(t, "amount"),
		}
		if rapid.IntRange(0, 3).Draw(t, "arrives") > 0 {
			p.arrived = min(asOf, p.settled+rapid.IntRange(0, 9).Draw(t, "after"))
		}
		return p
	}), 1, 25).Draw(t, "payouts")
}

// workdays counts the days after from, up to and including to, that are no weekend
// and not 12 June. July begins on day 31.
func workdays(from, to int) (days int) {
	for day := from + 1; day <= to; day++ {
		weekday := time.Date(2024, time.June, day, 0, 0, 0, 0, time.UTC).Weekday()
		if weekday != time.Saturday && weekday != time.Sunday && day != 12 {
			days++
		}
	}
	return days
}

func (p payout) isOpen(on int) bool { return p.settled <= on && (p.arrived == 0 || p.arrived > on) }

// A weight is what a payout counts for in the survival.
type weight func(payout) int

// The stage counts payouts where a sample of them is small, else their amounts.
var weights = map[int]weight{
	0:       func(p payout) int { return p.amount },
	1 << 20: func(payout) int { return 1 },
}

// survival is the share that waits longer than some days, from what is known on a
// day: the product over all days of 1 - arrived / at risk.
func (weigh weight) survival(payouts []payout, on, days int) float64 {
	s := 1.0
	for day := 0; day <= days; day++ {
		atRisk, arrived := 0, 0
		for _, p := range payouts {
			end := on
			if p.arrived > 0 && p.arrived <= on {
				end = p.arrived
			}
			if p.settled > on || workdays(p.settled, end) < day {
				continue
			}
			atRisk += weigh(p)
			if !p.isOpen(on) && workdays(p.settled, end) == day {
				arrived += weigh(p)
			}
		}
		if atRisk > 0 {
			s *= 1 - float64(arrived)/float64(atRisk)
		}
	}
	return s
}

// chance is the probability that a payout open on a day arrives within some days.
func (weigh weight) chance(payouts []payout, p payout, on, within int) float64 {
	age := workdays(p.settled, on)
	if before := weigh.survival(payouts, on, age); before > 0 {
		return 1 - weigh.survival(payouts, on, age+within)/before
	}
	return 0
}

func run(t testing.TB, payouts []payout, smallBelow int) (forecasts, tests []string) {
	t.Helper()
	var text strings.Builder
	text.WriteString("seller_id,payout_id,settlement_batch_no,settled_on,payout_amount,payout_currency,arrival_code,last_arrived_on\n")
	for i, p := range payouts {
		batch, code, arrived := "", "open", ""
		if p.batch > 0 {
			batch = "B" + strconv.Itoa(p.batch)
		}
		if p.arrived > 0 {
			code, arrived = "arrived", fmt.Sprintf("2024-06-%02d", p.arrived)
		}
		fmt.Fprintf(&text, "1,P%d,%s,2024-06-%02d,%d.%02d,CNY,%s,%s\n", i, batch, p.settled, p.amount/100, p.amount%100, code, arrived)
	}
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	in := map[*pipeline.Dataset][]arrow.Record{
		datasets.Payouts:  {stagetest.Rows(mem, datasets.Payouts, text.String())},
		datasets.Calendar: {stagetest.Rows(mem, datasets.Calendar, "country,date,kind\nRU,2024-06-12,holiday\n")},
		datasets.PolicyValues: {stagetest.Rows(mem, datasets.PolicyValues,
			"pack,name,value\np,no_share_below,0\np,small_sample_below,"+strconv.Itoa(smallBelow)+"\np,forecast_days,2\np,backtest_days,3\np,backtest_horizon_days,2\n")},
	}
	defer func() {
		for _, batches := range in {
			batches[0].Release()
		}
	}()
	day := arrow.Date32FromTime(time.Date(2024, time.June, asOf, 0, 0, 0, 0, time.UTC))
	done, err := stagetest.Exec(forecastarrivals.Stage, in, day, "p", mem)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
	return stagetest.Lines(datasets.ArrivalsForecast, done.Outputs[datasets.ArrivalsForecast],
			datasets.HorizonOn, datasets.ExpectedAmount, datasets.LaterAmount, datasets.AwaitedAmount, datasets.ExpectedLo, datasets.ExpectedHi),
		stagetest.Lines(datasets.ForecastBacktest, done.Outputs[datasets.ForecastBacktest],
			datasets.BrierScore, datasets.BiasAmount, datasets.BacktestPayouts)
}

func numbers(t *rapid.T, cells string) (values []float64) {
	for cell := range strings.SplitSeq(cells, ",") {
		v, err := strconv.ParseFloat(cell, 64)
		if err != nil {
			t.Fatal(err)
		}
		values = append(values, v)
	}
	return values
}

// TestOracle: expectations are sums over single payouts of amount and chance, by
// the definition of the survival; a band lies around what can come.
func TestOracle(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		payouts := drawPayouts(r)
		isKnown := false // some arrival gives a curve
		for _, p := range payouts {
			isKnown = isKnown || p.arrived > 0
		}
		if !isKnown {
			r.Skip("no arrival")
		}
		smallBelow := rapid.SampledFrom(slices.Sorted(maps.Keys(weights))).Draw(r, "small sample below")
		weigh := weights[smallBelow]
		forecasts, tests := run(t, payouts, smallBelow)
		for i, row := range forecasts {
			day, cells, _ := strings.Cut(row, ",")
			if want := []string{"2024-07-01", "2024-07-02"}[i]; day != want {
				r.Fatalf("horizon %s, want %s", day, want)
			}
			expected, open := 0.0, 0.0
			for _, p := range payouts {
				if p.isOpen(asOf) {
					open += float64(p.amount) / 100
					expected += float64(p.amount) / 100 * weigh.chance(payouts, p, asOf, i+1)
				}
			}
			got := numbers(r, cells)
			if math.Abs(got[0]-expected) > 0.0051 || math.Abs(got[0]+got[1]-open) > 1e-6 || math.Abs(got[2]-open) > 1e-6 {
				r.Fatalf("%s: %v, want %v of %v", day, got, expected, open)
			}
			if got[3] < 0 || got[3] > got[4]+1e-9 || got[4] > open+1e-6 {
				r.Fatalf("%s: band %v to %v of %v", day, got[3], got[4], open)
			}
		}
		checkBacktest(r, weigh, payouts, tests)
	})
}

// checkBacktest tries the nights of 24, 25 and 26 June, two working days ahead.
func checkBacktest(t *rapid.T, weigh weight, payouts []payout, rows []string) {
	squares, money, bias, tried, nights := 0.0, 0.0, 0.0, 0, 0
	for _, on := range []int{24, 25, 26} {
		isTried := false
		for _, p := range payouts {
			if p.isOpen(on) && hasArrivals(payouts, on) {
				isTried = true
				c, outcome := weigh.chance(payouts, p, on, 2), 0.0
				if p.arrived > 0 && p.arrived <= on+2 {
					outcome = 1
				}
				squares += float64(p.amount) * (c - outcome) * (c - outcome)
				money += float64(p.amount)
				bias += float64(p.amount) / 100 * (c - outcome)
				tried++
			}
		}
		if isTried {
			nights++
		}
	}
	if nights == 0 {
		if len(rows) > 0 {
			t.Fatalf("%v, want no back-test", rows)
		}
		return
	}
	if len(rows) != 1 {
		t.Fatalf("%d rows, want one", len(rows))
	}
	got := numbers(t, rows[0])
	if math.Abs(got[0]-squares/money) > 1e-9 || math.Abs(got[1]-bias/float64(nights)) > 0.0051 || int(got[2]) != tried {
		t.Fatalf("%v, want Brier %v, bias %v of %d payouts", got, squares/money, bias/float64(nights), tried)
	}
}

// hasArrivals reports whether a curve is known on a day.
func hasArrivals(payouts []payout, on int) bool {
	for _, p := range payouts {
		if p.arrived > 0 && p.arrived <= on {
			return true
		}
	}
	return false
}
