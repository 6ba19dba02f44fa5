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

// A countKey is a row of cause_counts.
type countKey struct {
	label  int32 // of the settlement batch
	seller int32 // dictionary entry
	month  calendar.Day
	method method
	cause  cause
}

// A causeCount adds up lines, and what the method gives: lines, or parts of days.
type causeCount struct {
	countKey
	lines  int64
	weight int64
	row    int   // a line of the batch
	next   int32 // count of the same batch, or none
}

const none = -1

// A causeCounter builds cause_counts.
type causeCounter struct {
	lines   arrow.Record
	sellers []int32
	groups  *batchGroups
	heads   []int32 // first count of each batch, plus one
	counts  []causeCount
}

// newCauseCounter returns a counter for that many late lines.
func newCauseCounter(lines arrow.Record, groups *batchGroups, late int) *causeCounter {
	return &causeCounter{
		lines: lines, sellers: entries(datasets.SellerID.In(lines)), groups: groups, heads: make([]int32, 2*lines.NumRows()),
		counts: make([]causeCount, 0, len(methodCodes)*late), // hardly two lines of a partition share a batch, and most have one cause
	}
}

// add counts a late line once by each count method, and its late days by each days
// method.
func (c *causeCounter) add(row int, e *explanation) {
	key := countKey{seller: c.sellers[row], month: c.groups.month(row), label: c.groups.label[row]}
	give := func(by method, to cause, weight int64) {
		if weight == 0 {
			return
		}
		key.method, key.cause = by, to
		count := c.at(key)
		count.lines++
		count.weight += weight
		count.row = row
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

// at returns the count of a key, a new one if there is none yet.
func (c *causeCounter) at(key countKey) *causeCount {
	head := &c.heads[key.label]
	for i := *head - 1; i != none; i = c.counts[i].next {
		if c.counts[i].countKey == key {
			return &c.counts[i]
		}
	}
	c.counts = append(c.counts, causeCount{countKey: key, next: *head - 1})
	*head = int32(len(c.counts))
	return &c.counts[len(c.counts)-1]
}

// countedLines are the columns that counts have from their lines.
var countedLines = &pipeline.Dataset{Name: "cause_counts", Columns: []pipeline.Column{datasets.SellerID}}

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
	for i, count := range c.counts {
		rows[i] = int32(count.row)
		months.Append(arrow.Date32(count.month))
		methods.Append(int(count.method))
		causes.Append(int(count.cause))
		lines.Append(count.lines)
		weights.Append(count.weight)
	}
	return writeTaken(t, datasets.CauseCounts, countedLines, c.lines, rows, map[pipeline.Column]arrow.Array{
		datasets.MonthOn: months.Column(pipeline.DateType.Arrow()), datasets.SettlementBatchNo: c.groups.names(t.Mem, rows),
		datasets.MethodCode: methods.Column(), datasets.LineCause: causes.Column(),
		datasets.LateLines: lines.Column(pipeline.IntType.Arrow()), datasets.Weight: weights.Column(pipeline.IntType.Arrow()),
	})
}

// writeTaken writes rows that have some columns from lines; the other columns are
// added.
func writeTaken(t *pipeline.Task, out, from *pipeline.Dataset, lines arrow.Record, rows []int32, added map[pipeline.Column]arrow.Array) error {
	all := pipeline.Derive(from, lines, nil)
	defer all.Release()
	taken := pipeline.Take(t.Mem, all, rows)
	defer taken.Release()
	whole := pipeline.Derive(out, taken, added)
	defer whole.Release()
	return t.Write(out, whole)
}
