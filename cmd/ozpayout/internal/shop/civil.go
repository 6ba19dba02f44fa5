package shop

import "time"

// A day is a civil date as days since 1970-01-01. Zero means "never" or "not yet".
type day int32

// An instant is a moment as seconds since 1970-01-01 UTC. Zero means "never" or "not yet".
type instant int64

const (
	secondsPerDay  = 24 * 60 * 60
	secondsPerHour = 60 * 60
	moscowOffset   = 3 * secondsPerHour // no daylight saving since 2014
	shanghaiOffset = 8 * secondsPerHour
)

// dayOf returns the date of t in t's own zone.
func dayOf(t time.Time) day {
	year, month, d := t.Date()
	return day(time.Date(year, month, d, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

// monthStart returns the first day of a month; months out of range run on, as in
// time.Date.
func monthStart(year int, month time.Month) day {
	return dayOf(time.Date(year, month, 1, 0, 0, 0, 0, time.UTC))
}

// date returns midnight UTC of the day.
func (d day) date() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

// weekday counts from Sunday, as package time does; 1970-01-01 was a Thursday.
func (d day) weekday() time.Weekday { return time.Weekday((int64(d) + 4) % 7) }

// at returns the instant so many seconds after the day's midnight in Moscow.
func (d day) at(seconds int64) instant {
	return instant(int64(d)*secondsPerDay - moscowOffset + seconds)
}

// moscow returns the date of the instant in Moscow; never stays never.
func (t instant) moscow() day {
	if t == 0 {
		return 0
	}
	return day((int64(t) + moscowOffset) / secondsPerDay)
}

// A period is a run of days, both ends included. The zero period has no day.
type period struct{ first, last day }

func (p period) has(d day) bool { return p.first != 0 && p.first <= d && d <= p.last }

// appendDay appends the day as 2024-07-01, or as 01.07.2024 when dotted.
func appendDay(b []byte, d day, dotted bool) []byte {
	year, month, dom := d.date().Date()
	if dotted {
		b = append(appendTwo(b, int64(dom)), '.')
		b = append(appendTwo(b, int64(month)), '.')
		return appendTwo(appendTwo(b, int64(year/100)), int64(year%100))
	}
	b = append(appendTwo(appendTwo(b, int64(year/100)), int64(year%100)), '-')
	b = append(appendTwo(b, int64(month)), '-')
	return appendTwo(b, int64(dom))
}

// appendClock appends a time of day as 18:20:00.
func appendClock(b []byte, seconds int64) []byte {
	b = append(appendTwo(b, seconds/secondsPerHour), ':')
	b = append(appendTwo(b, seconds/60%60), ':')
	return appendTwo(b, seconds%60)
}

// appendTwo appends a number from 0 to 99 with two digits.
func appendTwo(b []byte, n int64) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }

// appendPadded appends a number that is not negative with at least width digits.
func appendPadded(b []byte, n int64, width int) []byte {
	var digits [20]byte
	at := len(digits)
	for n > 0 || width > 0 {
		at--
		digits[at] = byte('0' + n%10)
		n /= 10
		width--
	}
	return append(b, digits[at:]...)
}
