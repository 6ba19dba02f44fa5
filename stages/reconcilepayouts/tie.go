package reconcilepayouts

import (
	"github.com/apache/arrow/go/v17/arrow"
)

// The state codes of the mart.
const (
	ties         = "ties"
	timing       = "timing" // equal amounts, other dates
	unreconciled = "unreconciled"
	missingHere  = "missing_here"  // not in the table copy, which payouts come from
	missingThere = "missing_there" // not in the JSON copy
)

// Why amounts do not tie.
const (
	amountDiffers     = "amount_differs"
	notComparable     = "not_comparable"     // other currencies, or an amount is not known
	severalCurrencies = "several_currencies" // one side adds up to no one sum
)

// mixed is the currency of lines that have several.
const mixed = "mixed"

// An amount is money in minor units; nil minor is an unknown amount.
type amount struct {
	minor    *int64
	currency string
}

// A tie is the outcome of one comparison.
type tie struct {
	against    string
	here       *int64 // minor units of currency
	there      *int64 // nil: missing, or not to be compared in that currency
	difference *int64 // here minus there
	currency   string
	state      string
	daysApart  *int32 // calendar days; nil: no dates to compare
	ruleIDs    string
	reason     string // why it does not tie
	otherRows  *int64 // receipts or accruals

	// Of a comparison with accruals.
	accrued   *accrued // nil for any other
	unaccrued int64    // lines without accruals
}

// tieLines compares a payout with the sum of its lines: the amount before
// conversion when the lines have its currency, else the payout amount. In any
// other currency, or in several, the lines cannot be tied out, and the reason says so.
func tieLines(payout, source, lines amount) tie {
	t := tie{against: "lines", state: unreconciled, ruleIDs: "B20 D49"}
	side := payout
	if source.minor != nil && source.currency == lines.currency {
		side = source
	}
	t.here, t.currency = side.minor, side.currency
	switch {
	case lines.currency == mixed:
		t.reason = severalCurrencies
		return t
	case side.minor == nil, lines.minor == nil, side.currency != lines.currency:
		t.reason = notComparable
		return t
	}
	t.there, t.difference = lines.minor, difference(side, lines)
	if *t.difference != 0 {
		t.reason = amountDiffers
		return t
	}
	t.state = ties
	return t
}

func difference(a, b amount) *int64 {
	return new(*a.minor - *b.minor)
}

// A copied payout is what one copy of Payment History says of a payout.
type copied struct {
	amount     amount // nil minor: its rows disagree
	settledOn  arrow.Date32
	arrivedOn  arrow.Date32 // latest arrival
	hasArrived bool
}

// A pair holds the copies of one payout; nil is a copy that does not have it.
type pair struct{ table, json *copied }

// tieCopies compares the two copies of a payout (B21).
func tieCopies(p pair) tie {
	t := tie{against: "csv_vs_json", ruleIDs: "B21 D49"}
	switch {
	case p.table == nil:
		t.state, t.there, t.currency = missingHere, p.json.amount.minor, p.json.amount.currency
		return t
	case p.json == nil:
		t.state, t.here, t.currency = missingThere, p.table.amount.minor, p.table.amount.currency
		return t
	}
	here, there := p.table.amount, p.json.amount
	t.state, t.here, t.currency, t.daysApart = unreconciled, here.minor, here.currency, daysApart(*p.table, *p.json)
	if here.minor == nil || there.minor == nil || here.currency != there.currency {
		t.reason = notComparable
		return t
	}
	t.there, t.difference = there.minor, difference(here, there)
	switch {
	case *t.difference != 0:
		t.reason = amountDiffers
	case t.daysApart != nil && *t.daysApart == 0:
		t.state = ties
	default:
		t.state = timing
	}
	return t
}

// daysApart returns the larger of the distances between settlement dates and
// between arrival dates, in calendar days; nil when only one copy knows of an
// arrival.
func daysApart(a, b copied) *int32 {
	if a.hasArrived != b.hasArrived {
		return nil
	}
	days := max(int32(a.settledOn-b.settledOn), int32(b.settledOn-a.settledOn))
	if a.hasArrived {
		days = max(days, int32(a.arrivedOn-b.arrivedOn), int32(b.arrivedOn-a.arrivedOn))
	}
	return &days
}
