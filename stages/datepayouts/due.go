package datepayouts

import (
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
)

// dueRules are the due rules, in the order in which they are tried, with those that are
// for lines of each tier and scheme.
type dueRules struct {
	rules   []policy.DueRule
	schemes int
	fitting [][]int // indices of rules by tier and scheme
}

func newDueRules(rules []policy.DueRule, tiers, schemes []string) *dueRules {
	r := &dueRules{rules: rules, schemes: len(schemes)}
	for _, tier := range tiers {
		for _, scheme := range schemes {
			var fitting []int
			for i := range rules {
				if rules[i].IsFor(tier, scheme) {
					fitting = append(fitting, i)
				}
			}
			r.fitting = append(r.fitting, fitting)
		}
	}
	return r
}

// of returns the index of the rule that decides, -1 if none is for the line; tier and
// scheme are places in their lists.
func (r *dueRules) of(start calendar.Day, tier, scheme int) int {
	for _, i := range r.fitting[tier*r.schemes+scheme] {
		if r.rules[i].Period.Holds(start) {
			return i
		}
	}
	return -1
}

// dueOn returns the last day on which an arrival is on time (B02, R01); noDay where it
// lies in a year after the calendar. A due date by calendar days or by half months is not
// moved off a day off (D02).
func dueOn(rule *policy.DueRule, start calendar.Day, workdays *calendar.Calendar) calendar.Day {
	switch rule.Kind {
	case policy.WorkingDays:
		if due, ok := workdays.Add(start, rule.Days); ok {
			return due
		}
		return noDay
	case policy.CalendarDays:
		return start + calendar.Day(rule.Days)
	}
	year, month, day := start.Date()
	if day <= 15 {
		return calendar.DayOf(year, month, rule.Half1Day)
	}
	return calendar.DayOf(year, month+1, rule.Half2Day)
}

// An ageing is a class of open lines by working days after due (D08).
type ageing uint8

const (
	arrived ageing = iota
	notDue
	days1To2
	days3To5
	days6To10
	days11To30
	days31Plus
	ageings
)

var ageingCodes = [ageings]string{"arrived", "not_due", "d1_2", "d3_5", "d6_10", "d11_30", "d31_plus"}

func ageingOf(isOpen bool, daysAfterDue int32) ageing {
	switch {
	case !isOpen:
		return arrived
	case daysAfterDue < 1:
		return notDue
	case daysAfterDue <= 2:
		return days1To2
	case daysAfterDue <= 5:
		return days3To5
	case daysAfterDue <= 10:
		return days6To10
	case daysAfterDue <= 30:
		return days11To30
	}
	return days31Plus
}

// An agreement says which count the exported difference fits (B20).
type agreement uint8

const (
	fitsNeither agreement = iota
	fitsCalendarDays
	fitsWorkingDays
	fitsBoth
	agreements
)

var agreementCodes = [agreements]string{"no", "calendar_days", "working_days", "both"}

// agreementOf compares the exported difference with the days from settlement to
// arrival, which is what Payment History computes (C04).
func agreementOf(reported int64, calendarDays, workingDays int32) agreement {
	a := fitsNeither
	if reported == int64(calendarDays) {
		a |= fitsCalendarDays
	}
	if reported == int64(workingDays) {
		a |= fitsWorkingDays
	}
	return a
}
