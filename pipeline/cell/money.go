package cell

import "iter"

// A Separator is the character that stands before the decimals in the amounts
// of a column: '.' or ',', or 0 where it is not known.
type Separator byte

// Money reads an amount and returns it in minor units, of which 10^digits make
// one unit of the currency. sep is what is known of the column.
//
// Thousands may be grouped by a point, a comma or one of the blanks U+0020,
// U+00A0, U+2009 and U+202F, by one kind of mark in one amount. The minus is
// U+002D or U+2212. "1,234" and "1.234" are [AmbiguousMoney] unless sep is
// known; an amount that contradicts sep is [MixedSeparators]. More decimals than
// digits are refused unless they are zeros. Amounts reach from -MaxInt64 to
// MaxInt64 minor units.
func Money(b []byte, digits int, sep Separator) (minor int64, r Reason) {
	if minor, ok := plainMoney(b, digits, sep); ok {
		return minor, ""
	}
	return anyMoney(b, digits, sep)
}

func anyMoney(b []byte, digits int, sep Separator) (minor int64, r Reason) {
	b = Trim(b)
	a, ok := scanAmount(b)
	if !ok {
		return 0, refusal(b, NotMoney)
	}
	switch {
	case sep != 0 && a.proves != 0 && a.proves != sep:
		return 0, MixedSeparators
	case a.doubtful != 0 && sep == 0:
		return 0, AmbiguousMoney
	case a.doubtful != 0 && sep == a.doubtful:
		a.decimals = 3
	}
	a.number.exponent -= a.decimals
	return a.number.scaled(digits)
}

// SeparatorOf finds the separator of a column from those of its amounts that
// can be read in one way only. It is 0 if there are none, or if they disagree.
func SeparatorOf(amounts iter.Seq[[]byte]) Separator {
	var sep Separator
	for b := range amounts {
		if sep != 0 {
			if _, ok := plainMoney(b, 2, sep); ok {
				continue // proves no other
			}
		}
		a, ok := scanAmount(Trim(b))
		if !ok || a.proves == 0 {
			continue
		}
		if sep != 0 && sep != a.proves {
			return 0
		}
		sep = a.proves
	}
	return sep
}

// An amount is the shape of a written amount.
type amount struct {
	number   decimal   // the digits without any mark, as a whole number
	decimals int       // how many of them stand after the decimal sign
	proves   Separator // the decimal sign that this amount can only have
	doubtful Separator // the only mark, if it may be the decimal sign or group thousands
	mark     byte      // the last mark, 0 if there is none
}

// scanAmount reads [-]digits with marks between them. Every mark but the last
// has to group thousands; the last may stand before the decimals.
func scanAmount(b []byte) (a amount, ok bool) {
	start := 0
	if len(b) > 0 && b[0] == '-' {
		start = 1
	} else if len(b) > 2 && string(b[:3]) == "\u2212" {
		start = 3
	}
	a.number.negative = start > 0

	var (
		group byte // the mark known to group thousands
		first int  // digits before the first mark
		run   int  // digits since the last mark
	)
	for i := start; i < len(b); {
		if digit := b[i] - '0'; digit <= 9 {
			a.number.push(digit)
			run++
			i++
			continue
		}
		mark, width := markAt(b[i:])
		switch {
		case mark == 0 || run == 0:
			return amount{}, false
		case a.mark == 0:
			first = run
		case run != 3 || first > 3 || b[start] == '0' || group != 0 && group != a.mark:
			return amount{}, false
		default:
			group = a.mark
		}
		a.mark = mark
		run = 0
		i += width
	}
	if run == 0 {
		return amount{}, false
	}
	if a.mark == 0 {
		return a, true
	}

	mayGroup := run == 3 && first <= 3 && b[start] != '0' && (group == 0 || group == a.mark)
	maySeparate := (a.mark == '.' || a.mark == ',') && group != a.mark
	if !mayGroup && !maySeparate {
		return amount{}, false
	}
	a.judge(run, mayGroup, maySeparate)
	return a, true
}

// judge says what the last mark tells of the decimal sign, given the number of digits behind
// it, and whether it may group thousands, stand before decimals, or either.
func (a *amount) judge(digits int, mayGroup, maySeparate bool) {
	switch {
	case mayGroup && maySeparate:
		a.doubtful = Separator(a.mark)
	case maySeparate:
		a.decimals = digits
		a.proves = Separator(a.mark)
	case a.mark == '.':
		a.proves = ','
	case a.mark == ',':
		a.proves = '.'
	}
}

// markAt returns the mark at the start of b and its width in bytes, or 0. The
// blanks of several bytes are told apart by their last one.
func markAt(b []byte) (mark byte, width int) {
	switch c := b[0]; {
	case c == '.' || c == ',' || c == ' ':
		return c, 1
	case len(b) > 1 && string(b[:2]) == "\u00a0":
		return b[1], 2
	case len(b) > 2 && (string(b[:3]) == "\u202f" || string(b[:3]) == "\u2009"):
		return b[2], 3
	}
	return 0, 0
}
