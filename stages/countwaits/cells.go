package countwaits

import (
	"strings"

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

// A key tells counts apart. Codes are those of a vocabulary for each column.
type key struct {
	codes    [len(lineColumns)]int32
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
	words     [len(lineColumns)]vocabulary
	landmarks vocabulary
	counts    *tally.Tally[key, [outcomes]int64]
}

func newCells() *cells {
	c := &cells{landmarks: newVocabulary(), counts: tally.New[key, [outcomes]int64]()}
	for i := range c.words {
		c.words[i] = newVocabulary()
	}
	return c
}

// A vocabulary gives a number to every text.
type vocabulary struct {
	codes map[string]int32
	texts []string
}

// null is the code of no text.
const null int32 = 0

func newVocabulary() vocabulary {
	return vocabulary{codes: map[string]int32{"": null}, texts: []string{""}}
}

func (v *vocabulary) code(text string) int32 {
	code, known := v.codes[text]
	if !known {
		code = int32(len(v.texts))
		text = strings.Clone(text)
		v.codes[text] = code
		v.texts = append(v.texts, text)
	}
	return code
}

// groups say how the lines of a batch are grouped.
type groups struct {
	codes   [len(lineColumns)]vector.Codes[int32]
	settled []arrow.Date32
}

func (c *cells) groupsOf(batch arrow.Record) *groups {
	g := &groups{settled: datasets.SettledOn.In(batch).Date32Values()}
	for i, column := range lineColumns {
		g.codes[i] = vector.CodesOf(column.In(batch), c.words[i].code)
	}
	return g
}

// add counts the line of a row; landmark is null for a wait from the clock start.
func (c *cells) add(g *groups, row int, landmark, days int32, outcome outcome) {
	// D09: the month is that of the settlement.
	k := key{landmark: landmark, days: days, month: arrow.Date32(calendar.Day(g.settled[row]).MonthStart())}
	for i := range g.codes {
		k.codes[i] = g.codes[i].At(row)
	}
	c.counts.Of(k)[outcome]++
}
