package fxrate

import (
	"cmp"
	"slices"

	"ozpayout/stages/internal/calendar"
)

// A Quote is one published rate of one currency, as read from a file.
type Quote struct {
	Currency string // ISO 4217
	Rate
}

// A Found rate is the answer of a look-up.
type Found struct {
	Rate
	IsCarried bool // the rate started before the day asked for (C22)
	IsStale   bool // it started longer ago than the maximum age; not to be used
}

// A Table holds the rates of all currencies. It does not change after
// [NewTable] and may be shared between goroutines.
type Table struct {
	maxAge     calendar.Day
	currencies map[string]*Series
}

// A Series holds the rates of one currency, dense by day. Its look-up costs two
// array reads; a hot loop takes the Series once. The nil Series finds nothing.
type Series struct {
	maxAge  calendar.Day
	isRUB   bool
	periods []Rate  // in order of From; Value 0: published, but not usable
	byDay   []int32 // index into periods for each day from periods[0].From on
}

// NewTable builds the table and reports what is wrong with the quotes, in order
// of currency and day (see [Check]). maxAgeDays is the age in calendar days
// above which a rate is stale (D47: 12); workdays is the Russian calendar, by
// which the bank publishes.
//
// Equal quotes of a day count once. A day whose quotes contradict each other, or
// has only unusable ones, has no rate until the next usable one: neither a
// contradiction nor an older rate is chosen for it.
func NewTable(quotes []Quote, maxAgeDays int, workdays *calendar.Calendar) (*Table, []Problem) {
	t := &Table{maxAge: calendar.Day(maxAgeDays), currencies: make(map[string]*Series)}
	t.currencies["RUB"] = &Series{isRUB: true}
	var problems []Problem
	for _, days := range byCurrency(quotes) {
		currency := days[0].Currency
		periods, found := settle(days)
		problems = append(problems, found...)
		problems = append(problems, checkSeries(currency, periods, t.maxAge, workdays)...)
		t.currencies[currency] = newSeries(periods, t.maxAge)
	}
	return t, problems
}

// byCurrency returns the quotes other than of the rouble, one ordered slice per
// currency.
func byCurrency(quotes []Quote) [][]Quote {
	ordered := slices.DeleteFunc(slices.Clone(quotes), func(q Quote) bool { return q.Currency == "RUB" })
	slices.SortFunc(ordered, func(a, b Quote) int {
		return cmp.Or(
			cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.From, b.From),
			cmp.Compare(a.Value, b.Value), cmp.Compare(a.Nominal, b.Nominal))
	})
	return chunk(ordered, func(a, b Quote) bool { return a.Currency == b.Currency })
}

// settle makes one period of the quotes of each day.
func settle(quotes []Quote) (periods []Rate, problems []Problem) {
	for _, sameDay := range chunk(quotes, func(a, b Quote) bool { return a.From == b.From }) {
		settled := Rate{From: sameDay[0].From}
		report := func(check Check, rate Rate) {
			problems = append(problems, Problem{Check: check, Currency: sameDay[0].Currency, Rate: rate})
		}
		isContradicted := false
		for _, quote := range sameDay {
			switch {
			case !quote.IsUsable():
				report(UnusableQuote, quote.Rate)
			case settled.Value == 0:
				settled = quote.Rate
			case !settled.equals(quote.Rate):
				report(ContradictoryQuote, quote.Rate)
				isContradicted = true
			}
		}
		if isContradicted {
			settled = Rate{From: settled.From}
		}
		periods = append(periods, settled)
	}
	return periods, problems
}

func newSeries(periods []Rate, maxAge calendar.Day) *Series {
	first, last := periods[0].From, periods[len(periods)-1].From
	s := &Series{maxAge: maxAge, periods: periods, byDay: make([]int32, last-first+1)}
	for i, period := range periods {
		s.byDay[period.From-first] = int32(i)
	}
	for day := 1; day < len(s.byDay); day++ {
		s.byDay[day] = max(s.byDay[day], s.byDay[day-1])
	}
	return s
}

// Series returns the rates of a currency, nil for one without quotes.
func (t *Table) Series(currency string) *Series { return t.currencies[currency] }

// At returns the rate in force on a day: the last one that started on or before
// it. ok is false when there is none, or when the one published is not usable. A
// stale rate is found and marked. The rouble is 1 on every day.
func (s *Series) At(day calendar.Day) (found Found, ok bool) {
	if s == nil {
		return Found{}, false
	}
	if s.isRUB {
		return Found{Rate: Rouble(day)}, true
	}
	offset := int(day) - int(s.periods[0].From)
	if offset < 0 {
		return Found{}, false
	}
	rate := s.periods[s.byDay[min(offset, len(s.byDay)-1)]]
	if rate.Value == 0 {
		return Found{}, false
	}
	return Found{Rate: rate, IsCarried: rate.From < day, IsStale: day-rate.From > s.maxAge}, true
}

// chunk cuts ordered items where neighbours are not the same.
func chunk[T any](items []T, same func(a, b T) bool) (chunks [][]T) {
	start := 0
	for i := range items {
		if i+1 == len(items) || !same(items[i], items[i+1]) {
			chunks = append(chunks, items[start:i+1])
			start = i + 1
		}
	}
	return chunks
}
