package convertamounts_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
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
	"ozpayout/stages/convertamounts"
)

// A quote is a row of fx_rates, in 1/10000 rouble for nominal units.
type quote struct{ value, nominal, from, on int }

// A line is a payout line, in minor units.
type line struct {
	minor    int64
	currency string
	day      int
}

const (
	maxAge     = 12
	ratesTable = "currency,on,value,nominal,in_force_from\n"
	linesTable = "line_id,amount,currency,settled_on,first_source_file,first_source_row\n"
	policyText = "pack,name,value\np,rate_max_age_days,12\n"
)

// expected values a line with rational numbers, one rate after the other.
func expected(id int, l line, rates map[string][]quote) string {
	text := func(v *big.Rat) string {
		rounded := strings.Replace(v.FloatString(2), "-0.00", "0.00", 1)
		if len(strings.TrimPrefix(rounded, "-")) > len("1234567890123456.00") {
			return "" // more than DECIMAL(18,2) holds
		}
		return rounded
	}
	amount := big.NewRat(l.minor, 100)
	oldest, found, stale, missing := 1<<30, false, false, false
	price := func(currency string) *big.Rat {
		if currency == "RUB" {
			return big.NewRat(1, 1)
		}
		var last *quote
		for _, q := range rates[currency] {
			if q.on == l.day {
				oldest, found = min(oldest, q.from), true
				return big.NewRat(int64(q.value), 10_000*int64(q.nominal))
			}
			if q.on < l.day && (last == nil || q.on > last.on) {
				last = &q
			}
		}
		if last != nil && l.day-last.from > maxAge {
			oldest, found, stale = min(oldest, last.from), true, true
		} else {
			missing = true
		}
		return nil
	}
	own := price(l.currency)
	var cells []string
	for _, target := range []string{"RUB", "CNY", "USD"} {
		if target == l.currency {
			cells = append(cells, text(amount))
			continue
		}
		to := price(target)
		if own == nil || to == nil {
			cells = append(cells, "")
			continue
		}
		// FloatString rounds half away from zero.
		cells = append(cells, text(new(big.Rat).Quo(new(big.Rat).Mul(amount, own), to)))
	}
	on, isStale := "", ""
	if found {
		on = dayText(oldest)
	}
	switch {
	case stale:
		isStale = "true"
	case !missing:
		isStale = "false"
	}
	return fmt.Sprintf("%d,%s,%s,%s", id, strings.Join(cells, ","), on, isStale)
}

func dayText(day int) string {
	return time.Unix(int64(day)*86_400, 0).UTC().Format(time.DateOnly)
}

func ratesText(rates map[string][]quote) string {
	var text strings.Builder
	text.WriteString(ratesTable)
	for currency, quotes := range rates {
		for _, q := range quotes {
			text.WriteString(fmt.Sprintf("%s,%s,%d.%04d,%d,%s\n", currency, dayText(q.on), q.value/10_000, q.value%10_000, q.nominal, dayText(q.from)))
		}
	}
	return text.String()
}

// TestStageAgreesWithOracle compares the stage with rational numbers on random
// rates and lines.
func TestStageAgreesWithOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rates := map[string][]quote{}
		for _, currency := range []string{"CNY", "USD", "EUR", "KZT"} {
			from, value, nominal := 0, 1, 1
			for day := 19_000; day < 19_030; day++ {
				if rapid.IntRange(0, 6).Draw(t, "new") == 0 {
					from, value = day, rapid.IntRange(1, 2_000_000).Draw(t, "value")
					nominal = rapid.SampledFrom([]int{1, 10, 100, 10_000}).Draw(t, "nominal")
				}
				if from > 0 && day-from <= maxAge {
					rates[currency] = append(rates[currency], quote{value, nominal, from, day})
				}
			}
		}
		text, want := linesTable, []string{}
		for i := range rapid.IntRange(1, 12).Draw(t, "lines") {
			l := line{
				minor:    rapid.Int64Range(-1_000_000_000, 1_000_000_000).Draw(t, "minor"),
				currency: rapid.SampledFrom([]string{"RUB", "CNY", "USD", "EUR", "KZT", "BYN"}).Draw(t, "currency"),
				day:      rapid.IntRange(18_998, 19_060).Draw(t, "day"),
			}
			want = append(want, expected(i, l, rates))
			text += fmt.Sprintf("%d,%s,%s,%s,a.csv,%d\n", i, big.NewRat(l.minor, 100).FloatString(2), l.currency, dayText(l.day), i)
		}
		slices.Sort(want)
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		defer mem.AssertSize(t, 0)
		inputs := map[*pipeline.Dataset][]arrow.Record{}
		for d, table := range map[*pipeline.Dataset]string{
			datasets.PayoutLines: text, datasets.FXRates: ratesText(rates), datasets.PolicyValues: policyText,
		} {
			rec := stagetest.Rows(mem, d, table)
			defer rec.Release()
			inputs[d] = []arrow.Record{rec}
		}
		done, err := stagetest.Exec(convertamounts.Stage, inputs, 19_060, "p", mem)
		defer done.Release()
		if err != nil {
			t.Fatal(err)
		}
		got := stagetest.Lines(datasets.ConvertedLines, done.Outputs[datasets.ConvertedLines],
			datasets.LineNo, datasets.AmountRUB, datasets.AmountCNY, datasets.AmountUSD, datasets.LineRateOn, datasets.RateIsStale)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("lines (-oracle +stage):\n%s", diff)
		}
		seen := map[pipeline.Finding]bool{}
		for _, f := range done.Findings {
			if seen[f] {
				t.Fatalf("finding twice: %+v", f)
			}
			seen[f] = true
		}
	})
}

// BenchmarkStage converts a partition of 20 000 lines with two years of rates.
func BenchmarkStage(b *testing.B) {
	const rows, days = 20_000, 730
	random := rand.New(rand.NewPCG(1, 2))
	rates := map[string][]quote{}
	for _, currency := range []string{"CNY", "USD", "EUR"} {
		for day := range days {
			rates[currency] = append(rates[currency], quote{100_000 + random.IntN(800_000), 1, 19_000 + day, 19_000 + day})
		}
	}
	var text strings.Builder
	text.WriteString(linesTable)
	for i := range rows {
		fmt.Fprintf(&text, "%d,%d.%02d,%s,%s,a.csv,%d\n", i, random.IntN(10_000), random.IntN(100), []string{"CNY", "USD", "RUB"}[random.IntN(3)], dayText(19_000+random.IntN(days)), i)
	}
	mem := memory.NewGoAllocator()
	inputs := map[*pipeline.Dataset][]arrow.Record{
		datasets.PayoutLines:  {stagetest.Rows(mem, datasets.PayoutLines, text.String())},
		datasets.FXRates:      {stagetest.Rows(mem, datasets.FXRates, ratesText(rates))},
		datasets.PolicyValues: {stagetest.Rows(mem, datasets.PolicyValues, policyText)},
	}
	b.ReportAllocs()
	for b.Loop() {
		done, err := stagetest.Exec(convertamounts.Stage, inputs, 20_000, "p", mem)
		if err != nil {
			b.Fatal(err)
		}
		done.Release()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/line")
}
