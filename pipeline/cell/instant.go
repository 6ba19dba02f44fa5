package cell

// Instant reads a moment: RFC 3339 with offset or Z, or a date as [Date] reads
// it, one blank (after 2024-06-07 also a T) and 16:30, 16:30:00 or
// 16:30:00.000000 by the clock of zone; after a blank also 9:30, as a spreadsheet
// saves it. A bare date is taken only if dateAllowed and stands for its 00:00:00.
// Digits beyond microseconds are cut off. Where the clock was changed, a time that it
// skips is [ImpossibleTime] and one that it shows twice is [AmbiguousTime].
func Instant(b []byte, zone Zone, dateAllowed bool) (Micros, Reason) {
	if at, ok := plainInstant(b, zone); ok {
		return at, ""
	}
	return anyInstant(b, zone, dateAllowed)
}

func anyInstant(b []byte, zone Zone, dateAllowed bool) (Micros, Reason) {
	b = Trim(b)
	date, n, ok := datePrefix(b)
	if !ok {
		return 0, dateRefusal(b, NotAnInstant)
	}
	d, r := date.sinceEpoch()
	if r != "" {
		return 0, r
	}
	if n == len(b) {
		if !dateAllowed {
			return 0, TimeMissing
		}
		return zone.instant(micros(d, 0))
	}
	clock, r := clockSuffix(b, n)
	if r != "" {
		return 0, r
	}
	at := micros(d, clock.sinceMidnight)
	if clock.offsetKnown {
		return at - clock.offset, ""
	}
	return zone.instant(at)
}

// A clock is a time of day as written.
type clock struct {
	sinceMidnight Micros
	offset        Micros // of the zone from UTC
	offsetKnown   bool
}

// clockSuffix reads what follows the date of n bytes at the start of b: a blank
// or T, the time of day, and after seconds perhaps an offset.
func clockSuffix(b []byte, n int) (c clock, r Reason) {
	isISO := b[4] == '-'
	hourDigits := 1
	switch {
	case b[n] == ' ':
	case isISO && b[n]|0x20 == 't':
		hourDigits = 2
	default:
		return clock{}, NotAnInstant
	}
	h, b, ok := numberBefore(b[n+1:], hourDigits, 2, ":")
	if !ok || len(b) < 2 {
		return clock{}, NotAnInstant
	}
	m, s := number2(b), 0
	b = b[2:]
	hasSeconds := len(b) > 0
	if hasSeconds {
		if len(b) < 3 || b[0] != ':' {
			return clock{}, NotAnInstant
		}
		s = number2(b[1:])
		b = b[3:]
	}
	if m|s < 0 {
		return clock{}, NotAnInstant
	}
	if h > 23 || m > 59 || s > 59 {
		return clock{}, ImpossibleTime
	}
	c.sinceMidnight = Micros(h)*hour + Micros(m)*minute + Micros(s)*second
	if len(b) > 0 && b[0] == '.' {
		digits, rest, ok := digitRun(b[1:])
		if !ok {
			return clock{}, NotAnInstant
		}
		unit := second
		for _, digit := range b[1:][:min(digits, 6)] {
			unit /= 10
			c.sinceMidnight += Micros(digit-'0') * unit
		}
		b = rest
	}
	if len(b) == 0 {
		return c, ""
	}
	if !isISO {
		return clock{}, NotAnInstant
	}
	c.offsetKnown = true
	c.offset, r = offset(b)
	return c, r
}

// offset reads Z or ±hh:mm.
func offset(b []byte) (Micros, Reason) {
	if string(b) == "Z" || string(b) == "z" {
		return 0, ""
	}
	if len(b) != 6 || b[3] != ':' || b[0] != '+' && b[0] != '-' {
		return 0, NotAnInstant
	}
	h, m := number2(b[1:]), number2(b[4:])
	if h|m < 0 {
		return 0, NotAnInstant
	}
	if h > 23 || m > 59 {
		return 0, ImpossibleTime
	}
	ahead := Micros(h)*hour + Micros(m)*minute
	if b[0] == '-' {
		return -ahead, ""
	}
	return ahead, ""
}
