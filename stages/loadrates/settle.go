package loadrates

import (
	"cmp"
	"maps"
	"slices"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/fxrate"
)

// settle decides what becomes of each quote (D40). The quotes are ordered.
func settle(quotes []*quote) {
	for len(quotes) > 0 {
		n := 1
		for n < len(quotes) && quotes[n].currency == quotes[0].currency && quotes[n].rate.From == quotes[0].rate.From {
			n++
		}
		settleDay(quotes[:n])
		quotes = quotes[n:]
	}
}

// settleDay decides for the quotes of one currency and day: the first usable one
// is loaded and those of the same price repeat it. Another price makes all of
// them contradictory: none can be chosen.
func settleDay(quotes []*quote) {
	var usable []*quote
	for _, q := range quotes {
		switch {
		case q.refusal != "":
		case !q.rate.IsUsable(), q.currency == rouble && q.rate.RoublesPerUnit() != fxrate.Rouble(0).RoublesPerUnit():
			q.refusal = fxrate.UnusableQuote
		default:
			usable = append(usable, q)
		}
	}
	for i, q := range usable {
		if q.rate.RoublesPerUnit() != usable[0].rate.RoublesPerUnit() {
			for _, q := range usable {
				q.refusal = fxrate.ContradictoryQuote
			}
			break
		}
		if i > 0 {
			q.class = pipeline.Duplicate
		}
	}
	for _, q := range quotes {
		if q.refusal != "" {
			q.class = pipeline.Quarantined
		}
	}
}

// withCurrency returns the quotes whose currency is known, in their order.
func withCurrency(quotes []*quote) []*quote {
	return slices.DeleteFunc(slices.Clone(quotes), func(q *quote) bool { return q.currency == "" })
}

func ratesOf(quotes []*quote) []fxrate.Quote {
	rates := make([]fxrate.Quote, len(quotes))
	for i, q := range quotes {
		rates[i] = fxrate.Quote{Currency: q.currency, Rate: q.rate}
	}
	return rates
}

// account enters the rows into the ledger, one entry per file and class.
func account(t *pipeline.Task, quotes []*quote) {
	type key struct {
		file  string
		class pipeline.Class
	}
	rows := make(map[key]int64)
	for _, q := range quotes {
		rows[key{q.file, q.class}]++
	}
	keys := slices.SortedFunc(maps.Keys(rows), func(a, b key) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.class, b.class))
	})
	for _, k := range keys {
		t.Settle(pipeline.Entry{File: k.file, Dataset: datasets.RawCBRRates.Name, Class: k.class, Rows: rows[k]})
	}
}
