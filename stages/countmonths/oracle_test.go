package countmonths_test

import (
	"fmt"
	"maps"
	"math/big"
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
	"ozpayout/stages/countmonths"
)

// An order is a posting as the stage sees it; days are ISO texts, "" is null.
type order struct {
	seller, accepted, delivered, confirmed, currency string
	value                                            int64
}

// prices are roubles per unit; there is none before June.
var prices = map[string]string{"CNY": "12.3457", "USD": "89.0658", "RUB": "1"}

// dollars converts a value with rational numbers and rounds half away from zero.
func dollars(value int64, currency, on string) (int64, bool) {
	if currency == "USD" {
		return value, true
	}
	price, ok := prices[currency]
	if !ok || on < "2024-06" {
		return 0, false
	}
	exact := new(big.Rat).SetInt64(value)
	from, _ := new(big.Rat).SetString(price)
	to, _ := new(big.Rat).SetString(prices["USD"])
	exact.Mul(exact, from).Quo(exact, to)
	exact.Add(exact, big.NewRat(1, 2))
	return new(big.Int).Quo(exact.Num(), exact.Denom()).Int64(), true
}

// naive counts one seller-month at a time.
func naive(orders []order) []string {
	keys := map[string]bool{}
	for _, o := range orders {
		for _, day := range []string{o.accepted, o.delivered} {
			if day != "" {
				keys[o.seller+","+day[:7]] = true
			}
		}
	}
	lines := []string{}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		var accepted, delivered, unvalued, gmv int64
		for _, o := range orders {
			if o.accepted != "" && o.seller+","+o.accepted[:7] == key {
				accepted++
			}
			if o.delivered == "" || o.seller+","+o.delivered[:7] != key {
				continue
			}
			delivered++
			value, ok := dollars(o.value, o.currency, o.confirmed)
			if !ok {
				unvalued++
			}
			gmv += value
		}
		lines = append(lines, fmt.Sprintf("%s-01,%d,%d,%d.%02d,%d,0", key, accepted, delivered, gmv/100, gmv%100, unvalued))
	}
	return lines
}

func TestC25CountsAgreeWithMonthByMonth(t *testing.T) {
	var quotes strings.Builder
	quotes.WriteString("currency,on,value,nominal,in_force_from\n")
	for currency, price := range prices {
		if currency == "RUB" {
			continue
		}
		for day := range 61 {
			on := fmt.Sprintf("2024-%02d-%02d", 6+day/30, 1+day%30)
			fmt.Fprintf(&quotes, "%s,%s,%s,1,%s\n", currency, on, price, on)
		}
	}
	mem := memory.DefaultAllocator
	rates := stagetest.Rows(mem, datasets.FXRates, quotes.String())
	values := stagetest.Rows(mem, datasets.PolicyValues, "pack,name,value\np,rate_max_age_days,12\n")
	rapid.Check(t, func(r *rapid.T) {
		var text strings.Builder
		text.WriteString("posting_number,seller_id,accepted_on,delivered_on,confirmation_on,posting_value,posting_currency\n")
		day := func(name string) string {
			return fmt.Sprintf("2024-%02d-%02d", rapid.IntRange(5, 7).Draw(r, name), rapid.IntRange(1, 30).Draw(r, "day"))
		}
		var orders []order
		for i := range rapid.IntRange(0, 12).Draw(r, "orders") {
			o := order{
				seller: rapid.SampledFrom([]string{"", "1", "2"}).Draw(r, "seller"), value: rapid.Int64Range(0, 1_000_000).Draw(r, "value"),
				currency: rapid.SampledFrom([]string{"CNY", "USD", "RUB", "EUR"}).Draw(r, "currency"),
			}
			if rapid.Bool().Draw(r, "accepted") {
				o.accepted = day("accepted")
			}
			if rapid.Bool().Draw(r, "delivered") {
				o.delivered, o.confirmed = day("delivered"), day("confirmed")
			}
			orders = append(orders, o)
			text.WriteString(fmt.Sprintf("P%d,%s,%s,%s,%s,%d.%02d,%s\n", i, o.seller, o.accepted, o.delivered, o.confirmed, o.value/100, o.value%100, o.currency))
		}
		facts := stagetest.Rows(mem, datasets.PostingFacts, text.String())
		done, err := stagetest.Exec(countmonths.Stage, map[*pipeline.Dataset][]arrow.Record{
			datasets.PostingFacts: {facts}, datasets.FXRates: {rates}, datasets.PolicyValues: {values},
		}, 19950, "p", mem)
		defer done.Release()
		if err != nil {
			r.Fatal(err)
		}
		if diff := cmp.Diff(naive(orders), stagetest.Lines(datasets.MonthCounts, done.Outputs[datasets.MonthCounts])); diff != "" {
			r.Fatalf("(-naive +stage):\n%s", diff)
		}
	})
}
