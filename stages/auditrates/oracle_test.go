package auditrates_test

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
	"ozpayout/stages/auditrates"
)

const (
	policyTable = `pack,name,value
p,rate_basis,in_force_on_day_before
p,rate_tolerance_bp,5
p,rate_max_age_days,12
p,no_share_below,2
p,small_sample_below,4
`
	payoutsTable = "seller_id,payout_id,settled_on,payout_amount,payout_currency,source_amount,source_currency,applied_rate\n"
	firstDay     = 19_880
	lastDay      = firstDay + 12
)

// A quote is a row of fx_rates, in 1/10000 rouble for nominal units.
type quote struct{ value, nominal, from int }

// A payout is converted from source to currency; amounts are minor units, the
// rate has four decimals and is 0 where none is given.
type payout struct {
	seller, currency, source string
	settled                  int
	amount, sourceAmount     int64
	rate                     int64
	firstOrder, lastOrder    int // 0 = not known
}

func dayText(day int) string { return time.Unix(int64(day)*86_400, 0).UTC().Format(time.DateOnly) }

// price returns what one unit costs in roubles on a day, nil if nobody knows.
func price(rates map[string][]quote, currency string, day int) *big.Rat {
	if currency == "RUB" {
		return big.NewRat(1, 1)
	}
	if day < firstDay || day > lastDay {
		return nil
	}
	q := rates[currency][day-firstDay]
	return big.NewRat(int64(q.value), 10_000*int64(q.nominal))
}

// official looks the four bases up, each as the rule book words it.
func official(rates map[string][]quote, p payout) [4]*big.Rat {
	of, against := p.currency, p.source
	if of == "RUB" {
		of, against = against, of
	}
	at := func(day int) *big.Rat {
		a, b := price(rates, of, day), price(rates, against, day)
		if a == nil || b == nil {
			return nil
		}
		return a.Quo(a, b)
	}
	isSetBefore := func(currency string) bool {
		return currency == "RUB" || p.settled >= firstDay && p.settled <= lastDay && rates[currency][p.settled-firstDay].from == p.settled
	}
	out := [4]*big.Rat{0: at(p.settled - 1), 2: at(p.settled)}
	if isSetBefore(of) && isSetBefore(against) {
		out[1] = at(p.settled)
	}
	if p.firstOrder > 0 {
		out[3] = at(p.firstOrder)
		for day := p.firstOrder; day <= p.lastOrder; day++ {
			for _, currency := range []string{of, against} {
				if currency != "RUB" && rates[currency][day-firstDay].from != rates[currency][p.firstOrder-firstDay].from {
					out[3] = nil
				}
			}
		}
	}
	return out
}

func implied(p payout) *big.Rat {
	if p.rate > 0 {
		return big.NewRat(p.rate, 10_000)
	}
	r := big.NewRat(p.sourceAmount, p.amount)
	if p.currency == "RUB" {
		r.Inv(r)
	}
	return r
}

// decimals prints a number with ten decimals as the tables do.
func decimals(r *big.Rat) string {
	text := strings.TrimRight(strings.TrimRight(r.FloatString(10), "0"), ".")
	if text == "-0" {
		return "0"
	}
	return text
}

var candidates = []string{"in_force_on_day_before", "set_on_day_before", "in_force_on_settlement", "in_force_on_order"}

