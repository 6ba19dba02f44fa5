package explaindelays

import (
	"cmp"
	"maps"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/attribution"
	"ozpayout/stages/internal/calendar"
)

// A method is a way of counting late lines or sharing late days.
type method uint8

const (
	countPrecedence method = iota
	countBottleneck
	daysPrecedence
	daysBottleneck
	daysShapley
)

func (m method) String() string {
	return [...]string{"count_precedence", "count_bottleneck", "days_precedence", "days_bottleneck", "days_shapley"}[m]
}

// A countKey is a row of cause_counts.
type countKey struct {
	seller int32
	month  calendar.Day
	label  int32 // of the settlement batch
	method method
	cause  cause
}

func (k countKey) compare(other countKey) int {
	return cmp.Or(cmp.Compare(k.label, other.label), cmp.Compare(k.seller, other.seller), cmp.Compare(k.month, other.month),
		cmp.Compare(k.method, other.method), cmp.Compare(k.cause, other.cause))
}

// A causeCount adds up lines, and what the method gives: lines, or parts of days.
type causeCount struct {
	lines  int64
	weight int64
	row    int // a line of the batch
}

// A causeCounter builds cause_counts.
type causeCounter struct {
	sellers *array.Dictionary
	groups  *batchGroups
	counts  map[countKey]causeCount
}

func newCauseCounter(lines arrow.Record, groups *batchGroups) *causeCounter {
	return &causeCounter{datasets.SellerID.In(lines), groups, make(map[countKey]causeCount)}
}

// add counts a late line once by each count method, and its late days by each days
// method.
func (c *causeCounter) add(row int, e explanation) {
	key := countKey{seller: int32(c.sellers.GetValueIndex(row)), month: c.groups.month(row), label: c.groups.label[row]}
	give := func(by method, to cause, weight int64) {
		if weight == 0 {
			return
		}
		key.method, key.cause = by, to
		count := c.counts[key]
		c.counts[key] = causeCount{count.lines + 1, count.weight + weight, row}
	}
	give(countPrecedence, e.precedence(), 1)
	give(countBottleneck, e.bottleneck(), 1)
	const parts = int64(attribution.Denominator)
	for i, share := range e.Shares {
		give(daysPrecedence, e.cause(i), int64(share.PrecedenceDays)*parts)
		give(daysBottleneck, e.cause(i), int64(share.Bottleneck))
		give(daysShapley, e.cause(i), int64(share.Shapley))
	}
	for _, by := range []method{daysPrecedence, daysBottleneck, daysShapley} {
		give(by, unexplained, int64(e.UnexplainedDays)*parts)
	}
}

func (c *causeCounter) write(t *pipeline.Task) error {
	b := pipeline.NewBuilder(t.Mem, datasets.CauseCounts)
	defer b.Release()
	b.Reserve(len(c.counts))
	sellers, methods, causes := datasets.SellerID.To(b), datasets.MethodCode.To(b), datasets.LineCause.To(b)
	months, batches := datasets.MonthOn.To(b), datasets.SettlementBatchNo.To(b)
	lines, weights := datasets.LateLines.To(b), datasets.Weight.To(b)
	for _, key := range slices.SortedFunc(maps.Keys(c.counts), countKey.compare) {
		count := c.counts[key]
		for _, cell := range []struct {
			to   *array.BinaryDictionaryBuilder
			text string
		}{{sellers, code(c.sellers, count.row)}, {methods, key.method.String()}, {causes, key.cause.String()}} {
			if err := cell.to.AppendString(cell.text); err != nil {
				return err
			}
		}
		months.Append(arrow.Date32(key.month))
		batches.Append(c.groups.name(count.row))
		lines.Append(count.lines)
		weights.Append(count.weight)
	}
	rows := b.Record()
	defer rows.Release()
	return t.Write(datasets.CauseCounts, rows)
}
