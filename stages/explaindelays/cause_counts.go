package explaindelays

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/attribution"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/vector"
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

// methodCodes are the codes of the methods.
var methodCodes = [...]string{
	countPrecedence: "count_precedence",
	countBottleneck: "count_bottleneck",
	daysPrecedence:  "days_precedence",
	daysBottleneck:  "days_bottleneck",
	daysShapley:     "days_shapley",
}

// A countKey is a row of cause_counts, among those of its run of lines.
type countKey struct {
	seller int32 // dictionary entry
	month  calendar.Day
	method method
	cause  cause
}

// A causeCount adds up lines, and what the method gives: lines, or parts of days.
type causeCount struct {
	countKey
	weight int64
	lines  int32
	row    int32 // a line of the run
}

const none = -1

// A causeCounter builds cause_counts: it counts lines of a settlement batch together as
// long as they follow each other.
type causeCounter struct {
	lines   arrow.Record
	sellers []int32
	groups  *batchGroups
	counts  []causeCount
	run     int // where the counts of the run begin: those of the last line's batch
	before  int // where the counts of the last line begin
}

// newCauseCounter returns a counter for that many late lines.
func newCauseCounter(lines arrow.Record, groups *batchGroups, late int) *causeCounter {
	return &causeCounter{
		lines: lines, sellers: entries(datasets.SellerID.In(lines)), groups: groups,
		counts: make([]causeCount, 0, len(methodCodes)*late), // most lines have one cause
	}
}

// add counts a late line once by each count method, and its late days by each days
// method.
func (c *causeCounter) add(row int, e *explanation) {
	c.before = len(c.counts)
	if c.before > 0 && !c.groups.areTogether(c.counts[c.before-1].row, int32(row)) {
		c.run = c.before
	}
	l := countedLine{countKey: countKey{seller: c.sellers[row], month: c.groups.month(row)}, row: int32(row)}
	c.give(&l, countPrecedence, e.precedence(), 1)
	c.give(&l, countBottleneck, e.bottleneck(), 1)
	const parts = int64(attribution.Denominator)
	for i, share := range e.Shares {
		c.give(&l, daysPrecedence, e.cause(i), int64(share.PrecedenceDays)*parts)
		c.give(&l, daysBottleneck, e.cause(i), int64(share.Bottleneck))
		c.give(&l, daysShapley, e.cause(i), int64(share.Shapley))
	}
	for _, by := range [...]method{daysPrecedence, daysBottleneck, daysShapley} {
		c.give(&l, by, unexplained, int64(e.UnexplainedDays)*parts)
	}
}

// A countedLine is a late line with what is given next.
type countedLine struct {
	countKey
	row int32
}

// give counts what a method gives to a cause, unless it is nothing.
func (c *causeCounter) give(l *countedLine, by method, to cause, weight int64) {
	if weight == 0 {
		return
	}
	l.method, l.cause = by, to
	count := c.at(l)
	count.lines++
	count.weight += weight
	count.row = l.row
}

// at returns the count of a line, a new one if the lines before it in the run have none:
// no line is given the same twice.
func (c *causeCounter) at(l *countedLine) *causeCount {
	for i := c.run; i < c.before; i++ {
		if c.counts[i].countKey == l.countKey {
			return &c.counts[i]
		}
	}
	c.counts = append(c.counts, causeCount{countKey: l.countKey})
	return &c.counts[len(c.counts)-1]
}

func (c *causeCounter) write(t *pipeline.Task) error {
	n := len(c.counts)
	rows := make([]int32, n)
	months, lines, weights := vector.New[arrow.Date32](t.Mem, n), vector.New[int64](t.Mem, n), vector.New[int64](t.Mem, n)
	defer months.Release()
	defer lines.Release()
	defer weights.Release()
	methods, causes := vector.NewCodeBuilder(t.Mem, n, methodCodes[:]...), vector.NewCodeBuilder(t.Mem, n, causeCodes[:]...)
	defer methods.Release()
	defer causes.Release()
	for i := range c.counts {
		count := &c.counts[i]
		rows[i] = count.row
		months.Append(arrow.Date32(count.month))
		methods.Append(int(count.method))
		causes.Append(int(count.cause))
		lines.Append(int64(count.lines))
		weights.Append(count.weight)
	}
	counts := pipeline.DeriveRows(t.Mem, datasets.CauseCounts, c.lines, rows, map[pipeline.Column]arrow.Array{
		datasets.MonthOn: months.Column(pipeline.DateType.Arrow()), datasets.SettlementBatchNo: c.groups.names(t.Mem, rows),
		datasets.MethodCode: methods.Column(), datasets.LineCause: causes.Column(),
		datasets.LateLines: lines.Column(pipeline.IntType.Arrow()), datasets.Weight: weights.Column(pipeline.IntType.Arrow()),
	})
	defer counts.Release()
	return t.Write(datasets.CauseCounts, counts)
}
