package load

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/vector"
)

// NumberLines generates the line ids that payment history does not have.
var NumberLines = &pipeline.Stage{
	Name: "number_lines",
	Doc: `Line ids 1..n of each payout, independent of the order of files and rows.

D46: lines are numbered in the order of posting, sku, type, amount and order.
The lines of a payout lie in several partitions, so they are numbered together.`,
	Scope:   datasets.ByPayout,
	Inputs:  []*pipeline.Dataset{datasets.LineKeys},
	Outputs: []*pipeline.Dataset{datasets.LineNumbers},
	Run:     numberLines,
}

func numberLines(_ context.Context, t *pipeline.Task) error {
	rec, err := pipeline.Collect(t, datasets.LineKeys)
	if err != nil {
		return err
	}
	defer rec.Release()
	if rec.NumRows() == 0 {
		return nil
	}
	payouts := fingerprints(datasets.LineKeys, rec, isPayoutKey)
	isCopy := isJSON(rec)
	rows := make([]int32, rec.NumRows())
	for i := range rows {
		rows[i] = int32(i)
		if isCopy(i) {
			payouts[i].add(second)
		}
	}
	within := lineOrder(rec)
	slices.SortFunc(rows, func(a, b int32) int {
		if c := compareFingerprints(payouts[a], payouts[b]); c != 0 {
			return c
		}
		return within(a, b)
	})
	ordered := pipeline.Take(t.Mem, rec, rows)
	defer ordered.Release()
	ids := vector.NewTexts(t.Mem, len(rows), 2*len(rows))
	defer ids.Release()
	number := 0
	for i, row := range rows {
		if i == 0 || payouts[row] != payouts[rows[i-1]] {
			number = 0
		}
		number++
		ids.Append(strconv.Itoa(number))
	}
	out := pipeline.Derive(datasets.LineNumbers, ordered, map[pipeline.Column]arrow.Array{datasets.LineNo: ids.Column()})
	defer out.Release()
	return t.Write(datasets.LineNumbers, out)
}

// lineOrder compares the lines of one payout in the order of D46; nulls first.
func lineOrder(rec arrow.Record) func(a, b int32) int {
	posting, sku, order := datasets.PostingNumber.In(rec), datasets.SKU.In(rec), datasets.OrderID.In(rec)
	kind, amount := datasets.LineType.In(rec), datasets.LineAmount.In(rec)
	kinds := kind.Dictionary().(*array.String)
	text := func(c *array.String, a, b int32) int {
		if c.IsNull(int(a)) || c.IsNull(int(b)) {
			return nullsFirst(c, a, b)
		}
		return strings.Compare(c.Value(int(a)), c.Value(int(b)))
	}
	return func(a, b int32) int {
		if c := text(posting, a, b); c != 0 {
			return c
		}
		if c := text(sku, a, b); c != 0 {
			return c
		}
		if kind.IsNull(int(a)) || kind.IsNull(int(b)) {
			if c := nullsFirst(kind, a, b); c != 0 {
				return c
			}
		} else if c := strings.Compare(kinds.Value(kind.GetValueIndex(int(a))), kinds.Value(kind.GetValueIndex(int(b)))); c != 0 {
			return c
		}
		if amount.IsNull(int(a)) || amount.IsNull(int(b)) {
			if c := nullsFirst(amount, a, b); c != 0 {
				return c
			}
		} else if c := cmp.Compare(amount.Value(int(a)), amount.Value(int(b))); c != 0 {
			return c
		}
		return text(order, a, b)
	}
}

func nullsFirst(c arrow.Array, a, b int32) int {
	switch {
	case c.IsNull(int(a)) && c.IsNull(int(b)):
		return 0
	case c.IsNull(int(a)):
		return -1
	}
	return 1
}
