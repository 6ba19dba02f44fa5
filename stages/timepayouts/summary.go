package timepayouts

import (
	"math"
	"slices"

	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/stat"
)

// Why a stratum has no curve.
const (
	paidOnlyExport = "paid_only_export"
	tooFewLines    = gate.SmallSample
	lateEntries    = "late_entries"
)

// A summary is a row of the summary with its curve. Figures that the lines do not
// give are NaN.
type summary struct {
	*stratum
	total   stat.Exits
	n       int64
	gate    string
	refused string // "" = there is a curve

	curve        stat.Curve
	median       float64
	medianBounds stat.Interval
	restricted   float64
	horizon      int
	meanArrived  float64
	within3      stat.Probability
	within5      stat.Probability

	test       comparison // of all strata of the kind
	stratified comparison // within routes; of tiers only
	family     int        // tests that q-values are adjusted for
}

// summarise estimates the curve of each stratum.
func summarise(strata []*stratum, limits gate.Gate, horizon int) []*summary {
	summaries := make([]*summary, len(strata))
	for i, s := range strata {
		summaries[i] = newSummary(s, limits, horizon)
	}
	return summaries
}

func newSummary(of *stratum, limits gate.Gate, horizon int) *summary {
	s := &summary{
		stratum: of, total: of.lifetimes.Total(), horizon: horizon,
		median: math.NaN(), medianBounds: stat.UnknownInterval, restricted: math.NaN(), meanArrived: math.NaN(),
		within3: noProbability, within5: noProbability, test: noComparison, stratified: noComparison,
	}
	s.n = s.total.Events + s.total.Competing + s.total.Censored
	s.gate = limits.Code(s.n)
	curve := stat.KaplanMeier(of.lifetimes, stat.Confidence)
	switch {
	case !limits.HasShare(s.n) && of.leftOut > 0:
		s.refused = paidOnlyExport
	case !limits.HasShare(s.n):
		s.refused = tooFewLines
	case isEmptiedEarly(curve):
		s.refused = lateEntries
	default:
		s.curve = curve
		s.median, s.medianBounds = curve.Median()
		s.restricted = curve.RestrictedMean(horizon)
		s.meanArrived = meanOfEvents(of.lifetimes)
		s.within3, s.within5 = curve.Within(3), curve.Within(5)
	}
	return s
}

var noProbability = stat.Probability{Value: math.NaN(), Interval: stat.UnknownInterval}

// isEmptiedEarly reports whether everybody under observation had arrived before
// others came under it: the curve is 0 from there on, whatever these do.
func isEmptiedEarly(c stat.Curve) bool {
	last := c.Steps[len(c.Steps)-1]
	return slices.ContainsFunc(c.Steps, func(s stat.Step) bool { return s.Survival == 0 && s.Time < last.Time })
}

// meanOfEvents returns the plain mean wait of what arrived, NaN without any.
func meanOfEvents(lifetimes stat.Lifetimes) float64 {
	var days, events int64
	for day, e := range lifetimes {
		days += int64(day) * e.Events
		events += e.Events
	}
	return float64(days) / float64(events)
}
