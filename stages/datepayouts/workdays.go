package datepayouts

import (
	"fmt"

	"ozpayout/stages/internal/calendar"
)

// workdays counts Russian working days and remembers the first question that the
// calendar could not answer: a year without a calendar stops the batch (D16).
type workdays struct {
	ru  *calendar.Calendar
	err error
}

// between returns the working days after from up to and including to; negative
// when to lies before from.
func (w *workdays) between(from, to calendar.Day) int32 {
	days, ok := w.ru.WorkingDaysIn(from, to)
	if !ok {
		w.miss(from, to)
	}
	return int32(days)
}

// add returns the n-th working day after a day.
func (w *workdays) add(from calendar.Day, n int) calendar.Day {
	day, ok := w.ru.Add(from, n)
	if !ok {
		w.miss(from, from+calendar.Day(n))
	}
	return day
}

// miss names the year that is not known: that of a day in question, or the one
// after, into which the count ran.
func (w *workdays) miss(days ...calendar.Day) {
	if w.err != nil {
		return
	}
	year := 0
	for _, day := range days {
		year, _, _ = day.Date()
		if _, ok := w.ru.WorkingDaysIn(day, day); !ok {
			w.err = noYear(year)
			return
		}
	}
	w.err = noYear(year + 1)
}

func noYear(year int) error {
	return fmt.Errorf("the RU calendar has no year %d: correct the date, or add the year to the table calendar", year)
}
