package compareclaims

import (
	"math"

	"ozpayout/stages/internal/gate"
)

// A comparison says how a figure of ours is held against a claim.
type comparison uint8

const (
	// byInterval: the claim lies in the interval of our figure (C24).
	byInterval comparison = iota
	// byRounding: our figure has no sampling error, or no interval, and rounds to the
	// claim at the claim's own decimals.
	byRounding
	// byLimit: the claim is a promise; our figure, or the lower end of its interval,
	// is not above it.
	byLimit
)

// An answer is our figure for a claim.
type answer struct {
	figure
	unit string // of the figure; a claim in another unit is not answered
	how  comparison
}

// answers are our figures by claim.
type answers map[string]answer

// add keeps the first answer to a claim: tables are read in the order of trust.
func (a answers) add(claimID, unit string, how comparison, f figure) {
	if _, known := a[claimID]; !known {
		a[claimID] = answer{figure: f, unit: unit, how: how}
	}
}

// measured is a figure of a table that has its own gate; NaN bounds are no
// interval. gateCode is ok, small_sample or not_observable.
func measured(value, low, high float64, n int64, gateCode string) figure {
	if n == 0 || gateCode == gate.NotObservable {
		return notObservable
	}
	if math.IsNaN(value) && gateCode == gate.OK {
		return notObservable
	}
	return figure{value: value, low: low, high: high, n: &n, verdict: gateCode}
}

func (f figure) inPercent() figure {
	f.value, f.low, f.high = f.value*100, f.low*100, f.high*100
	return f
}

// per returns a figure in a larger unit.
func (f figure) per(units float64) figure {
	f.value, f.low, f.high = f.value/units, f.low/units, f.high/units
	return f
}

// judge holds a figure that is well enough observed against a claimed value with
// so many decimals.
func (a answer) judge(claimed float64, decimals int) string {
	if a.verdict != gate.OK {
		return a.verdict
	}
	holds := false
	switch a.how {
	case byInterval:
		holds = a.low <= claimed && claimed <= a.high
	case byRounding:
		step := math.Pow10(-decimals)
		holds = math.Abs(a.value-claimed) <= step/2*(1+1e-9)
	case byLimit:
		least := a.low
		if math.IsNaN(least) {
			least = a.value
		}
		holds = least <= claimed
	}
	if holds {
		return consistent
	}
	return inconsistent
}
