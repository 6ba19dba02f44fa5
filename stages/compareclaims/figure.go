package compareclaims

import (
	"math"

	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/stat"
)

// The verdict codes of the mart that are no gate codes.
const (
	consistent   = "consistent"
	inconsistent = "inconsistent"
)

// A figure is our own number beside a claim, in the claim's unit. What the sample
// does not give is NaN or nil.
type figure struct {
	value, low, high float64
	n                *int64
	verdict          string // ok, or what keeps it from a verdict
}

var notObservable = figure{value: math.NaN(), low: math.NaN(), high: math.NaN(), verdict: gate.NotObservable}

// The units in which we answer.
const (
	percent          = "percent"
	percentagePoints = "percentage points"
	workingDays      = "working day"
	minutes          = "minute"
	clockHours       = "clock hour"
	workingHours     = "working hour"
	daysUnstated     = "day (unit not stated)"
)

// ruleIDs returns the rules of the verdict: a figure that is not observable is nothing
// (C36), any other is held against the claim as far as its sample goes (C24, D32).
func (f figure) ruleIDs() string {
	if f.verdict == gate.NotObservable {
		return "C36"
	}
	return "C24 D32"
}

// compare answers a claim. A user's row that has another unit, or no number, is
// not answered.
func (a answers) compare(c policy.Claim) figure {
	own, ok := a[c.ID]
	if !ok || !c.HasValue || c.Unit != own.unit || own.verdict == gate.NotObservable {
		return notObservable
	}
	own.figure.verdict = own.judge(c.Figure(), c.Decimals)
	return own.figure
}

// proportion is the share of lines in percent, with its Wilson interval.
func proportion(c count, limits gate.Gate) figure {
	if c.n == 0 {
		return notObservable
	}
	p := limits.Proportion(c.x, c.n)
	return figure{value: 100 * p.Share, low: 100 * p.Low, high: 100 * p.High, n: &c.n, verdict: limits.Code(c.n)}
}

// difference is that of two shares in percentage points, with the hybrid score
// interval. The smaller sample decides what it may tell; n counts both.
func difference(a, b count, limits gate.Gate) figure {
	if a.n == 0 || b.n == 0 {
		return notObservable
	}
	n := a.n + b.n
	f := figure{value: math.NaN(), low: math.NaN(), high: math.NaN(), n: &n, verdict: limits.Code(min(a.n, b.n))}
	if limits.HasShare(min(a.n, b.n)) {
		d, interval := stat.Difference(int(a.x), int(a.n), int(b.x), int(b.n), stat.Confidence)
		f.value, f.low, f.high = 100*d, 100*interval.Low, 100*interval.High
	}
	return f
}
