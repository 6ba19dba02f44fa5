package calendar

import (
	"time"

	"github.com/apache/arrow/go/v17/arrow"
)

// A zone is a time zone that is a whole number of hours ahead of UTC.
type zone int64

const (
	moscow   zone = 3 // since 2014-10-26
	shanghai zone = 8
)

// MoscowDay returns the day of an instant in Moscow: the zone of settlement dates and
// due dates.
func MoscowDay(at arrow.Timestamp) Day { return moscow.day(at) }

// ShanghaiDay returns the day of an instant in Shanghai: the zone of what Chinese
// providers show.
func ShanghaiDay(at arrow.Timestamp) Day { return shanghai.day(at) }

// MoscowMidnight returns the instant at which a day begins in Moscow, the first
// that [MoscowDay] counts to it.
func MoscowMidnight(day Day) arrow.Timestamp { return moscow.midnight(day) }

// ShanghaiMidnight is [MoscowMidnight] for Shanghai.
func ShanghaiMidnight(day Day) arrow.Timestamp { return shanghai.midnight(day) }

// Instants are in microseconds.
const (
	microsPerHour = int64(time.Hour / time.Microsecond)
	microsPerDay  = 24 * microsPerHour
)

func (z zone) day(at arrow.Timestamp) Day {
	local := int64(at) + int64(z)*microsPerHour
	days := local / microsPerDay
	if local%microsPerDay < 0 {
		days--
	}
	return Day(days)
}

func (z zone) midnight(day Day) arrow.Timestamp {
	return arrow.Timestamp(int64(day)*microsPerDay - int64(z)*microsPerHour)
}
