package calendar

import "fmt"

// CountWorkingDays is [Calendar.WorkingDaysIn] with the error of a year that is not
// known.
func (c *Calendar) CountWorkingDays(from, to Day) (days int, err error) {
	days, ok := c.WorkingDaysIn(from, to)
	if !ok {
		return 0, c.unknownYear(from, to)
	}
	return days, nil
}

// unknownYear returns the error of a question about days: it names the first of their
// years that is not known, else the one into which the count ran.
func (c *Calendar) unknownYear(days ...Day) error {
	year := 0
	for _, day := range days {
		year = yearOf(day)
		if _, ok := c.WorkingDaysIn(day, day); !ok {
			return c.noYear(year)
		}
	}
	return c.noYear(year + 1)
}

func (c *Calendar) noYear(year int) error {
	return fmt.Errorf("the %s calendar has no year %d: correct the date, or add the year to the table calendar", c.country, year)
}

// A Counter counts working days for rows that are many, and keeps the first error: a
// year without a calendar stops the batch (D16).
type Counter struct {
	*Calendar
	Err error
}

// Between returns the working days after from up to and including to; negative when to
// lies before from.
func (c *Counter) Between(from, to Day) int {
	days, ok := c.WorkingDaysIn(from, to)
	if !ok && c.Err == nil {
		c.Err = c.unknownYear(from, to)
	}
	return days
}

// After returns the n-th working day after a day.
func (c *Counter) After(from Day, n int) Day {
	day, ok := c.Add(from, n)
	if !ok && c.Err == nil {
		c.Err = c.unknownYear(from, from+Day(n))
	}
	return day
}
