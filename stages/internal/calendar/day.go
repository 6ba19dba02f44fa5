package calendar

import "time"

// A Day is a calendar day, counted from 1970-01-01 as day 0. It has no time
// zone: whoever makes one from an instant has chosen the zone already.
type Day int32

// DayOf returns the day with that date. Months and days outside their range
// are carried over as by [time.Date].
func DayOf(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

const secondsPerDay = 24 * 60 * 60

// Date returns year, month and day of the month.
func (d Day) Date() (year int, month time.Month, day int) { return d.time().Date() }

// MonthStart returns the first day of the month.
func (d Day) MonthStart() Day {
	_, _, day := d.Date()
	return d - Day(day-1)
}

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday { return d.time().Weekday() }

// String returns the day as 2024-06-07.
func (d Day) String() string { return d.time().Format(time.DateOnly) }

func (d Day) time() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

func (d Day) isWeekend() bool {
	weekday := d.Weekday()
	return weekday == time.Saturday || weekday == time.Sunday
}
