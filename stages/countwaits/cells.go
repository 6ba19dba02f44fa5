package countwaits

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/tally"
	"ozpayout/stages/internal/vector"
)

// An outcome is what a wait is counted as.
type outcome uint8

const (
	arrived outcome = iota
	censored
	returned
	entered // no outcome: see datasets.WaitsEntered
	outcomes
)

// lineColumns are the columns of a line by which it is counted.
var lineColumns = [...]*pipeline.Code{
	datasets.SellerID, datasets.RouteCode, datasets.PayoutCurrency, datasets.TierCode, datasets.Scheme, datasets.ClockCode,
}

// A key tells counts apart, by numbers of names.
type key struct {
	codes    [len(lineColumns)]int32 // of each column
	landmark int32
	month    arrow.Date32
	days     int32
}

// Hash tells keys apart that are asked for in turn.
func (k key) Hash() uint32 {
	hash := uint32(k.month) + 7*uint32(k.days) + 61*uint32(k.landmark)
	for _, code := range k.codes {
		hash = 31*hash + uint32(code)
	}
	return hash
}

// A count is how many lines of one key ended in which way.
type count = tally.Entry[key, [outcomes]int64]

// cells are the counts of a partition.
type cells struct {
	words     [len(lineColumns)]vector.Names
	landmarks vector.Names
	counts    *tally.Tally[key, [outcomes]int64]
}

func newCells() *cells { return &cells{counts: tally.New[key, [outcomes]int64]()} }

// noLandmark is the number of no landmark: the wait runs from the clock start.
const noLandmark = 0

// groups say how the lines of a batch are grouped.
type groups struct {
	codes   [len(lineColumns)]vector.Codes[int32]
	settled []arrow.Date32
}

func (c *cells) groupsOf(batch arrow.Record) *groups {
	g := &groups{settled: datasets.SettledOn.In(batch).Date32Values()}
	for i, column := range lineColumns {
		g.codes[i] = vector.CodesOf(column.In(batch), c.words[i].Number)
	}
	return g
}

// add counts the line of a row.
func (c *cells) add(g *groups, row int, landmark, days int32, outcome outcome) {
	// D09: the month is that of the settlement.
	k := key{landmark: landmark, days: days, month: arrow.Date32(calendar.Day(g.settled[row]).MonthStart())}
	for i := range g.codes {
		k.codes[i] = g.codes[i].At(row)
	}
	c.counts.Of(k)[outcome]++
}
