package calendar

import "github.com/apache/arrow/go/v17/arrow"

// MoscowDay returns the day of an instant in Moscow, UTC+3 since 2014-10-26:
// the zone of settlement dates and due dates.
func MoscowDay(at arrow.Timestamp) Day {
	const (
		offset = 3 * 60 * 60 * 1_000_000
		day    = secondsPerDay * 1_000_000
	)
	local := int64(at) + offset
	days := local / day
	if local%day < 0 {
		days--
	}
	return Day(days)
}
