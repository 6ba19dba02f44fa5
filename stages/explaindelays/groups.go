package explaindelays

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/join"
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
	byBatch, byPayout := join.NewIndex(g.batches, true), join.NewIndex(g.payouts, true)
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
		for i := row; i >= 0; i = byPayout.Next(i) {
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

// name returns the settlement batch of a line, else its payout.
func (g *batchGroups) name(row int) string {
	if batch := text(g.batches, row); batch != "" {
		return batch
	}
	return text(g.payouts, row)
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
