package load

import (
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/zeebo/xxh3"

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
}

// writeParts counts and sums the rows of payouts.
func writeParts(t *pipeline.Task, rec arrow.Record, res resolution) error {
	parts := partsOf(rec, res)
	if len(parts) == 0 {
		return nil
	}
	counts := newPartCounts(t, parts)
	defer counts.release()
	forms := vector.NewCodeBuilder(t.Mem, len(parts), datasets.TableForm, datasets.JSONForm)
	currencies := vector.NewCodeBuilder(t.Mem, len(parts))
	defer forms.Release()
	defer currencies.Release()
	json, currency := isJSON(rec), newLineCurrency(rec, currencies.Words.Index)
	for _, p := range parts {
		if json(int(p.first)) {
			forms.AppendWord(datasets.JSONForm)
		} else {
			forms.AppendWord(datasets.TableForm)
		}
		currency.append(currencies, int(p.first))
	}
	said := pipeline.Derive(partSays, rec, nil)
	defer said.Release()
	first := pipeline.Take(t.Mem, said, counts.firsts)
	defer first.Release()
	columns := counts.columns()
	columns[datasets.OrderID] = ordersWithoutPosting(t, first)
	columns[datasets.LinesCurrency], columns[datasets.PartForm] = currencies.Column(), forms.Column()
	out := pipeline.Derive(datasets.PayoutParts, first, columns)
	defer out.Release()
	return t.Write(datasets.PayoutParts, out)
}

// ordersWithoutPosting returns the orders of parts that no posting places: of the
// others the posting is enough to find the partition again.
func ordersWithoutPosting(t *pipeline.Task, parts arrow.Record) arrow.Array {
	orders, postings := datasets.OrderID.In(parts), datasets.PostingNumber.In(parts)
	b := vector.NewTexts(t.Mem, orders.Len(), 0)
	defer b.Release()
	for row := range orders.Len() {
		if len(postings.Value(row)) > 0 || orders.IsNull(row) {
			b.AppendNull()
		} else {
			b.AppendFrom(orders, row)
		}
	}
	return b.Column()
}

// partSays are the columns that payout parts have from payment history.
var partSays = &pipeline.Dataset{
	Name: "payout_parts",
	Columns: slices.DeleteFunc(slices.Clone(datasets.PayoutParts.Columns), func(c pipeline.Column) bool {
		return datasets.RawPaymentHistory.Index(c) < 0
	}),
}

func partsOf(rec arrow.Record, res resolution) (parts []part) {
	payouts := fingerprints(datasets.RawPaymentHistory, rec, isPayoutKey)
	// What rows say of their payout matters only where there are several. Of one payout
	// there are few, so 64 bits tell them apart.
	said := hashesOf(repeated(payouts), datasets.RawPaymentHistory, rec, func(c pipeline.Column) bool {
		return partSays.Index(c) >= 0 && isSaid(c) && !isPayoutKey(c)
	})
	var currencies vector.Words
	currency := newLineCurrency(rec, currencies.Index)
	json, line, amount, place := isJSON(rec), hasLine(rec), datasets.LineAmount.In(rec), placesOf(rec)
	id := datasets.LineID.In(rec)
	known := newNumbering(len(payouts))
	for row, key := range payouts {
		if res.class[row] != pipeline.Loaded && !res.extra[row] {
			continue
		}
		key.add(xxh3.Uint128{Hi: said[row], Lo: said[row]})
		key.lo ^= uint64(currency.of(row)) << 1
		if json(row) {
			key.lo ^= 1
		}
		i, isNew := known.of(key)
		if isNew {
			parts = append(parts, part{first: int32(row)})
		}
		p := &parts[i]
		if place.compare(int32(row), p.first) < 0 {
			p.first = int32(row)
		}
		if res.class[row] == pipeline.Loaded && line[row] {
			p.lines++
			if id.IsValid(row) {
				p.named++
			}
			if amount.IsValid(row) {
				p.sum += amount.Value(row)
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
