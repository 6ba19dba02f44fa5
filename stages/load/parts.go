package load

import (
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/vector"
)

// A part is what rows of a payout say together that agree on everything that
// merge_payouts looks at.
type part struct {
	first      int32 // row, by place
	lines, sum int64
	isUnsummed bool  // a line has no amount
	named      int64 // of the lines, those with an id of their own
}

// writeParts hands on the parts, numbered in their order, with the ids of their lines,
// which it releases.
func writeParts(t *pipeline.Task, rec arrow.Record, parts []part, ids arrow.Array) error {
	defer ids.Release()
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
	columns[datasets.PartNo] = partNumbers(t.Mem, len(parts))
	columns[datasets.OrderID] = unplaced(t.Mem, counts.firsts, datasets.OrderID.In(rec), datasets.PostingNumber.In(rec))
	columns[datasets.LinesCurrency], columns[datasets.PartForm] = currencies.Column(), forms.Column()
	columns[datasets.LineIDs] = ids
	ids.Retain()
	out := pipeline.Derive(datasets.PayoutParts, first, columns)
	defer out.Release()
	return t.Write(datasets.PayoutParts, out)
}

// partNumbers returns the numbers of parts in their order.
func partNumbers(mem memory.Allocator, parts int) arrow.Array {
	v := vector.New[int64](mem, parts)
	defer v.Release()
	for number := range parts {
		v.Append(int64(number))
	}
	return v.Column(pipeline.IntType.Arrow())
}

// unplaced returns a partition key of those of some rows that no key before it places, and
// null for the others: their partition is found again without it.
func unplaced(mem memory.Allocator, rows []int32, key *array.String, before ...*array.String) arrow.Array {
	b := vector.NewTexts(mem, len(rows), 0)
	defer b.Release()
	for _, row := range rows {
		if key.IsNull(int(row)) || slices.ContainsFunc(before, func(k *array.String) bool { return len(k.Value(int(row))) > 0 }) {
			b.AppendNull()
		} else {
			b.AppendFrom(key, int(row))
		}
	}
	return b.Column()
}

// partSays are the columns that payout parts have from payment history as they are.
var partSays = &pipeline.Dataset{
	Name: "payout_parts",
	Columns: slices.DeleteFunc(slices.Clone(datasets.PayoutParts.Columns), func(c pipeline.Column) bool {
		return datasets.RawPaymentHistory.Index(c) < 0 || c == pipeline.Column(datasets.OrderID)
	}),
}

// partsOf counts and sums the rows of payouts. numbers are the part of each row, null
// for a row that counts in none; the caller releases them.
func partsOf(mem memory.Allocator, rec arrow.Record, res resolution, hasLine []bool) (parts []part, numbers arrow.Array) {
	payouts, count := numbersOf(fingerprints(datasets.RawPaymentHistory, rec, isPayoutKey))
	// What rows say of their payout matters only where there are several. Of one payout
	// there are few in a partition, so 64 bits tell them apart.
	said := hashesOf(repeated(payouts, count), datasets.RawPaymentHistory, rec, func(c pipeline.Column) bool {
		return partSays.Index(c) >= 0 && isSaid(c) && !isPayoutKey(c)
	})
	var currencies vector.Words
	currency := newLineCurrency(rec, currencies.Index)
	json, amount, place := isJSON(rec), datasets.LineAmount.In(rec), placesOf(rec)
	id := datasets.LineID.In(rec)
	known := newPartSet(count)
	partOf := vector.New[int64](mem, len(payouts))
	defer partOf.Release()
	for row, payout := range payouts {
		if res.class[row] != pipeline.Loaded && !res.extra[row] {
			partOf.AppendNull()
			continue
		}
		number := known.of(payout, mix(said[row], uint64(currency.of(row))<<1|uint64(bit(json(row)))), int32(row))
		partOf.Append(int64(number))
		p := &known.parts[number]
		if place.compare(int32(row), p.first) < 0 {
			p.first = int32(row)
		}
		if res.class[row] == pipeline.Loaded && hasLine[row] {
			p.lines++
			if id.IsValid(row) {
				p.named++
			}
			if amount.IsValid(row) {
				p.sum += amount.Value(row)
			} else {
				p.isUnsummed = true
			}
		}
	}
	return known.parts, partOf.Column(pipeline.IntType.Arrow())
}

// A partSet are the parts of payouts, in the order in which they first come.
type partSet struct {
	parts []part
	says  []uint64   // hash of what each part says
	last  []int32    // the part of each payout that came last, plus one
	known *numbering // by payout and what is said
}

// newPartSet returns an empty set for payouts with numbers below a count, most of which
// have one part.
func newPartSet(payouts int) *partSet {
	return &partSet{
		parts: make([]part, 0, payouts), says: make([]uint64, 0, payouts), last: make([]int32, payouts), known: newNumbering(payouts),
	}
}

// of returns the number of the part of a payout that says something: a new one with
// that first row if there is none.
func (s *partSet) of(payout int32, says uint64, row int32) int {
	if last := int(s.last[payout]) - 1; last >= 0 && s.says[last] == says {
		return last
	}
	number, isNew := s.known.of(fingerprint{hi: uint64(payout), lo: mix(says, uint64(payout))})
	if isNew {
		s.parts, s.says = append(s.parts, part{first: row}), append(s.says, says)
	}
	s.last[payout] = int32(number) + 1
	return number
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
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
