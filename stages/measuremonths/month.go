package measuremonths

import (
	"maps"
	"math"
	"slices"

	"ozpayout/stages/internal/calendar"
)

// A month is a calendar month, both days included.
type month struct{ first, last calendar.Day }

func monthOf(day calendar.Day) month { return month{day.MonthStart(), day.MonthEnd()} }

func (m month) next() month { return monthOf(m.last + 1) }

// A key is a month of a seller.
type key struct {
	seller string
	month  month
}

// monthsOf returns the months of all sellers, in order: from the first to the last
// of which something is known, those between them too.
func monthsOf(shown *shown, given map[key]given) []key {
	spans := make(map[string]month)
	add := func(k key) {
		span, ok := spans[k.seller]
		if !ok {
			span = k.month
		}
		spans[k.seller] = month{min(span.first, k.month.first), max(span.last, k.month.last)}
	}
	for k := range shown.counts {
		if k.seller != nobody {
			add(k)
		}
	}
	for k := range given {
		add(k)
	}
	var keys []key
	for _, seller := range slices.Sorted(maps.Keys(spans)) {
		for m := monthOf(spans[seller].first); m.first <= spans[seller].last; m = m.next() {
			keys = append(keys, key{seller, m})
		}
	}
	return keys
}

// A coverage says whether a month can be computed from a table, or why not.
type coverage = string

const (
	covered        coverage = "covered"
	notLoaded      coverage = "not_loaded"
	monthOpen      coverage = "month_open"
	startsLate     coverage = "starts_late"
	endsEarly      coverage = "ends_early"
	undated        coverage = "undated_deliveries"
	unknownSellers coverage = "unknown_sellers"
	unvalued       coverage = "unvalued_orders"
)

// never is the first day of a span that nobody dates.
const never calendar.Day = math.MaxInt32

// A span is the days that a table shows of a seller. The zero span is not loaded, nor
// is one that never begins: orders of which only payments tell.
type span struct{ from, to calendar.Day }

func (s span) join(other span) span {
	switch {
	case s == span{}:
		return other
	case other == span{}:
		return s
	}
	return span{min(s.from, other.from), max(s.to, other.to)}
}

// covers says whether the table shows all of a month, if a row may stand as long
// as lead before what it tells of.
func (s span) covers(m month, lead, asOf calendar.Day) coverage {
	switch {
	case s == span{}, s.from == never:
		return notLoaded
	case asOf < m.last:
		return monthOpen
	case s.from > m.first-lead:
		return startsLate
	case s.to < m.last:
		return endsEarly
	}
	return covered
}

// coverOrders says whether the orders show all deliveries of a month.
func (m *measurer) coverOrders(k key, shown *shown) coverage {
	of, others := shown.spans[k.seller], shown.spans[nobody]
	if c := of.orders.covers(k.month, m.lead, m.asOf); c != covered {
		return c
	}
	switch {
	case of.isUndatedIn(k.month), others.isUndatedIn(k.month):
		return undated
	case shown.counts[key{nobody, k.month}].delivered > 0:
		return unknownSellers
	}
	return covered
}

// coverDisputes says whether the disputes show all that were opened in a month. A
// table whose first dispute was opened after the month may begin after it.
func (m *measurer) coverDisputes(k key, shown *shown) coverage {
	return shown.spans[k.seller].disputes.covers(k.month, k.month.first-k.month.last, m.asOf)
}
