package cell

import "math/bits"

// SerialDate reads the raw number of a workbook's date cell and cuts off its
// time of day. Days count from 1900-01-01 as 1, with a day 60 that never was
// (1900-02-29, kept by Excel for the sake of Lotus 1-2-3) and is refused; or, if
// date1904 is set, from 1904-01-01 as 0.
func SerialDate(b []byte, date1904 bool) (Day, Reason) {
	days, _, r := serial(b, NotADate)
	if r != "" {
		return 0, r
	}
	return serialDay(days, date1904)
}

// SerialInstant reads the raw number of a workbook's date cell as a moment by
// the clock of zone, rounded to the nearest second because a fraction of a day
// is not exact.
func SerialInstant(b []byte, date1904 bool, zone Zone) (Micros, Reason) {
	days, seconds, r := serial(b, NotAnInstant)
	if r != "" {
		return 0, r
	}
	if seconds == secondsPerDay {
		days, seconds = days+1, 0
	}
	d, r := serialDay(days, date1904)
	if r != "" {
		return 0, r
	}
	return zone.instant(micros(d, Micros(seconds)*second))
}

const secondsPerDay = 24 * 60 * 60

// serial splits a serial into whole days and the nearest whole second, from 0 to
// 86 400, of the fraction.
func serial(b []byte, otherwise Reason) (days, seconds uint64, r Reason) {
	b = Trim(b)
	d, ok := literal(b)
	switch {
	case !ok:
		return 0, 0, dateRefusal(b, otherwise)
	case d.negative || d.digits > 0 && d.exponent > maxPower:
		return 0, 0, OutOfRange
	case d.exponent >= 0:
		high, days := bits.Mul64(d.digits, powersOfTen[min(d.exponent, maxPower)])
		if high != 0 {
			return 0, 0, OutOfRange
		}
		return days, 0, ""
	case d.exponent < -maxPower:
		return 0, 0, ""
	}
	unit := powersOfTen[-d.exponent]
	high, low := bits.Mul64(d.digits%unit, secondsPerDay)
	seconds, rest := bits.Div64(high, low, unit)
	if rest >= unit-rest {
		seconds++
	}
	return d.digits / unit, seconds, ""
}

func serialDay(days uint64, date1904 bool) (Day, Reason) {
	const (
		day1904     = Day(-24107) // 1904-01-01
		dayZero1900 = Day(-25568) // 1899-12-31, so that 1 is 1900-01-01
		notADay     = 60
		last1904    = 2957003 // 9999-12-31 in both systems
		last1900    = 2958465
	)
	switch {
	case date1904 && days > last1904, !date1904 && (days == 0 || days > last1900):
		return 0, OutOfRange
	case date1904:
		return day1904 + Day(days), ""
	case days == notADay:
		return 0, ImpossibleDate
	case days > notADay:
		days--
	}
	return dayZero1900 + Day(days), ""
}
