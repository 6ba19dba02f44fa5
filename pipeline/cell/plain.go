package cell

import "encoding/binary"

// Nearly all cells are spelled in one of few ways. The readers of this file read
// those and nothing else, a few times faster than the general ones, with which
// they agree: ok is false where the general reader has to decide.

// PlainAmounts reads the amounts of a column whose minor unit is a hundredth.
type PlainAmounts struct{ Separator Separator } // of the column, 0 if it is not known

// Read returns what [Money] does for the usual spellings, in minor units. For all others
// ok is false, whether Money can read them or not.
func (p PlainAmounts) Read(b []byte) (minor int64, ok bool) { return plainMoney(b, 2, p.Separator) }

// Proves reports whether an amount that Read can read has decimals: then the separator is
// that of its column, as [SeparatorOf] finds it.
func (p PlainAmounts) Proves(b []byte) bool { return len(b) >= 4 && b[len(b)-3] == byte(p.Separator) }

// plainMoney is [Money] for [-]digits with two decimals, or none, of an amount in
// hundredths.
func plainMoney(b []byte, digits int, sep Separator) (minor int64, ok bool) {
	const most = 16 // characters, with the decimals: at most the 15 digits that a spreadsheet keeps
	if digits != 2 || len(b) == 0 || len(b) > most {
		return 0, false
	}
	isNegative := b[0] == '-'
	if isNegative {
		if b = b[1:]; len(b) == 0 {
			return 0, false
		}
	}
	n := len(b)
	last := lastEight(b)
	power, unit := uint64(1e8), uint64(100)
	if n >= 4 && b[n-3]-'0' > 9 {
		if mark := b[n-3]; mark != '.' && mark != ',' || sep != 0 && mark != byte(sep) {
			return 0, false
		}
		const cents = 0xffff << 48
		last = last&cents | last<<8&^(cents|0xff) | '0' // the digits close up
		power, unit = 1e7, 1
	} else if n > most-len(".00") {
		return 0, false
	}
	value, ok := eightDigits(last)
	if n > 8 {
		front, isNumber := eightDigits(lastEight(b[:n-8]))
		value, ok = front*power+value, ok && isNumber
	}
	minor = int64(value * unit)
	if isNegative {
		minor = -minor
	}
	return minor, ok
}

// lastEight returns the last eight bytes of b, which is not empty, the first of them in the
// lowest bits. If b is shorter, characters '0' stand before it.
func lastEight(b []byte) uint64 {
	n := len(b)
	if n >= 8 {
		return binary.LittleEndian.Uint64(b[n-8:])
	}
	const zeros = 0x3030303030303030
	if cap(b) < 8 {
		b = append(make([]byte, 0, 8), b...)
	}
	missing := 8 * (8 - n)
	return binary.LittleEndian.Uint64(b[:8])<<missing | zeros>>(64-missing)
}

// eightDigits reads a number of eight ASCII digits, the first in the lowest bits; ok is false
// if a byte is no digit. All four pairs of digits are made at once, and two multiplications
// add them up. Source: Daniel Lemire, "Quickly parsing eight digits" (2018).
func eightDigits(text uint64) (value uint64, ok bool) {
	const zeros, highs, sixes = 0x3030303030303030, 0xf0f0f0f0f0f0f0f0, 0x0606060606060606
	digits := text ^ zeros
	ok = (digits|(digits+sixes))&highs == 0
	pairs := digits*10 + digits>>8 // in every other byte
	// The first and third pair, then the second and fourth, come to stand above bit 32.
	const every4 = 0x000000ff000000ff
	return (pairs&every4*(100+1_000_000<<32) + pairs>>16&every4*(1+10_000<<32)) >> 32, ok
}

// Months from plainFirst to plainLast are looked up.
const (
	plainFirst = 2000
	plainLast  = 2099
)

// monthBegins holds the first day of each month from January of plainFirst to the
// one after December of plainLast.
var monthBegins = func() (days [(plainLast-plainFirst+1)*12 + 1]Day) {
	for i := range days {
		days[i], _ = civil{plainFirst + i/12, i%12 + 1, 1}.sinceEpoch()
	}
	return days
}()

// plainMonth returns the first day of a month and that of the next one; ok is false for
// years that are not looked up.
func plainMonth(year, month int) (first, next Day, ok bool) {
	if year < plainFirst || year > plainLast || uint(month-1) > 11 {
		return 0, 0, false
	}
	at := (year-plainFirst)*12 + month - 1
	return monthBegins[at], monthBegins[at+1], true
}

