package cell

// A Day counts days since 1970-01-01. The readers of this package return days
// from 1900-01-01 to 9999-12-31, the range of a workbook.
type Day int32

const (
	firstYear = 1900
	lastYear  = 9999
)

// Date reads 2024-06-07, 07.06.2024, 2024/06/07 or 2024年6月7日, the last two also
// without zeros before a month or day of one digit, as a spreadsheet on a Chinese
// system saves them. Of an instant, spelled as [Instant] reads it, the date is taken:
// as it is written if there is no offset, else as it is in zone. 06/07/2024 is
// [AmbiguousDate].
func Date(b []byte, zone Zone) (Day, Reason) {
	if day, ok := plainDate(b); ok {
		return day, ""
	}
	return anyDate(b, zone)
}

func anyDate(b []byte, zone Zone) (Day, Reason) {
	b = Trim(b)
	date, n, ok := datePrefix(b)
	if !ok {
		return 0, dateRefusal(b, NotADate)
	}
	day, r := date.sinceEpoch()
	if r != "" || n == len(b) {
		return day, r
	}
	clock, r := clockSuffix(b, n)
	switch {
	case r == NotAnInstant:
		return 0, NotADate
	case r != "":
		return 0, r
	case clock.offsetKnown:
		return zone.Day(micros(day, clock.sinceMidnight) - clock.offset), ""
	}
	return day, ""
}

// Month reads 2024-06, 06.2024, 2024年6月 or 2024年06月, in the years 1900 to 9999.
func Month(b []byte) (year, month int, r Reason) {
	b = Trim(b)
	date := civil{day: 1}
	switch n := len(b); {
	case n == 7 && b[4] == '-':
		date.year, date.month = number4(b), number2(b[5:])
	case n == 7 && b[2] == '.':
		date.month, date.year = number2(b), number4(b[3:])
	default:
		rest := b
		var okYear, okMonth bool
		date.year, rest, okYear = numberBefore(rest, 4, 4, "年")
		date.month, rest, okMonth = numberBefore(rest, 1, 2, "月")
		if !okYear || !okMonth || len(rest) > 0 {
			date.year = -1
		}
	}
	if date.year < 0 || date.month < 0 {
		return 0, 0, dateRefusal(b, NotAMonth)
	}
	if _, r := date.sinceEpoch(); r != "" {
		return 0, 0, r
	}
	return date.year, date.month, ""
}

// A civil is a date as written; a part that is not a number is negative.
type civil struct{ year, month, day int }

// datePrefix reads a date at the start of b and returns its length in bytes.
func datePrefix(b []byte) (date civil, n int, ok bool) {
	if len(b) < len("2024/6/7") {
		return civil{}, 0, false
	}
	switch {
	case b[4] == '/':
		return yearFirst(b, "/", "/", "")
	case len(b) < 10:
		return civil{}, 0, false
	case b[4] == '-' && b[7] == '-':
		date = civil{number4(b), number2(b[5:]), number2(b[8:])}
	case b[2] == '.' && b[5] == '.':
		date = civil{number4(b[6:]), number2(b[3:]), number2(b)}
	default:
		return yearFirst(b, "年", "月", "日")
	}
	return date, 10, date.year|date.month|date.day >= 0
}

// yearFirst reads year, month and day with what stands after each of them.
func yearFirst(b []byte, afterYear, afterMonth, afterDay string) (date civil, n int, ok bool) {
	rest := b
	for _, part := range []struct {
		value      *int
		digits     int
		most       int
		terminator string
	}{{&date.year, 4, 4, afterYear}, {&date.month, 1, 2, afterMonth}, {&date.day, 1, 2, afterDay}} {
		if *part.value, rest, ok = numberBefore(rest, part.digits, part.most, part.terminator); !ok {
			return civil{}, 0, false
		}
	}
	return date, len(b) - len(rest), true
}

// sinceEpoch returns the day, or why the calendar has none.
func (c civil) sinceEpoch() (Day, Reason) {
	if c.month < 1 || c.month > 12 || c.day < 1 || c.day > daysIn(c.year, c.month) {
		return 0, ImpossibleDate
	}
	if c.year < firstYear || c.year > lastYear {
		return 0, OutOfRange
	}
	// With March as the first month the leap day ends the year, and the months
	// follow (153m+2)/5. Source: Howard Hinnant, "chrono-Compatible Low-Level
	// Date Algorithms", days_from_civil.
	year, month := c.year, c.month-3
	if month < 0 {
		year--
		month += 12
	}
	const from1March0 = 719468 // days from 0000-03-01 to 1970-01-01
	return Day(365*year + year/4 - year/100 + year/400 + (153*month+2)/5 + c.day - 1 - from1March0), ""
}

func daysIn(year, month int) int {
	if month == 2 {
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 30 + (month+month>>3)&1 // 31 in odd months up to July, in even ones from August
}

// number2 and number4 read two and four digits at the start of b; the result is
// negative if one of them is no digit.
func number2(b []byte) int {
	tens, ones := b[0]-'0', b[1]-'0'
	if tens > 9 || ones > 9 {
		return -1
	}
	return int(tens)*10 + int(ones)
}

func number4(b []byte) int {
	hundreds, rest := number2(b), number2(b[2:])
	if hundreds|rest < 0 {
		return -1
	}
	return hundreds*100 + rest
}

// numberBefore reads from least to most digits and the terminator after them.
func numberBefore(b []byte, least, most int, terminator string) (value int, rest []byte, ok bool) {
	n := 0
	for ; n < len(b) && n < most && b[n]-'0' <= 9; n++ {
		value = value*10 + int(b[n]-'0')
	}
	end := n + len(terminator)
	if n < least || len(b) < end || string(b[n:end]) != terminator {
		return -1, b, false
	}
	return value, b[end:], true
}

// dateRefusal tells dates whose order of day and month is not stated from
// everything else: 06/07/2024, 6-7-24, 07.06.24.
func dateRefusal(b []byte, otherwise Reason) Reason {
	first, b1, ok1 := digitRun(b)
	if !ok1 || len(b1) == 0 {
		return refusal(b, otherwise)
	}
	second, b2, ok2 := digitRun(b1[1:])
	if !ok2 || len(b2) == 0 || b1[0] != b2[0] {
		return refusal(b, otherwise)
	}
	third, b3, ok3 := digitRun(b2[1:])
	mark := b1[0]
	switch {
	case !ok3 || len(b3) > 0 && b3[0] != ' ', first > 2 || second > 2,
		mark != '/' && mark != '-' && mark != '.',
		third != 2 && (third != 4 || mark == '.'):
		return refusal(b, otherwise)
	}
	return AmbiguousDate
}

func digitRun(b []byte) (n int, rest []byte, ok bool) {
	for n < len(b) && b[n]-'0' <= 9 {
		n++
	}
	return n, b[n:], n > 0
}
