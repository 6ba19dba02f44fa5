package explaindelays

import (
	"cmp"
	"sync"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/vector"
)

// batchGroups says to which settlement batch and month each line belongs. A line
// without a batch number belongs to its payout.
type batchGroups struct {
	batches, payouts *array.String
	label            []int32 // first row of the batch; of the payout, plus the number of rows
	settled          []arrow.Date32
	months           []calendar.Day // first day of the month of each day from earliest on
	earliest         calendar.Day
}

func newBatchGroups(lines arrow.Record) *batchGroups {
	rows := int(lines.NumRows())
	g := &batchGroups{
		batches: datasets.SettlementBatchNo.In(lines), payouts: datasets.PayoutID.In(lines),
		label: make([]int32, rows), settled: datasets.SettledOn.In(lines).Date32Values(),
	}
	byBatch := join.NewIndex(g.batches, true)
	byPayout := sync.OnceValue(func() *join.Index { return join.NewIndex(g.payouts, true) }) // few lines need it
	const unseen = -1
	for i := range g.label {
		g.label[i] = unseen
	}
	for row := range rows {
		if g.label[row] != unseen {
			continue
		}
		// Chains run in the order of rows: this row is the first of its own.
		if text(g.batches, row) != "" {
			for i := row; i >= 0; i = byBatch.Next(i) {
				g.label[i] = int32(row)
			}
			continue
		}
		for i := row; i >= 0; i = byPayout().Next(i) {
			if text(g.batches, i) == "" {
				g.label[i] = int32(rows + row)
			}
		}
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

// names returns the settlement batches of lines, else their payouts. The caller
// releases the column.
func (g *batchGroups) names(mem memory.Allocator, rows []int32) arrow.Array {
	const length = 20 // of a batch number, about
	b := vector.NewTexts(mem, len(rows), length*len(rows))
	defer b.Release()
	for _, row := range rows {
		b.Append(cmp.Or(text(g.batches, int(row)), text(g.payouts, int(row))))
	}
	return b.Column()
}

// month returns the first day of the month of settled_on (D09).
func (g *batchGroups) month(row int) calendar.Day {
	day := calendar.Day(g.settled[row])
	month := &g.months[day-g.earliest]
	if *month == 0 {
		year, number, _ := day.Date()
		*month = calendar.DayOf(year, number, 1)
	}
	return *month
}
