package reconcilepayouts_test

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
	"ozpayout/stages/reconcilepayouts"
)

// row is a payment row of one copy: its payout, amount in cents and days of
// June 2024; arrived 0 = not yet. Rows of one payout and copy may arrive on
// different days, all else is equal in one copy.
type row struct {
	seller, payout, form string
	cents                int
	currency             string
	settled, arrived     int
}

func drawRows(t *rapid.T) (rows []row) {
	for _, seller := range []string{"1", "2"} {
		for _, payout := range []string{"P1", "P2", "P3"} {
			for _, form := range []string{"table", "json"} {
				r := row{
					seller: seller, payout: payout, form: form, cents: rapid.IntRange(100, 101).Draw(t, "cents"),
					currency: rapid.SampledFrom([]string{"CNY", "CNY", "USD"}).Draw(t, "currency"), settled: rapid.IntRange(1, 3).Draw(t, "settled"),
				}
				for range rapid.IntRange(0, 3).Draw(t, "rows") {
					if r.arrived = rapid.IntRange(3, 6).Draw(t, "arrived"); r.arrived == 3 {
						r.arrived = 0
					}
					rows = append(rows, r)
				}
			}
		}
	}
	return rows
}

func date(day int) string {
	if day == 0 {
		return ""
	}
	return fmt.Sprintf("2024-06-%02d", day)
}

func money(cents int) string { return fmt.Sprintf("%d.%02d", cents/100, cents%100) }

// run returns the rows that the stage writes; the payouts are those that
// merge_payouts would make of the rows.
func run(t testing.TB, rows []row) []string {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	var parts strings.Builder
	parts.WriteString("seller_id,payout_id,file_form,payout_amount,payout_currency,settled_on,arrived_on\n")
	var payouts strings.Builder
	payouts.WriteString("seller_id,payout_id,payout_amount,payout_currency,lines,is_conflict,file_form\n")
	seen := make(map[[2]string]bool)
	forms := make(map[string]map[string]bool) // by seller
	for _, r := range rows {
		parts.WriteString(fmt.Sprintf("%s,%s,%s,%s,%s,%s,%s\n", r.seller, r.payout, r.form, money(r.cents), r.currency, date(r.settled), date(r.arrived)))
		if forms[r.seller] == nil {
			forms[r.seller] = make(map[string]bool)
		}
		forms[r.seller][r.form] = true
		if id := [2]string{r.seller, r.payout}; !seen[id] {
			seen[id] = true
			payouts.WriteString(fmt.Sprintf("%s,%s,%s,%s,0,false,%s\n", r.seller, r.payout, money(r.cents), r.currency, r.form))
		}
	}
	var spans strings.Builder
	spans.WriteString("seller_id,has_both_copies\n")
	for seller, has := range forms {
		spans.WriteString(fmt.Sprintf("%s,%t\n", seller, len(has) == 2))
	}
	in := map[*pipeline.Dataset][]arrow.Record{
		datasets.SettlementSpans: {stagetest.Rows(mem, datasets.SettlementSpans, spans.String())},
		datasets.Payouts:         {stagetest.Rows(mem, datasets.Payouts, payouts.String())}, datasets.DistinctParts: {stagetest.Rows(mem, datasets.DistinctParts, parts.String())},
	}
	defer func() {
		for _, batches := range in {
			batches[0].Release()
		}
	}()
	done, err := stagetest.Exec(reconcilepayouts.Stage, in, 19900, "p", mem)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
	return stagetest.Lines(datasets.PayoutReconciliation, done.Outputs[datasets.PayoutReconciliation],
		datasets.SellerID, datasets.PayoutID, datasets.Against, datasets.PayoutSide, datasets.OtherAmount, datasets.TieDifference,
		datasets.TieCurrency, datasets.TieState, datasets.DaysApart)
}

// naive compares the copies of each payout by looking at all rows.
func naive(rows []row) []string {
	lines := []string{}
	of := func(seller, payout, form string) (found []row) {
		for _, r := range rows {
			if r.seller == seller && r.form == form && (payout == "" || r.payout == payout) {
				found = append(found, r)
			}
		}
		return found
	}
	for _, seller := range []string{"1", "2"} {
		if len(of(seller, "", "table")) == 0 || len(of(seller, "", "json")) == 0 {
			continue
		}
		for _, payout := range []string{"P1", "P2", "P3"} {
			table, json := of(seller, payout, "table"), of(seller, payout, "json")
			start := seller + "," + payout + ",csv_vs_json,"
			switch {
			case len(table) == 0 && len(json) == 0:
			case len(table) == 0:
				lines = append(lines, start+","+money(json[0].cents)+",,"+json[0].currency+",missing_here,")
			case len(json) == 0:
				lines = append(lines, start+money(table[0].cents)+",,,"+table[0].currency+",missing_there,")
			default:
				lines = append(lines, start+naiveTie(table, json))
			}
		}
	}
	slices.Sort(lines)
	return lines
}

func naiveTie(table, json []row) string {
	latest := func(rows []row) (day int) {
		for _, r := range rows {
			day = max(day, r.arrived)
		}
		return day
	}
	distance := func(a, b int) int { return max(a-b, b-a) }
	here, there := table[0], json[0]
	apart := fmt.Sprint(max(distance(here.settled, there.settled), distance(latest(table), latest(json))))
	if (latest(table) == 0) != (latest(json) == 0) {
		apart = ""
	}
	if here.currency != there.currency {
		return fmt.Sprintf("%s,,,%s,unreconciled,%s", money(here.cents), here.currency, apart)
	}
	state, difference := "timing", "0.00"
	switch {
	case here.cents > there.cents:
		state, difference = "unreconciled", "0.01"
	case here.cents < there.cents:
		state, difference = "unreconciled", "-0.01"
	case apart == "0":
		state = "ties"
	}
	return fmt.Sprintf("%s,%s,%s,%s,%s,%s", money(here.cents), money(there.cents), difference, here.currency, state, apart)
}

func TestOracle(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		rows := drawRows(r)
		if diff := cmp.Diff(naive(rows), run(t, rows)); diff != "" {
			r.Errorf("(-naive +stage):\n%s", diff)
		}
		shuffled := rapid.Permutation(rows).Draw(r, "order")
		if diff := cmp.Diff(run(t, rows), run(t, shuffled)); diff != "" {
			r.Errorf("the order of parts matters:\n%s", diff)
		}
	})
}
