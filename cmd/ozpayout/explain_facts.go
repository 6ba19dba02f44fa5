package main

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// pick returns the rows of a table for which keep is true, in their order: at
// most limit of them, and the number of further ones. The columns of keys are
// read first, all columns only as far as there are rows to keep.
func (m marts) pick(ctx context.Context, d *pipeline.Dataset, keys []pipeline.Column, limit int, keep func(row) bool) (rows []row, more int, err error) {
	var wanted [][]int32 // by batch
	found := 0
	for rec, err := range m.batches(d, keys...) {
		if err := cmp.Or(err, ctx.Err()); err != nil {
			return nil, 0, err
		}
		var here []int32
		for at := range int(rec.NumRows()) {
			switch {
			case !keep(row{rec, at}):
			case found == limit:
				more++
			default:
				found++
				here = append(here, int32(at))
			}
		}
		wanted = append(wanted, here)
	}
	batch := 0
	for rec, err := range m.batches(d) {
		if err := cmp.Or(err, ctx.Err()); err != nil {
			return nil, 0, err
		}
		if len(rows) == found {
			break
		}
		if here := wanted[batch]; len(here) > 0 {
			taken := pipeline.Take(memory.DefaultAllocator, rec, here) // kept until the program ends
			for at := range here {
				rows = append(rows, row{taken, at})
			}
		}
		batch++
	}
	return rows, more, nil
}

// A lineKey identifies a payout line.
type lineKey struct{ seller, payout, line string }

func keyOf(r row) lineKey {
	return lineKey{r.text(datasets.SellerID), r.text(datasets.PayoutID), r.text(datasets.LineNo)}
}

// linesOf returns the payout lines of a posting, an order or a payout.
func (m marts) linesOf(ctx context.Context, number string, limit int) (rows []row, more int, err error) {
	number = printable(number) // as the cells are compared
	keys := []pipeline.Column{datasets.PostingNumber, datasets.OrderID, datasets.PayoutID}
	return m.pick(ctx, datasets.PayoutFacts, keys, limit, func(r row) bool {
		return slices.ContainsFunc(keys, func(c pipeline.Column) bool { return r.text(c) == number })
	})
}

// causesOf returns the causes of payout lines, in the order of the table.
func (m marts) causesOf(ctx context.Context, lines []row) (map[lineKey][]row, error) {
	causes := map[lineKey][]row{}
	for _, l := range lines {
		causes[keyOf(l)] = nil
	}
	keys := []pipeline.Column{datasets.SellerID, datasets.PayoutID, datasets.LineNo}
	rows, _, err := m.pick(ctx, datasets.DelayCauses, keys, math.MaxInt, func(r row) bool {
		_, ok := causes[keyOf(r)]
		return ok
	})
	for _, r := range rows {
		causes[keyOf(r)] = append(causes[keyOf(r)], r)
	}
	return causes, err
}

// A rateKey identifies an official rate.
type rateKey struct {
	currency string
	on       string // day, YYYY-MM-DD
}

// ratesOf returns the rates with which the amounts of lines were converted.
func (m marts) ratesOf(ctx context.Context, lines []row) (map[rateKey]row, error) {
	rates := map[rateKey]row{}
	wanted := map[rateKey]bool{}
	for _, l := range lines {
		for _, currency := range []string{l.text(datasets.Currency), "CNY", "USD"} {
			wanted[rateKey{currency, l.text(datasets.SettledOn)}] = true
		}
	}
	keys := []pipeline.Column{datasets.RateCurrency, datasets.RateOn}
	rows, _, err := m.pick(ctx, datasets.FXRates, keys, math.MaxInt, func(r row) bool {
		return wanted[rateKey{r.text(datasets.RateCurrency), r.text(datasets.RateOn)}]
	})
	for _, r := range rows {
		rates[rateKey{r.text(datasets.RateCurrency), r.text(datasets.RateOn)}] = r
	}
	return rates, err
}
