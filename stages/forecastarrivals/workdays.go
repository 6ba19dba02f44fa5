package forecastarrivals

import (
	"fmt"

	"ozpayout/stages/internal/calendar"
)

// workdays counts working days and remembers the first question that the calendar
// could not answer.
type workdays struct {
	ru  *calendar.Calendar
	err error
}

// between returns the working days after from up to and including to.
func (w *workdays) between(from, to calendar.Day) int {
	days, ok := w.ru.WorkingDaysIn(from, to)
	if !ok {
		w.miss(from, to)
	}
	return days
}

func (w *workdays) miss(from, to calendar.Day) {
	if w.err == nil {
		w.err = fmt.Errorf("no %s calendar from %v to %v", w.ru.Country(), from, to)
	}
}

// horizons returns the next working days. The calendar may end before the last of
// them: nothing is forecast for a year without a calendar.
func (f *forecaster) horizons() ([]calendar.Day, error) {
	if !f.workdays.ru.Covers(f.asOf) {
		f.workdays.miss(f.asOf, f.asOf)
		return nil, f.workdays.err
	}
	var ahead []calendar.Day
	for n := range f.ahead {
		day, ok := f.workdays.ru.Add(f.asOf, n+1)
		if !ok {
			break
		}
		ahead = append(ahead, day)
	}
	return ahead, nil
}

// A night is a past working day on which the forecast is tried, with the day until
// which arrivals count.
type night struct{ on, until calendar.Day }

// pastNights returns the last nights whose horizon is not after the as-of date,
// fewer where the calendar begins later.
func (f *forecaster) pastNights() ([]night, error) {
	needed := f.backtestNights + f.backtestHorizon
	// Weekends and the longest holidays leave more than one working day in three.
	from := f.asOf - calendar.Day(3*needed)
	for from < f.asOf && !f.workdays.ru.Covers(from) {
		from++
	}
	days, ok := f.workdays.ru.AppendWorkingDays(nil, from, f.asOf)
	if !ok {
		f.workdays.miss(from, f.asOf)
		return nil, f.workdays.err
	}
	var nights []night
	for i := max(0, len(days)-needed); i+f.backtestHorizon < len(days); i++ {
		nights = append(nights, night{days[i], days[i+f.backtestHorizon]})
	}
	return nights, nil
}
