package measurevolatility

import (
	"math"

	"ozpayout/datasets"
	"ozpayout/stages/internal/calendar"
)

// A period is a run of days with the months that its volatility is made of.
type period struct {
	name     string
	from, to calendar.Day
	months   []month
}

// States of a volatility.
const (
	ok              = "ok"
	missingDays     = "missing_days"
	calendarUnknown = "calendar_unknown"
	tooFew          = "too_few"
)

// periodsOf returns every month, every half-year and the whole series. A month
// that the series begins or ends in the middle of stands alone: it would make the
// mean of months too small.
func periodsOf(quotes []quote, workdays *calendar.Calendar) (periods []period) {
	months := monthsOf(quotes)
	if len(months) == 0 {
		return nil
	}
	var halves []period
	whole := period{name: datasets.All}
	for _, m := range months {
		periods = append(periods, period{m.first.Month(), m.first, m.last, []month{m}})
		if half := m.half(); len(halves) == 0 || halves[len(halves)-1].name != half.name {
			halves = append(halves, half)
		}
		if isCut(m, quotes, workdays) {
			continue
		}
		half := &halves[len(halves)-1]
		half.months = append(half.months, m)
		whole.months = append(whole.months, m)
	}
	whole.from, whole.to = months[0].first, months[len(months)-1].last
	if n := len(whole.months); n > 0 {
		whole.from, whole.to = whole.months[0].first, whole.months[n-1].last
	}
	return append(append(periods, halves...), whole)
}

// isCut reports whether the first quote comes after a working day of the month, or
// the last before one.
func isCut(m month, quotes []quote, workdays *calendar.Calendar) bool {
	first, last := quotes[0].day, quotes[len(quotes)-1].day
	if m.first <= first && first <= m.last {
		if days, isKnown := workdays.WorkingDaysIn(m.first-1, first-1); isKnown && days > 0 {
			return true
		}
	}
	if m.first <= last && last <= m.last {
		if days, isKnown := workdays.WorkingDaysIn(last, m.last); isKnown && days > 0 {
			return true
		}
	}
	return false
}

// missing returns the working days of the period on which no rate was set; nil
// where the calendar does not know.
func (p period) missing(quotes []quote, workdays *calendar.Calendar) *int64 {
	days, isKnown := workdays.WorkingDaysIn(p.from-1, p.to)
	if !isKnown {
		return nil
	}
	missing := int64(days)
	for _, q := range quotes {
		if q.day < p.from || q.day > p.to {
			continue
		}
		if isWorking, _ := workdays.IsWorking(q.day); isWorking {
			missing--
		}
	}
	return &missing
}

// days returns how many rates were set in the months that count.
func (p period) days() (n int64) {
	for _, m := range p.months {
		n += int64(len(m.prices))
	}
	return n
}

// stateOf says how far a value is to be trusted.
func stateOf(value float64, missing *int64) string {
	switch {
	case math.IsNaN(value):
		return tooFew
	case missing == nil:
		return calendarUnknown
	case *missing > 0:
		return missingDays
	}
	return ok
}
