package load

import (
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/vector"
)

// A part is what rows of a payout say together that agree on everything that
// merge_payouts looks at.
type part struct {
	first      int32 // row, by place
	lines, sum int64
	named      int64 // of the lines, those with an id of their own
	next       int32 // another part of the payout, or noPart
}

const noPart = -1

// writeParts counts and sums the rows of payouts.
func writeParts(t *pipeline.Task, rec arrow.Record, res resolution) error {
	parts := partsOf(rec, res)
	if len(parts) == 0 {
		return nil
	}
	firsts := make([]int32, len(parts))
	lines, sums, named := vector.New[int64](t.Mem, len(parts)), vector.New[int64](t.Mem, len(parts)), vector.New[int64](t.Mem, len(parts))
	forms := vector.NewCodeBuilder(t.Mem, len(parts), tableForm, jsonForm)
	currencies := vector.NewCodeBuilder(t.Mem, len(parts))
	defer lines.Release()
	defer sums.Release()
	defer named.Release()
	defer forms.Release()
	defer currencies.Release()
	json, currency := isJSON(rec), newLineCurrency(rec, currencies.Words.Index)
	for i, p := range parts {
		firsts[i] = p.first
		lines.Append(p.lines)
		sums.Append(p.sum)
		named.Append(p.named)
		if json(int(p.first)) {
			forms.AppendWord(jsonForm)
		} else {
			forms.AppendWord(tableForm)
		}
		currency.append(currencies, int(p.first))
	}
	said := pipeline.Derive(partSays, rec, nil)
	defer said.Release()
	first := pipeline.Take(t.Mem, said, firsts)
	defer first.Release()
	out := pipeline.Derive(datasets.PayoutParts, first, map[pipeline.Column]arrow.Array{
		datasets.LinesCurrency: currencies.Column(), datasets.PartForm: forms.Column(),
		datasets.PartLines: lines.Column(pipeline.IntType.Arrow()), datasets.PartAmount: sums.Column(pipeline.MoneyType.Arrow()),
		datasets.NamedLines: named.Column(pipeline.IntType.Arrow()),
	})
	defer out.Release()
	return t.Write(datasets.PayoutParts, out)
}

// partSays are the columns that payout parts have from payment history.
var partSays = &pipeline.Dataset{
	Name: "payout_parts",
	Columns: slices.DeleteFunc(slices.Clone(datasets.PayoutParts.Columns), func(c pipeline.Column) bool {
		return datasets.RawPaymentHistory.Index(c) < 0
	}),
}

// The forms of an export: JSON, and all others (B21).
const (
	tableForm = "table"
	jsonForm  = "json"
)

// partsOf returns the parts in the order of their first rows in the batch. Rows of
// one payout are compared cell by cell: most payouts have few in a partition.
func partsOf(rec arrow.Record, res resolution) (parts []part) {
	rows := make([]int32, 0, len(res.class))
	for row, class := range res.class {
		if class == pipeline.Loaded || res.extra[row] {
			rows = append(rows, int32(row))
		}
	}
	payouts := fingerprintsOf(rows, datasets.RawPaymentHistory, rec, isPayoutKey)
	saysSame := sameIn(rec, partSays)
	var currencies vector.Words
	currency := newLineCurrency(rec, currencies.Index)
	json, line, amount, place := isJSON(rec), hasLine(rec), datasets.LineAmount.In(rec), placesOf(rec)
	id := datasets.LineID.In(rec)
	known := newNumbering(len(rows))
	heads := make([]int32, 0, len(rows)) // of each payout its newest part
	for _, row := range rows {
		payout, isNew := known.of(payouts[row])
		if isNew {
			heads = append(heads, noPart)
		}
		at := heads[payout]
		for at != noPart {
			if first := parts[at].first; saysSame(row, first) && json(int(row)) == json(int(first)) && currency.of(int(row)) == currency.of(int(first)) {
				break
			}
			at = parts[at].next
		}
		if at == noPart {
			at = int32(len(parts))
			parts = append(parts, part{first: row, next: heads[payout]})
			heads[payout] = at
		}
		p := &parts[at]
		if place.compare(row, p.first) < 0 {
			p.first = row
		}
		if res.class[row] == pipeline.Loaded && line(int(row)) {
			p.lines++
			if id.IsValid(int(row)) {
				p.named++
			}
			if amount.IsValid(int(row)) {
				p.sum += amount.Value(int(row))
			}
		}
	}
	return parts
}

// isPayoutKey tells the columns that say which payout a row is of.
func isPayoutKey(c pipeline.Column) bool {
	return c == pipeline.Column(datasets.SellerID) || c == pipeline.Column(datasets.PayoutID)
}

// A lineCurrency reads the currency of a line: its own, else that of the source
// amount, else that of the payout, its last (9.2).
type lineCurrency []vector.Codes[int]

// newLineCurrency numbers currencies by the function.
func newLineCurrency(rec arrow.Record, index func(code string) int) lineCurrency {
	return lineCurrency{
		vector.CodesOf(datasets.LineCurrency.In(rec), index),
		vector.CodesOf(datasets.SourceCurrency.In(rec), index),
		vector.CodesOf(datasets.PayoutCurrency.In(rec), index),
	}
}

// of returns the number of the currency of a row, -1 for none.
func (c lineCurrency) of(row int) int {
	for i := range c {
		if !c[i].IsNull(row) {
			return c[i].At(row)
		}
	}
	return -1
}

// append appends the currency of a row.
func (c lineCurrency) append(to *vector.CodeBuilder, row int) {
	if index := c.of(row); index >= 0 {
		to.Append(index)
	} else {
		to.AppendNull()
	}
}
