package explaindelays

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/vector"
)

// batchGroups says to which settlement batch and month each line belongs. A line
// without a batch number belongs to its payout.
//
// Lines of a batch mostly follow each other, as they do in the exports: what is counted
// by batch is counted by run of such lines, and added up from all partitions later.
type batchGroups struct {
	batches, payouts *array.String
	settled          []arrow.Date32
	months           []calendar.Day // first day of the month of each day from earliest on
	earliest         calendar.Day
}

func newBatchGroups(lines arrow.Record) *batchGroups {
	g := &batchGroups{
		batches: datasets.SettlementBatchNo.In(lines), payouts: datasets.PayoutID.In(lines), settled: datasets.SettledOn.In(lines).Date32Values(),
	}
	g.countMonths()
	return g
}

func (g *batchGroups) countMonths() {
	first, last := g.settled[0], g.settled[0]
	for _, day := range g.settled {
		first, last = min(first, day), max(last, day)
	}
	g.earliest = calendar.Day(first)
	g.months = make([]calendar.Day, last-first+1)
}

// name returns the settlement batch of a line, else its payout.
func (g *batchGroups) name(row int32) string {
	if batch := nullable.Text(g.batches, int(row)); batch != "" {
		return batch
	}
	return nullable.Text(g.payouts, int(row))
}

// areTogether reports whether two lines belong to one batch.
func (g *batchGroups) areTogether(a, b int32) bool { return g.name(a) == g.name(b) }

// names returns the settlement batches of lines, else their payouts. The caller
// releases the column.
func (g *batchGroups) names(mem memory.Allocator, rows []int32) arrow.Array {
	const length = 20 // of a batch number, about
	b := vector.NewTexts(mem, len(rows), length*len(rows))
	defer b.Release()
	for _, row := range rows {
		b.Append(g.name(row))
	}
	return b.Column()
}

// month returns the first day of the month of settled_on (D09).
func (g *batchGroups) month(row int) calendar.Day {
	day := calendar.Day(g.settled[row])
	month := &g.months[day-g.earliest]
	if *month == 0 {
		*month = day.MonthStart()
	}
	return *month
}
