package cell

import (
	"encoding/binary"
	"slices"
	"strconv"
)

// NumberMoney reads the raw number of a workbook or JSON document as an amount
// in minor units, of which 10^digits make one unit of the currency. A number
// that is exact is taken as it is. Otherwise it is read with 15 significant
// digits, and has to be within 1e-9 units of an amount.
func NumberMoney(b []byte, digits int) (minor int64, r Reason) {
	b = Trim(b)
	d, ok := literal(b)
	if !ok {
		return 0, refusal(b, NotMoney)
	}
	minor, r = d.scaled(digits)
	if r != TooManyDecimals {
		return minor, r
	}
	d = d.withoutDust()
	if d.exponent > -digits {
		return 0, TooManyDecimals
	}
	if minor, r = d.scaled(digits); r != TooManyDecimals {
		return minor, r
	}
	// 15 digits are left, of which some stand after the minor unit.
	rest, unit := d.digits, -d.exponent-digits
	if unit < maxPower {
		rest = d.digits % powersOfTen[unit]
		d.digits -= rest
		if over := powersOfTen[unit] - rest; over < rest {
			d.digits += powersOfTen[unit]
			rest = over
		}
	} else {
		d.digits = 0
	}
	const dust = 9 // 10^-9 units
	if reach := -d.exponent - dust; reach < 0 || reach <= maxPower && rest > powersOfTen[reach] {
		return 0, TooManyDecimals
	}
	return d.scaled(digits)
}

// rateDigits are the fraction digits of a rate: the four of a published CBR
// rate and the six of its largest nominal, 1 000 000.
const rateDigits = 10

// percentDigits are the fraction digits of a percentage.
const percentDigits = 4

// Rate reads an exchange rate greater than zero and returns it × 10^10. Point
// and comma are decimal signs; thousands are not grouped. The largest rate is
// about 9.2e8.
func Rate(b []byte) (scaled int64, r Reason) {
	b = Trim(b)
	d, rest, ok := decimalPrefix(b, true)
	if !ok || len(rest) > 0 {
		return 0, refusal(b, NotARate)
	}
	return positive(d.scaled(rateDigits))
}

// NumberRate is [Rate] for the raw number of a workbook or JSON document.
func NumberRate(b []byte) (scaled int64, r Reason) {
	b = Trim(b)
	d, ok := literal(b)
	if !ok {
		return 0, refusal(b, NotARate)
	}
	return positive(scaledWithoutDust(d, rateDigits))
}

func positive(v int64, r Reason) (int64, Reason) {
	if r == "" && v <= 0 {
		return 0, NotPositive
	}
	return v, r
}

// Percent reads "95.00", "95,00", "95.00%" or "95.00 %" and returns the percentage
// × 10^4, so that 95 % is 950 000.
func Percent(b []byte) (scaled int64, r Reason) {
	b = Trim(b)
	d, rest, ok := decimalPrefix(b, true)
	if rest = Trim(rest); !ok || len(rest) > 0 && string(rest) != "%" {
		return 0, refusal(b, NotAPercent)
	}
	return d.scaled(percentDigits)
}

// NumberPercent is [Percent] for the raw number of a workbook or JSON document:
// 95 means 95 %. A cell formatted as a percentage holds the hundredth of it and
// has to be told apart by the caller.
func NumberPercent(b []byte) (scaled int64, r Reason) {
	b = Trim(b)
	d, ok := literal(b)
	if !ok {
		return 0, refusal(b, NotAPercent)
	}
	return scaledWithoutDust(d, percentDigits)
}

// scaledWithoutDust scales d exactly or, where that fails, as far as 15
// significant digits reach.
func scaledWithoutDust(d decimal, scale int) (int64, Reason) {
	v, r := d.scaled(scale)
	if r != TooManyDecimals {
		return v, r
	}
	if d = d.withoutDust(); d.exponent > -scale {
		return 0, TooManyDecimals
	}
	return d.scaled(scale)
}

// Int reads a whole number; thousands may be grouped by blanks as in [Money].
func Int(b []byte) (int64, Reason) {
	b = Trim(b)
	a, ok := scanAmount(b)
	if !ok || a.mark == '.' || a.mark == ',' || a.proves != 0 {
		return 0, refusal(b, NotAnInteger)
	}
	return a.number.scaled(0)
}

// AppendPlainID appends an identifier that [Trim] leaves as it is and in which [ExcelDamage]
// finds nothing. It may miss some: ok is then false, and nothing is appended. b is not empty.
//
// Most identifiers have 8 to 24 bytes. Those are looked at and copied as two or three words, of
// which the last may overlap the one before.
func AppendPlainID(dst, b []byte) (appended []byte, ok bool) {
	at, n := len(dst), len(b)
	if n < 8 || n > 24 || cap(dst)-at < n {
		if !isVisibleASCII(b[0]) || !isVisibleASCII(b[n-1]) || b[0] == '#' || slices.Contains(b, '+') {
			return dst, false
		}
		return append(dst, b...), true
	}
	first, last := binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[n-8:])
	pluses := plusIn(first) | plusIn(last)
	to := dst[at : at+n]
	if n > 16 {
		middle := binary.LittleEndian.Uint64(b[8:])
		pluses |= plusIn(middle)
		binary.LittleEndian.PutUint64(to[8:], middle)
	}
	binary.LittleEndian.PutUint64(to, first)
	binary.LittleEndian.PutUint64(to[n-8:], last)
	if pluses != 0 || !isVisibleASCII(byte(first)) || !isVisibleASCII(byte(last>>56)) || byte(first) == '#' {
		return dst, false
	}
	return dst[:at+n], true
}

// plusIn is not 0 if one of eight bytes is a plus.
func plusIn(text uint64) uint64 {
	// A byte of x is 0 where the text has a plus; taking 1 from it borrows.
	const ones, highs, pluses = 0x0101010101010101, 0x8080808080808080, '+' * 0x0101010101010101
	x := text ^ pluses
	return (x - ones) &^ x & highs
}

// NumberID returns the digits of an identifier that a workbook holds as a
// number. It has to be whole and below 10^15, because a workbook keeps 15
// digits of a number.
func NumberID(b []byte) (id []byte, r Reason) {
	b = Trim(b)
	d, ok := literal(b)
	if !ok {
		return nil, refusal(b, NotAnID)
	}
	v, r := d.scaled(0)
	switch {
	case r == TooManyDecimals || d.negative:
		return nil, NotAnID
	case r != "" || uint64(v) >= powersOfTen[floatDigits]:
		return nil, ExcelNumber
	case allDigits(b):
		return b, ""
	}
	return strconv.AppendInt(nil, v, 10), ""
}

// Flag reads true/false, yes/no, y/n, 1/0, 是/否 or да/нет, whatever the case.
func Flag(b []byte) (bool, Reason) {
	b = Trim(b)
	switch string(b) {
	case "1", "true":
		return true, ""
	case "0", "false":
		return false, ""
	}
	switch FoldWord(string(b)) {
	case "true", "yes", "y", "1", "是", "да":
		return true, ""
	case "false", "no", "n", "0", "否", "нет":
		return false, ""
	}
	return false, refusal(b, NotAFlag)
}
