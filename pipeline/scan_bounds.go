package pipeline

import (
	"math"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/pipeline/cell"
	"ozpayout/pipeline/tabular"
)

// A daySpan is the days that an event may have, both included: see [Bound].
type daySpan struct{ first, last arrow.Date32 }

// lastDay is 9999-12-31, the last day that a cell can hold.
const lastDay arrow.Date32 = 2_932_896

// daysOf returns the days of the events of a run: up to the end of the year after the
// as-of date, or without end where none is given.
func daysOf(since arrow.Date32, asOf *arrow.Date32) daySpan {
	if asOf == nil {
		return daySpan{since, lastDay}
	}
	return daySpan{since, arrow.Date32FromTime(time.Date(asOf.ToTime().Year()+1, time.December, 31, 0, 0, 0, 0, time.UTC))}
}

// boundDays refuses the days of a chunk that no event can have.
func (t *typer) boundDays(c *tabular.Chunk) {
	for _, b := range t.r.Dataset.Input.Bounded {
		span := t.scanner.days
		if b.MayBeLate {
			span.last = lastDay
		}
		if cr := t.columns[t.r.Dataset.Index(b.Column)]; cr.source >= 0 {
			cr.bound(c, span)
		}
	}
}

// bound refuses the cells of a chunk whose days are out of range.
func (cr *columnReader) bound(c *tabular.Chunk, span daySpan) {
	var early, late []int
	switch v := &cr.values; cr.kind {
	case DateType:
		early, late = outside(v.words[cr.base:], v.valid[cr.base:], int32(span.first), int32(span.last))
	case InstantType:
		// In UTC, where a day begins some hours later: it is about years.
		early, late = outside(v.longs[cr.base:], v.valid[cr.base:], int64(span.first)*microsPerDay, (int64(span.last)+1)*microsPerDay)
	}
	if len(early) > 0 {
		cr.refuse(c, early, cell.OutOfRange, "Expected a day on which this can have happened: no calendar covers one before "+dateText(span.first)+".")
	}
	if len(late) > 0 {
		cr.refuse(c, late, cell.OutOfRange, "Expected a day no later than "+dateText(span.last)+", the end of the year after the as-of date (--as-of).")
	}
}

// boundAmounts refuses the amounts of a chunk that are less than their column may hold.
func (t *typer) boundAmounts(c *tabular.Chunk) {
	for _, cr := range t.columns {
		least, reason := int64(0), cell.Negative
		switch cr.field.Form {
		case Positive:
			least, reason = 1, cell.NotPositive
		case NotNegative:
		default:
			continue
		}
		rows, _ := outside(cr.values.longs[cr.base:], cr.values.valid[cr.base:], least, math.MaxInt64)
		cr.refuse(c, rows, reason, reason.Explain())
	}
}

// refuse takes the values of rows of a chunk for those of bad cells. The value of a row that
// goes with its cell still counts to what was read.
func (cr *columnReader) refuse(c *tabular.Chunk, rows []int, reason cell.Reason, message string) {
	for _, row := range rows {
		cr.fail(c, row, c.Cell(row, cr.source), string(reason), message)
		if !cr.typer.bad[row] {
			cr.values.valid[cr.base+row] = 0
		}
	}
}

const microsPerDay = 24 * 60 * 60 * 1_000_000

// outside returns the rows that have a value below first, and those with one above last.
func outside[T int32 | int64](values []T, valid []byte, first, last T) (below, above []int) {
	for row, value := range values {
		if (value < first || value > last) && valid[row] == 1 {
			if value < first {
				below = append(below, row)
			} else {
				above = append(above, row)
			}
		}
	}
	return below, above
}