// plainDate is [Date] for 2024-06-07 and 07.06.2024.
func plainDate(b []byte) (d Day, ok bool) {
	if len(b) != 10 {
		return 0, false
	}
	var date civil
	switch {
	case b[4] == '-' && b[7] == '-':
		date = civil{number4(b), number2(b[5:]), number2(b[8:])}
	case b[2] == '.' && b[5] == '.':
		date = civil{number4(b[6:]), number2(b[3:]), number2(b)}
	default:
		return 0, false
	}
	first, next, ok := plainMonth(date.year, date.month)
	d = first + Day(date.day) - 1
	return d, ok && date.day >= 1 && d < next
}

// plainInstant is [Instant] for a plain date, a blank or T, hh:mm:ss, and perhaps ±hh:mm
// if the date begins with the year.
func plainInstant(b []byte, zone Zone) (at Micros, ok bool) {
	p := NewPlainInstants(zone)
	return p.Read(b)
}

// PlainInstants reads the instants of a column. Those below each other mostly have the
// same month and offset, so it remembers what it read of the last one.
type PlainInstants struct {
	zone Zone

	isISO bool   // the last month is written 2024-06-, else 06.2024 and a blank
	month uint64 // these eight bytes
	first Micros // 00:00 of its first day, by the clock of the zone
	days  int    // in the month

	offset uint64 // the last offset, its six bytes
	ahead  Micros // of UTC, by this offset
}

// NewPlainInstants returns a reader of instants by the clock of zone.
func NewPlainInstants(zone Zone) PlainInstants {
	p := PlainInstants{zone: zone}
	p.turnOffset([]byte("+00:00"))
	return p
}

// Read returns what [Instant] does for the usual spellings. For all others ok is false,
// whether Instant can read them or not.
func (p *PlainInstants) Read(b []byte) (at Micros, ok bool) {
	if len(b) != 19 && len(b) != 25 {
		return 0, false
	}
	isISO := b[4] == '-'
	month, date, isDate := binary.LittleEndian.Uint64(b), number2(b[8:]), b[10] == ' ' || b[10] == 'T'
	if !isISO {
		month, date, isDate = binary.LittleEndian.Uint64(b[3:]), number2(b), b[2] == '.'
	}
	if !isDate || (month != p.month || isISO != p.isISO) && !p.turn(month, isISO) || date < 1 || date > p.days {
		return 0, false
	}
	sinceMidnight, ok := plainClock(binary.LittleEndian.Uint64(b[11:]))
	if !ok {
		return 0, false
	}
	at = p.first + Micros(date-1)*day + sinceMidnight
	if len(b) == 19 {
		return at - p.zone.offset, p.zone.location == nil || at >= p.zone.steadyClock
	}
	if binary.LittleEndian.Uint64(b[17:])>>16 != p.offset && !p.turnOffset(b[19:]) {
		return 0, false
	}
	return at - p.ahead, isISO
}

// turn makes the eight bytes the last month; false if they are none of a plain date.
func (p *PlainInstants) turn(month uint64, isISO bool) (ok bool) {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], month)
	var first, next Day
	switch {
	case isISO && b[4] == '-' && b[7] == '-':
		first, next, ok = plainMonth(number4(b[:]), number2(b[5:]))
	case !isISO && b[2] == '.' && b[7] == ' ':
		first, next, ok = plainMonth(number4(b[3:]), number2(b[:]))
	}
	if ok {
		p.month, p.isISO, p.first, p.days = month, isISO, micros(first, 0), int(next-first)
	}
	return ok
}

// turnOffset makes the six bytes the last offset; false if they are none.
func (p *PlainInstants) turnOffset(b []byte) (ok bool) {
	ahead, r := offset(b)
	if r != "" {
		return false
	}
	p.offset, p.ahead = uint64(binary.LittleEndian.Uint32(b))|uint64(binary.LittleEndian.Uint16(b[4:]))<<32, ahead
	return true
}

// plainClock reads hh:mm:ss, the first byte in the lowest bits, all bytes at once.
func plainClock(text uint64) (sinceMidnight Micros, ok bool) {
	// Bytes become their digits, and the colons 0. Those that are neither have one of
	// the high bits, or get it when 6 is added.
	digits := text ^ 0x30303a30303a3030
	if (digits|(digits+0x0606000606000606))&0xf0f0fff0f0fff0f0 != 0 {
		return 0, false
	}
	pairs := digits*10 + digits>>8 // tens are followed by ones
	h, m, s := pairs&0xff, pairs>>24&0xff, pairs>>48&0xff
	return Micros(h)*hour + Micros(m)*minute + Micros(s)*second, h <= 23 && m <= 59 && s <= 59
}
