package forecastarrivals

import "ozpayout/stages/internal/calendar"

// horizons returns the next working days. The calendar may end before the last of
// them: nothing is forecast for a year without a calendar.
func (f *forecaster) horizons() []calendar.Day {
	var ahead []calendar.Day
	for n := range f.ahead {
		day, ok := f.workdays.Add(f.asOf, n+1)
		if !ok {
			break
		}
		ahead = append(ahead, day)
	}
	return ahead
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
	for from < f.asOf && !f.workdays.Covers(from) {
		from++
	}
	days, err := f.workdays.AppendWorkingDays(nil, from, f.asOf)
	if err != nil {
		return nil, err
	}
	var nights []night
	for i := max(0, len(days)-needed); i+f.backtestHorizon < len(days); i++ {
		nights = append(nights, night{days[i], days[i+f.backtestHorizon]})
	}
	return nights, nil
}
