package fees

import "ozpayout/stages/internal/calendar"

// A Volume is the mean monthly volume before a transaction: Sum / Months, in minor
// units. With 0 months it is not known.
type Volume struct{ Sum, Months int64 }

// A Ledger adds up amounts that are not negative by calendar month.
type Ledger struct {
	byMonth map[int]int64
	first   int
}

// Add counts an amount of a day.
func (l *Ledger) Add(day calendar.Day, amount int64) {
	month := monthOf(day)
	if l.byMonth == nil {
		l.byMonth, l.first = make(map[int]int64), month
	}
	l.byMonth[month] += amount
	l.first = min(l.first, month)
}

// Before returns the mean of the complete calendar months before the month of a
// day, at most the given number of them. Months before the first amount are not
// counted, months without any are.
func (l *Ledger) Before(day calendar.Day, atMost int) Volume {
	if l.byMonth == nil {
		return Volume{}
	}
	var v Volume
	this := monthOf(day)
	for month := max(l.first, this-atMost); month < this; month++ {
		v.Sum += l.byMonth[month]
		v.Months++
	}
	return v
}

// monthOf numbers the months from year 0 on.
func monthOf(day calendar.Day) int {
	year, month, _ := day.Date()
	return 12*year + int(month) - 1
}