// naive audits with rational numbers.
func naive(rates map[string][]quote, payouts []payout) (audits, medians []string) {
	audits, medians = []string{}, []string{}
	sizes := map[string][]*big.Rat{}
	for i, p := range payouts {
		rate := implied(p)
		prices := official(rates, p)
		var deviations [4]*big.Rat
		var smallest *big.Rat
		for c, official := range prices {
			if official == nil {
				continue
			}
			d := new(big.Rat).Quo(rate, official)
			d.Sub(d, big.NewRat(1, 1)).Mul(d, big.NewRat(10_000, 1))
			deviations[c] = d
			size := new(big.Rat).Abs(d)
			if smallest == nil || size.Cmp(smallest) < 0 {
				smallest = size
			}
			pair := p.currency + "," + p.source
			if p.currency == "RUB" {
				pair = p.source + ",RUB"
			}
			for _, seller := range []string{p.seller, "ALL"} {
				key := seller + "," + pair + "," + candidates[c]
				sizes[key] = append(sizes[key], size)
			}
		}
		for c, d := range deviations {
			line := fmt.Sprintf("P%d,%s,,,", i, candidates[c])
			if d != nil {
				size := new(big.Rat).Abs(d)
				line = fmt.Sprintf("P%d,%s,%s,%v,%v", i, candidates[c], decimals(d), size.Cmp(big.NewRat(5, 1)) <= 0, size.Cmp(smallest) == 0)
			}
			audits = append(audits, line)
		}
	}
	for key, of := range sizes {
		slices.SortFunc(of, (*big.Rat).Cmp)
		median := new(big.Rat).Add(of[(len(of)-1)/2], of[len(of)/2])
		medians = append(medians, fmt.Sprintf("%s,%d,%s", key, len(of), median.Mul(median, big.NewRat(1, 2)).FloatString(6)))
	}
	slices.Sort(audits)
	slices.Sort(medians)
	return audits, medians
}

func drawRates(t *rapid.T) map[string][]quote {
	rates := map[string][]quote{}
	for _, currency := range []string{"CNY", "USD"} {
		var last quote
		for day := firstDay; day <= lastDay; day++ {
			if day == firstDay || rapid.IntRange(0, 2).Draw(t, "new") > 0 {
				last = quote{rapid.IntRange(9_990, 10_010).Draw(t, "value"), rapid.SampledFrom([]int{1, 10}).Draw(t, "nominal"), day}
				last.value *= last.nominal
			}
			rates[currency] = append(rates[currency], last)
		}
	}
	return rates
}

func drawPayouts(t *rapid.T) []payout {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) payout {
		pair := rapid.SampledFrom([][2]string{{"CNY", "RUB"}, {"RUB", "CNY"}, {"USD", "CNY"}, {"CNY", "RUB"}}).Draw(t, "pair")
		p := payout{
			seller: rapid.SampledFrom([]string{"1", "2"}).Draw(t, "seller"), currency: pair[0], source: pair[1],
			settled: rapid.IntRange(firstDay, lastDay).Draw(t, "settled"),
			amount:  rapid.Int64Range(9_990, 10_010).Draw(t, "amount"), sourceAmount: rapid.Int64Range(9_990, 10_010).Draw(t, "source amount"),
			rate: rapid.SampledFrom([]int64{0, 9_995, 10_000, 10_005}).Draw(t, "rate"),
		}
		if rapid.Bool().Draw(t, "dated") {
			p.firstOrder = rapid.IntRange(firstDay, lastDay).Draw(t, "first order")
			p.lastOrder = min(lastDay, p.firstOrder+rapid.IntRange(0, 2).Draw(t, "order days"))
		}
		return p
	}), 1, 8).Draw(t, "payouts")
}

func TestOracleRationalNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rates, payouts := drawRates(t), drawPayouts(t)
		var quotes strings.Builder
		quotes.WriteString("currency,on,value,nominal,in_force_from\n")
		for currency, days := range rates {
			for i, q := range days {
				quotes.WriteString(fmt.Sprintf("%s,%s,%s,%d,%s\n", currency, dayText(firstDay+i), big.NewRat(int64(q.value), 10_000).FloatString(4), q.nominal, dayText(q.from)))
			}
		}
		table, orders := payoutsTable, "seller_id,payout_id,first_order_on,last_order_on,undated_orders\n"
		for i, p := range payouts {
			rate := ""
			if p.rate > 0 {
				rate = big.NewRat(p.rate, 10_000).FloatString(4)
			}
			table += fmt.Sprintf("%s,P%d,%s,%s,%s,%s,%s,%s\n", p.seller, i, dayText(p.settled),
				big.NewRat(p.amount, 100).FloatString(2), p.currency, big.NewRat(p.sourceAmount, 100).FloatString(2), p.source, rate)
			if p.firstOrder > 0 {
				orders += fmt.Sprintf("%s,P%d,%s,%s,0\n", p.seller, i, dayText(p.firstOrder), dayText(p.lastOrder))
			}
		}
		audits, medians := run(t, map[*pipeline.Dataset]string{
			datasets.Payouts: table, datasets.OrderDays: orders, datasets.FXRates: quotes.String(), datasets.PolicyValues: policyTable,
		})
		wantAudits, wantMedians := naive(rates, payouts)
		if diff := cmp.Diff(wantAudits, audits); diff != "" {
			t.Fatalf("audits (-naive +stage):\n%s\n%s", diff, table)
		}
		if diff := cmp.Diff(wantMedians, medians); diff != "" {
			t.Fatalf("medians (-naive +stage):\n%s", diff)
		}
	})
}

