// Package calendar counts the working days of a country from its dated list of
// days off and working weekends.
//
// A day is a working day when it is Monday to Friday and not a holiday, or when
// it is a working weekend (RU decrees on transferred days off; CN State Council
// notices). Whole years are known or unknown: a question that touches a year
// without a calendar is not answered, and never falls back to Monday to Friday
// (rules C07, D16).
package calendar

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// A Kind says how an exception differs from the plain week.
type Kind uint8

// The kinds of exceptions. A Holiday may fall on a weekend, where it changes
// nothing.
const (
	Holiday Kind = iota + 1
	WorkingWeekend
)

// An Exception is one listed day of one country.
type Exception struct {
	Day  Day
	Kind Kind
}

// A Calendar knows the working days of one country in a run of whole years.
// It does not change after [New] and may be shared between goroutines.
type Calendar struct {
	country string
	first   Day     // 1 January of the first year
	upTo    []int32 // upTo[i]: working days in [first, first+i)
	working []Day   // the working days in order
}

// New returns the calendar of a country. The years of the exceptions are the
// years it knows; they must follow each other without a gap. A day may be listed
// once, and only a Saturday or Sunday may be a working weekend.
func New(country string, exceptions []Exception) (*Calendar, error) {
	if len(exceptions) == 0 {
		return nil, fmt.Errorf("calendar %s: no days listed", country)
	}
	exceptions = slices.Clone(exceptions)
	slices.SortFunc(exceptions, func(a, b Exception) int { return cmp.Compare(a.Day, b.Day) })
	lastYear := yearOf(exceptions[0].Day)
	c := &Calendar{country: country, first: DayOf(lastYear, time.January, 1)}
	for i, exception := range exceptions {
		day := exception.Day
		if i > 0 && day == exceptions[i-1].Day {
			return nil, fmt.Errorf("calendar %s: %v is listed twice", country, day)
		}
		switch exception.Kind {
		case Holiday:
		case WorkingWeekend:
			if !day.isWeekend() {
				return nil, fmt.Errorf("calendar %s: working weekend %v is a %v", country, day, day.Weekday())
			}
		default:
			return nil, fmt.Errorf("calendar %s: %v has unknown kind %d", country, day, exception.Kind)
		}
		year := yearOf(day)
		if year > lastYear+1 {
			return nil, fmt.Errorf("calendar %s: no days of year %d are listed", country, lastYear+1)
		}
		lastYear = year
	}
	c.index(exceptions, DayOf(lastYear+1, time.January, 1))
	return c, nil
}

// index numbers the working days before end. Exceptions are in order.
func (c *Calendar) index(exceptions []Exception, end Day) {
	c.upTo, c.working = make([]int32, 1, end-c.first+1), make([]Day, 0, end-c.first)
	for day := c.first; day < end; day++ {
		isWorking := !day.isWeekend()
		if len(exceptions) > 0 && exceptions[0].Day == day {
			isWorking = exceptions[0].Kind == WorkingWeekend
			exceptions = exceptions[1:]
		}
		if isWorking {
			c.working = append(c.working, day)
		}
		c.upTo = append(c.upTo, int32(len(c.working)))
	}
}

func yearOf(day Day) int {
	year, _, _ := day.Date()
	return year
}

// Covers reports whether the year of the day is known.
func (c *Calendar) Covers(day Day) bool {
	return day >= c.first && int(day-c.first) < len(c.upTo)-1
}

// Span returns the first and the last day from and up to which working days are counted:
// those of the years that are known, and the day before them.
func (c *Calendar) Span() (first, last Day) {
	return c.first - 1, c.first + Day(len(c.upTo)) - 2
}

// IsWorking reports whether the day is a working day; ok is false when its year
// is not known.
func (c *Calendar) IsWorking(day Day) (isWorking, ok bool) {
	if !c.Covers(day) {
		return false, false
	}
	i := day - c.first
	return c.upTo[i+1] > c.upTo[i], true
}

// WorkingDaysIn returns the number of working days after from, up to and
// including to. When to lies before from it is minus the number of working days
// after to, up to and including from. ok is false when one of the days between
// lies in a year that is not known.
func (c *Calendar) WorkingDaysIn(from, to Day) (days int, ok bool) {
	n, nok := c.countUpTo(from)
	m, mok := c.countUpTo(to)
	return m - n, nok && mok
}

// Add returns the n-th working day strictly after from; for n = 0 it is from
// itself. ok is false when n is negative, or when from or the answer lies in a
// year that is not known.
func (c *Calendar) Add(from Day, n int) (day Day, ok bool) {
	passed, ok := c.countUpTo(from)
	if !ok || n < 0 {
		return 0, false
	}
	if n == 0 {
		return from, c.Covers(from)
	}
	i := passed + n - 1
	if i >= len(c.working) {
		return 0, false
	}
	return c.working[i], true
}

// AppendWorkingDays appends to days the working days after from, up to and
// including to, in order. It fails, and days are unchanged, when one of them may
// lie in a year that is not known. Nothing is appended when to is not after
// from.
func (c *Calendar) AppendWorkingDays(days []Day, from, to Day) ([]Day, error) {
	n, nok := c.countUpTo(from)
	m, mok := c.countUpTo(to)
	if !nok || !mok {
		return days, c.unknownYear(from, to)
	}
	if m <= n {
		return days, nil
	}
	return append(days, c.working[n:m]...), nil
}

// countUpTo returns the number of known working days up to and including day.
// The day before the first known one counts as known: no day is missed from it.
func (c *Calendar) countUpTo(day Day) (n int, ok bool) {
	i := int(day) - int(c.first) + 1
	if i < 0 || i >= len(c.upTo) {
		return 0, false
	}
	return int(c.upTo[i]), true
}
