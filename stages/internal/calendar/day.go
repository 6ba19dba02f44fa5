package calendar

import (
	"math"
	"time"
)

// A Day is a calendar day, counted from 1970-01-01 as day 0. It has no time
// zone: whoever makes one from an instant has chosen the zone already.
type Day int32

// Days are turned into dates and back by whole numbers, without a [time.Time]:
// stages ask for the month of every row. There a year begins on 1 March, so that the
// leap day is its last, and 400 years are an era.
const (
	eraDays     = 400*365 + 97
	daysToEpoch = 719_468 // from 0000-03-01 to 1970-01-01
)

// DayOf returns the day with that date. Months and days outside their range
// are carried over as by [time.Date].
func DayOf(year int, month time.Month, day int) Day {
	months := int(month) - int(time.March)
	year += floor(months, 12)
	era := floor(year, 400)
	yearOfEra, monthOfYear := year-400*era, months-12*floor(months, 12)
	dayOfEra := 365*yearOfEra + yearOfEra/4 - yearOfEra/100 + daysBefore(monthOfYear) + day - 1
	return Day(eraDays*era + dayOfEra - daysToEpoch)
}

// Date returns year, month and day of the month.
//
// Centuries, years and months are found by multiplying and shifting (Neri and
// Schneider, "Euclidean affine functions and their application to calendar
// algorithms", 2023): 2939745/2^32 is a 1461st of four and 2141/2^16 a month in days.
func (d Day) Date() (year int, month time.Month, day int) {
	const (
		eras      = math.MaxInt32/eraDays + 1 // so that no day is negative
		marchDays = 306                       // from March to December
	)
	quarters := 4*uint64(int(d)+daysToEpoch+eras*eraDays) + 3
	century, dayOfCentury := quarters/eraDays, quarters%eraDays/4
	scaled := 2_939_745 * (4*dayOfCentury + 3)
	yearOfCentury, dayOfYear := scaled>>32, uint64(uint32(scaled))/2_939_745/4
	months := 2141*dayOfYear + 197_913
	year, month, day = int(100*century+yearOfCentury)-400*eras, time.Month(months>>16), int(months&0xffff/2141)+1
	if dayOfYear >= marchDays {
		year, month = year+1, month-12
	}
	return year, month, day
}

// daysBefore returns the days of a year from March on before a month, which is 0 for
// March: of five months 153 days, again and again.
func daysBefore(month int) int { return (153*month + 2) / 5 }

// floor returns a/b rounded down.
func floor(a, b int) int {
	quotient := a / b
	if a%b < 0 {
		quotient--
	}
	return quotient
}

// MonthStart returns the first day of the month.
func (d Day) MonthStart() Day {
	_, _, day := d.Date()
	return d - Day(day-1)
}

// MonthEnd returns the last day of the month.
func (d Day) MonthEnd() Day {
	year, month, _ := d.Date()
	return DayOf(year, month+1, 1) - 1
}

// Month returns the month as 2024-06.
func (d Day) Month() string { return d.String()[:len("2006-01")] }

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday {
	sinceThursday := int(d) - 7*floor(int(d), 7) // day 0 was one
	return time.Weekday((sinceThursday + int(time.Thursday)) % 7)
}

// String returns the day as 2024-06-07.
func (d Day) String() string { return time.Unix(int64(d)*secondsPerDay, 0).UTC().Format(time.DateOnly) }

const secondsPerDay = 24 * 60 * 60

func (d Day) isWeekend() bool {
	weekday := d.Weekday()
	return weekday == time.Saturday || weekday == time.Sunday
}