// run returns the audits and the medians of bases that have payouts.
func run(t *rapid.T, tables map[*pipeline.Dataset]string) (audits, medians []string) {
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	in := map[*pipeline.Dataset][]arrow.Record{}
	for d, text := range tables {
		rec := stagetest.Rows(mem, d, text)
		defer rec.Release()
		in[d] = []arrow.Record{rec}
	}
	done, err := stagetest.Exec(auditrates.Stage, in, lastDay, "p", mem)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
	in[datasets.RateSamples] = done.Outputs[datasets.RateSamples]
	summed, err := stagetest.Exec(auditrates.Summary, in, lastDay, "p", mem)
	defer summed.Release()
	if err != nil {
		t.Fatal(err)
	}
	for _, rec := range summed.Outputs[datasets.RateBasisSummary] {
		best := map[string]int{}
		for i := range int(rec.NumRows()) {
			pair := fmt.Sprintf("%s,%s,%s", datasets.SellerID.In(rec).ValueStr(i), datasets.AuditedCurrency.In(rec).ValueStr(i), datasets.AuditedAgainst.In(rec).ValueStr(i))
			if datasets.FitsBest.In(rec).IsValid(i) && datasets.FitsBest.In(rec).Value(i) {
				best[pair]++
			}
			if n := datasets.AuditedPayouts.In(rec).Value(i); n > 0 {
				medians = append(medians, fmt.Sprintf("%s,%s,%d,%.6f", pair, datasets.CandidateCode.In(rec).ValueStr(i), n, datasets.MedianDeviationBP.In(rec).Value(i)))
			}
		}
		for pair, n := range best {
			if n != 1 {
				t.Fatalf("%s has %d best bases", pair, n)
			}
		}
	}
	slices.Sort(medians)
	columns := []pipeline.Column{datasets.PayoutID, datasets.CandidateCode, datasets.DeviationBP, datasets.Within5BP, datasets.IsBestBasis}
	return stagetest.Lines(datasets.RateAudits, done.Outputs[datasets.RateAudits], columns...), append([]string{}, medians...)
}

// B28: a rate 5 basis points away passes, one unit of the last decimal further
// fails, whatever the official rate is.
func TestOracleB28EdgeOfTolerance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// In 1/10000 rouble, a multiple of 1/2000 of which 5 basis points are whole.
		official := rapid.Int64Range(1, 400_000).Draw(t, "official")
		sign := rapid.SampledFrom([]int64{-1, 1}).Draw(t, "sign")
		edge := official*1_000_000 + sign*official*500 // 1/10^10 rouble
		var table strings.Builder
		table.WriteString(payoutsTable)
		for _, rate := range []int64{edge, edge + sign} {
			table.WriteString(fmt.Sprintf("1,P%d,%s,1.00,CNY,,RUB,%s\n", rate-edge, dayText(firstDay+1), big.NewRat(rate, 1e10).FloatString(10)))
		}
		audits, _ := run(t, map[*pipeline.Dataset]string{
			datasets.Payouts: table.String(), datasets.PolicyValues: policyTable,
			datasets.FXRates: fmt.Sprintf("currency,on,value,nominal,in_force_from\nCNY,%s,%s,1,%[1]s\n", dayText(firstDay), big.NewRat(official, 10_000).FloatString(4)),
		})
		if want := fmt.Sprintf("P0,in_force_on_day_before,%d,true,true", 5*sign); !slices.Contains(audits, want) {
			t.Fatalf("no row %s in %v", want, audits)
		}
		isOutside := func(line string) bool {
			return strings.HasPrefix(line, fmt.Sprintf("P%d,in_force_on_day_before,", sign)) && strings.HasSuffix(line, ",false,true")
		}
		if !slices.ContainsFunc(audits, isOutside) {
			t.Fatalf("one unit further passes: %v", audits)
		}
	})
}
