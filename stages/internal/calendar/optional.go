package calendar

import "github.com/apache/arrow/go/v17/arrow/array"

// An Optional is a day that may not be known; the zero value is not.
type Optional struct {
	Day     Day
	IsKnown bool
}

// Known returns a day that is known.
func Known(day Day) Optional { return Optional{day, true} }

// DayAt returns the day of a cell, not known for null.
func DayAt(days *array.Date32, row int) Optional {
	if days.IsNull(row) {
		return Optional{}
	}
	return Known(Day(days.Value(row)))
}

// MoscowDayAt returns the [MoscowDay] of a cell, not known for null.
func MoscowDayAt(instants *array.Timestamp, row int) Optional {
	if instants.IsNull(row) {
		return Optional{}
	}
	return Known(MoscowDay(instants.Value(row)))
}

// OrElse returns the day, the other one if it is not known.
func (d Optional) OrElse(other Day) Day {
	if d.IsKnown {
		return d.Day
	}
	return other
}
