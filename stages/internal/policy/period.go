package policy

import (
	"math"

	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
)

// A Period is a run of days, both ends included.
type Period struct{ From, To calendar.Day }

// Ends of a period that is open on a side.
const (
	SinceEver calendar.Day = math.MinInt32
	ForEver   calendar.Day = math.MaxInt32
)

// PeriodOf returns the period of a row from its first and last day; an empty cell
// leaves that side open.
func PeriodOf(from, to *array.Date32, row int) Period {
	p := Period{SinceEver, ForEver}
	if from.IsValid(row) {
		p.From = calendar.Day(from.Value(row))
	}
	if to.IsValid(row) {
		p.To = calendar.Day(to.Value(row))
	}
	return p
}

// Validity returns the period from valid_from to valid_to of a row.
func Validity(r nullable.Row) Period {
	return PeriodOf(datasets.ValidFrom.In(r.Batch), datasets.ValidTo.In(r.Batch), r.At)
}

// Holds reports whether the day lies in the period.
func (p Period) Holds(day calendar.Day) bool { return p.From <= day && day <= p.To }

// Overlaps reports whether two periods have a day in common.
func (p Period) Overlaps(other Period) bool { return p.From <= other.To && other.From <= p.To }

// A dated row holds for a time.
type dated interface {
	validity() Period
	identity() string // the key of the row without its first day
}

// HoldingOn returns the rows that hold on a day: of two periods of one identity the later
// one. Rows are in the order of identities and first days.
func HoldingOn[R dated](rows []R, day calendar.Day) (held []R) {
	for _, row := range rows {
		switch last := len(held) - 1; {
		case !row.validity().Holds(day):
		case last >= 0 && held[last].identity() == row.identity():
			held[last] = row
		default:
			held = append(held, row)
		}
	}
	return held
}
