package flagrisks

import (
	"cmp"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
)

// A flag is a risk of a payout, or of an account as a whole.
type flag struct {
	seller, payout string
	code           string
	since, until   calendar.Optional
	reason         string // a code
	evidence       string
	amount         *int64 // of the payout, nil for an account
	currency       string
	at             place
	ruleIDs        string
}

func (f flag) compare(other flag) int {
	return cmp.Or(cmp.Compare(f.seller, other.seller), cmp.Compare(f.payout, other.payout), cmp.Compare(f.code, other.code))
}

// Grades of evidence.
const (
	observed = "observed"
	inferred = "inferred"
	unknown  = "unknown" // one fact points to the risk, the other is not known (D22)
)

// A place is the record that shows something; the zero place is payment history.
type place struct {
	file string
	row  int64
}

// either returns the first day if it is known, else the second.
func either(first, second calendar.Optional) calendar.Optional {
	if first.IsKnown {
		return first
	}
	return second
}

// by returns a day if it has come on the as-of date (D06).
func by(asOf calendar.Day, day calendar.Optional) calendar.Optional {
	if day.Day > asOf {
		return calendar.Optional{}
	}
	return day
}

// date returns a day for a cell, nil where it is not known.
func date(day calendar.Optional) *arrow.Date32 {
	return nullable.If(day.IsKnown, arrow.Date32(day.Day))
}
