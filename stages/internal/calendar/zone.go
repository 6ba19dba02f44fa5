package calendar

import "github.com/apache/arrow/go/v17/arrow"

// MoscowDay returns the day of an instant in Moscow, UTC+3 since 2014-10-26:
// the zone of settlement dates and due dates.
func MoscowDay(at arrow.Timestamp) Day { return dayIn(at, 3) }

// ShanghaiDay returns the day of an instant in Shanghai, UTC+8: the zone of what
// Chinese providers show.
func ShanghaiDay(at arrow.Timestamp) Day { return dayIn(at, 8) }

// dayIn returns the day of an instant in a zone that is a whole number of hours
// ahead of UTC.
func dayIn(at arrow.Timestamp, hoursAhead int64) Day {
	const (
		hour = 60 * 60 * 1_000_000
		day  = 24 * hour
	)
	local := int64(at) + hoursAhead*hour
	days := local / day
	if local%day < 0 {
		days--
	}
	return Day(days)
}
