package load

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/vector"
)

// distinctParts merges payout parts that agree on everything but their counts and
// their place into one: counts add up, the first place stays. A payout has a part
// in every partition that one of its orders is in, and most of them say the same.
// numbers are the distinct part of each row. The caller releases the parts.
func distinctParts(t *pipeline.Task, rec arrow.Record) (distinct arrow.Record, numbers []int32) {
	payouts, count := numbersOf(fingerprints(datasets.PayoutParts, rec, isPayoutKey))
	said := hashesOf(allRows(rec), datasets.PayoutParts, rec, func(c pipeline.Column) bool { return isSaid(c) && !isPayoutKey(c) })
	lines, sums, named := datasets.PartLines.In(rec).Int64Values(), datasets.PartAmount.In(rec), datasets.NamedLines.In(rec).Int64Values()
	place, known := placesOf(rec), newPartSet(count)
	numbers = make([]int32, len(payouts))
	for row, payout := range payouts {
		number := known.of(payout, said[row], int32(row))
		p := &known.parts[number]
		if place.compare(int32(row), p.first) < 0 {
			p.first = int32(row)
		}
		p.lines += lines[row]
		if sums.IsValid(row) {
			p.sum += sums.Value(row)
		} else {
			p.isUnsummed = true
		}
		p.named += named[row]
		numbers[row] = int32(number)
	}
	counts := newPartCounts(t, known.parts)
	defer counts.release()
	first := pipeline.Take(t.Mem, rec, counts.firsts)
	defer first.Release()
	return pipeline.Derive(datasets.PayoutParts, first, counts.columns()), numbers
}

// isSaid tells the columns of payout parts that say something of the payout:
// neither counts nor places nor the way back.
func isSaid(c pipeline.Column) bool {
	switch c {
	case datasets.PartLines, datasets.PartAmount, datasets.NamedLines, datasets.LineIDs, datasets.PartNo, pipeline.FromFile, pipeline.FromRow, datasets.PostingNumber, datasets.OrderID:
		return false
	}
	return true
}

// partCounts are the counts of parts as columns.
type partCounts struct {
	firsts             []int32
	lines, sums, named *vector.Vector[int64]
}

func newPartCounts(t *pipeline.Task, parts []part) *partCounts {
	c := &partCounts{
		firsts: make([]int32, len(parts)),
		lines:  vector.New[int64](t.Mem, len(parts)), sums: vector.New[int64](t.Mem, len(parts)), named: vector.New[int64](t.Mem, len(parts)),
	}
	for i, p := range parts {
		c.firsts[i] = p.first
		c.lines.Append(p.lines)
		c.sums.AppendIf(!p.isUnsummed, p.sum)
		c.named.Append(p.named)
	}
	return c
}

// columns returns the counts. The caller releases them.
func (c *partCounts) columns() map[pipeline.Column]arrow.Array {
	return map[pipeline.Column]arrow.Array{
		datasets.PartLines: c.lines.Column(pipeline.IntType.Arrow()), datasets.PartAmount: c.sums.Column(pipeline.MoneyType.Arrow()),
		datasets.NamedLines: c.named.Column(pipeline.IntType.Arrow()),
	}
}

func (c *partCounts) release() {
	c.lines.Release()
	c.sums.Release()
	c.named.Release()
}
