package datepayouts_test

import (
	"slices"
	"strconv"
	"time"
)

// Working days of May to July 2024, written down: 1 and 9 May (with the bridge of
// the 10th) and 12 June are days off.
func works(day string) bool {
	at := date(day)
	return at.Weekday() != time.Saturday && at.Weekday() != time.Sunday && !slices.Contains([]string{"2024-05-01", "2024-05-09", "2024-05-10", "2024-06-12"}, day)
}

// walk counts the working days after from up to to, backwards with a minus.
func walk(from, to string) string {
	n := 0
	for day := from; day < to; {
		day = plus(day, 1)
		if works(day) {
			n++
		}
	}
	for day := from; day > to; day = plus(day, -1) {
		if works(day) {
			n--
		}
	}
	return strconv.Itoa(n)
}

func nth(day string, n int) string {
	for n > 0 {
		if day = plus(day, 1); works(day) {
			n--
		}
	}
	return day
}

func date(day string) time.Time {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return at
}

func plus(day string, n int) string { return date(day).AddDate(0, 0, n).Format(time.DateOnly) }

func apart(from, to string) int { return int(date(to).Sub(date(from)).Hours() / 24) }

func moscow(instant string) string {
	at, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		panic(err)
	}
	return at.In(time.FixedZone("MSK", 3*60*60)).Format(time.DateOnly)
}
