package cell

import (
	"math"
	"math/bits"
)

// A decimal is the number ±digits × 10^exponent as it was written. Of a number
// with more than 19 significant digits the first 19 are kept, and lost says
// whether a digit other than zero was dropped.
type decimal struct {
	digits   uint64
	exponent int
	negative bool
	lost     bool
}

// push appends a digit; the caller accounts for the position of the point.
func (d *decimal) push(digit byte) {
	if d.digits < 1e18 {
		d.digits = d.digits*10 + uint64(digit)
		return
	}
	d.exponent++
	d.lost = d.lost || digit != 0
}

// scaled returns the number × 10^scale, which has to be a whole number between
// -MaxInt64 and MaxInt64. A number that is neither is [OutOfRange].
func (d decimal) scaled(scale int) (int64, Reason) {
	v, e := d.digits, d.exponent+scale
	switch {
	case v == 0:
		return 0, ""
	case e < -maxPower || e < 0 && d.lost:
		return 0, TooManyDecimals
	case e < 0:
		if v%powersOfTen[-e] != 0 {
			return 0, TooManyDecimals
		}
		v /= powersOfTen[-e]
	case e > maxPower:
		return 0, OutOfRange
	case e > 0:
		high, low := bits.Mul64(v, powersOfTen[e])
		if high != 0 {
			return 0, OutOfRange
		}
		v = low
	}
	if v > math.MaxInt64 {
		return 0, OutOfRange
	}
	if e == 0 && d.lost {
		return 0, TooManyDecimals
	}
	if d.negative {
		return -int64(v), ""
	}
	return int64(v), ""
}

// floatDigits is the number of significant digits that survive a float64, and
// all that a workbook promises to keep.
const floatDigits = 15

// withoutDust rounds to 15 significant digits, half away from zero, which takes
// off what a float64 adds: 4787.2700000000004 becomes 4787.27.
func (d decimal) withoutDust() decimal {
	drop := 0
	for d.digits/powersOfTen[drop] >= powersOfTen[floatDigits] {
		drop++
	}
	if drop > 0 {
		d.digits = (d.digits + powersOfTen[drop]/2) / powersOfTen[drop]
		d.exponent += drop
		d.lost = false
	}
	return d
}

// decimalPrefix reads [-]digits[mark digits] from the start of b, where mark is
// a point or, if comma is set, also a comma. rest is what follows.
func decimalPrefix(b []byte, comma bool) (d decimal, rest []byte, ok bool) {
	i := 0
	if len(b) > 0 && b[0] == '-' {
		d.negative = true
		i++
	}
	start := i
	for ; i < len(b) && b[i]-'0' <= 9; i++ {
		d.push(b[i] - '0')
	}
	if i == start {
		return decimal{}, b, false
	}
	if i < len(b) && (b[i] == '.' || comma && b[i] == ',') {
		point := i
		for i++; i < len(b) && b[i]-'0' <= 9; i++ {
			d.push(b[i] - '0')
			d.exponent--
		}
		if i == point+1 {
			return decimal{}, b, false
		}
	}
	return d, b[i:], true
}

// literal reads a number as JSON and workbooks write it: [-]digits[.digits][E±digits].
func literal(b []byte) (d decimal, ok bool) {
	d, rest, ok := decimalPrefix(b, false)
	if !ok || len(rest) == 0 {
		return d, ok
	}
	if rest[0]|0x20 != 'e' {
		return decimal{}, false
	}
	rest = rest[1:]
	sign := 1
	if len(rest) > 0 && (rest[0] == '+' || rest[0] == '-') {
		if rest[0] == '-' {
			sign = -1
		}
		rest = rest[1:]
	}
	// A float64 has exponents of at most three digits.
	if len(rest) == 0 || len(rest) > 3 || !allDigits(rest) {
		return decimal{}, false
	}
	exponent := 0
	for _, c := range rest {
		exponent = exponent*10 + int(c-'0')
	}
	d.exponent += sign * exponent
	return d, true
}

const maxPower = 19 // 10^19 is the largest power of ten in a uint64

var powersOfTen = [maxPower + 1]uint64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
}
