package shop

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"time"
)

// daysOff holds the seed calendar as it is written: the exceptions from Monday
// to Friday, per country, and the years that the table covers.
type daysOff struct {
	kind  map[string]map[day]string // country, day -> "holiday" or "working-weekend"
	years map[string]map[int]bool
}

// readDaysOff reads calendar.csv of the seeds.
func readDaysOff(seeds fs.FS) (*daysOff, error) {
	file, err := seeds.Open("calendar.csv")
	if err != nil {
		return nil, fmt.Errorf("seed calendar: %w", err)
	}
	defer func() { _ = file.Close() }()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("seed calendar: %w", err)
	}
	off := &daysOff{kind: map[string]map[day]string{}, years: map[string]map[int]bool{}}
	for i, record := range records {
		if i == 0 {
			continue
		}
		country, kind := record[0], record[2]
		date, err := time.Parse(time.DateOnly, record[1])
		if err != nil {
			return nil, fmt.Errorf("seed calendar, record %d: %w", i+1, err)
		}
		if off.kind[country] == nil {
			off.kind[country], off.years[country] = map[day]string{}, map[int]bool{}
		}
		off.kind[country][dayOf(date)] = kind
		off.years[country][date.Year()] = true
	}
	return off, nil
}

// working reports whether the country works on the day; the year must be covered.
func (o *daysOff) working(country string, d day) bool {
	switch o.kind[country][d] {
	case "holiday":
		return false
	case "working-weekend":
		return true
	}
	return d.weekday() != time.Saturday && d.weekday() != time.Sunday
}

// covers reports whether the calendar of the country is published for the day.
func (o *daysOff) covers(country string, d day) bool { return o.years[country][d.date().Year()] }

// chineseHoliday reports a Russian working day on which China is known to rest.
func (o *daysOff) chineseHoliday(d day) bool {
	return o.working("RU", d) && o.covers("CN", d) && !o.working("CN", d)
}

// A calendar numbers the Russian working days of a span, so that the planner
// can add working days in one step. The truth does not use it.
type calendar struct {
	off    *daysOff
	first  day
	number []int32 // working days from first up to and including the day
	days   []day   // the working day with that number, from 1; days[0] is unused
}

// newCalendar numbers the days from first to last. Every year must be covered
// by the Russian calendar: a year without one is an error, not a guess.
func newCalendar(off *daysOff, first, last day) (*calendar, error) {
	c := &calendar{off: off, first: first, days: []day{0}}
	for d := first; d <= last; d++ {
		if !off.covers("RU", d) {
			return nil, fmt.Errorf("no Russian calendar for %d", d.date().Year())
		}
		if off.working("RU", d) {
			c.days = append(c.days, d)
		}
		c.number = append(c.number, int32(len(c.days)-1))
	}
	return c, nil
}

// index returns how many working days of the span lie on or before the day.
func (c *calendar) index(d day) int64 { return int64(c.number[d-c.first]) }

// workday returns the working day with the number.
func (c *calendar) workday(index int64) day { return c.days[index] }

// holidayWithin returns the last Chinese holiday that Russia works on after
// the first day and up to the last, or never.
func (c *calendar) holidayWithin(after, last day) day {
	for d := last; d > after; d-- {
		if c.off.chineseHoliday(d) {
			return d
		}
	}
	return 0
}
