package calendar

import "github.com/apache/arrow/go/v17/arrow"

// MoscowMidnight returns the instant at which a day begins in Moscow, the first
// that [MoscowDay] counts to it.
func MoscowMidnight(day Day) arrow.Timestamp {
	const aheadOfUTC = 3 * 60 * 60
	return arrow.Timestamp((int64(day)*secondsPerDay - aheadOfUTC) * 1_000_000)
}
