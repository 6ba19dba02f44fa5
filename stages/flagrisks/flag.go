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
	since, until   optionalDay
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

// An optionalDay is a day that may not be known.
type optionalDay struct {
	day     calendar.Day
	isKnown bool
}

func known(day calendar.Day) optionalDay { return optionalDay{day, true} }

// or returns the day, else the other one.
func (d optionalDay) or(other optionalDay) optionalDay {
	if d.isKnown {
		return d
	}
	return other
}

// by returns the day if it has come on the as-of date (D06).
func (d optionalDay) by(asOf calendar.Day) optionalDay {
	if d.day > asOf {
		return optionalDay{}
	}
	return d
}

// date returns the day for a cell, nil where it is not known.
func (d optionalDay) date() *arrow.Date32 { return nullable.If(d.isKnown, arrow.Date32(d.day)) }
