// Package workhours measures time during which an office is open: on the working
// days of a calendar, from one time of day to another, in Moscow (A17, C17).
//
// Times are exact to the microsecond. A question that touches a year without a
// calendar is not answered.
package workhours

import (
	"fmt"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/stages/internal/calendar"
)

// Hours are the opening hours of an office. They do not change after [New] and may
// be shared between goroutines.
type Hours struct {
	days   *calendar.Calendar
	opens  time.Duration // since midnight
	length time.Duration // of a working day
}

// New returns the hours of an office that is open on working days from one time
// of day to another, both since midnight in Moscow: 9 h to 18 h, say.
func New(days *calendar.Calendar, opens, closes time.Duration) (Hours, error) {
	if opens < 0 || closes <= opens || closes > 24*time.Hour {
		return Hours{}, fmt.Errorf("opening hours from %v to %v: want 0s <= opens < closes <= 24h0m0s", opens, closes)
	}
	return Hours{days, opens, closes - opens}, nil
}

// Between returns the open time from one instant to another; it is negative when
// the second lies before the first. ok is false when a day of either lies in a
// year that is not known.
func (h Hours) Between(from, to arrow.Timestamp) (open time.Duration, ok bool) {
	first, last := calendar.MoscowDay(from), calendar.MoscowDay(to)
	before, _, knowsFrom := h.into(from)
	after, _, knowsTo := h.into(to)
	// The open time since some past midnight is that of the whole days before, and
	// of the day begun. WorkingDaysIn counts the days after the first argument.
	days, ok := h.days.WorkingDaysIn(first-1, last-1)
	return time.Duration(days)*h.length + after - before, ok && knowsFrom && knowsTo
}

// Due returns the first instant at which the office has been open for the given
// time, 0 or more, since the start: the closing time of a day rather than the next
// opening. It is the start itself for 0. ok is false when the start or the answer
// lies in a year that is not known.
func (h Hours) Due(start arrow.Timestamp, span time.Duration) (due arrow.Timestamp, ok bool) {
	if span == 0 {
		return start, true
	}
	day := calendar.MoscowDay(start)
	passed, isWorking, ok := h.into(start)
	if !ok {
		return 0, false
	}
	rest := passed + span // open time from the opening of the day on
	if isWorking && rest <= h.length {
		return h.at(day, rest), true
	}
	if isWorking {
		rest -= h.length
	}
	whole := int((rest - 1) / h.length) // days that are used up before the last one
	last, ok := h.days.Add(day, whole+1)
	return h.at(last, rest-time.Duration(whole)*h.length), ok
}

// into returns the open time of the day of an instant up to it.
func (h Hours) into(at arrow.Timestamp) (open time.Duration, isWorking, ok bool) {
	day := calendar.MoscowDay(at)
	if isWorking, ok = h.days.IsWorking(day); !isWorking {
		return 0, false, ok
	}
	sinceMidnight := time.Duration(at-calendar.MoscowMidnight(day)) * time.Microsecond
	return min(max(0, sinceMidnight-h.opens), h.length), true, true
}

// at returns the instant of a working day at which the office has been open for
// some time.
func (h Hours) at(day calendar.Day, open time.Duration) arrow.Timestamp {
	return calendar.MoscowMidnight(day) + arrow.Timestamp((h.opens+open)/time.Microsecond)
}
