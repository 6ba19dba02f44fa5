package decidetiers

import (
	"math"
	"math/big"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/ratio"
	"ozpayout/stages/internal/stat"
)

// A month is what is known of a seller in a calendar month. What is not known is
// nil or an unknown ratio.
type month struct {
	seller, name string
	first        calendar.Day

	gmv                 *int64 // minor units of USD
	positive, dispute   ratio.Ratio
	isPositiveCounted   bool // positive is a number of ratings by another
	disputes, delivered *int64
	shownTier           string
}

// rules are the thresholds of a month; the zero rule is none.
type rules struct{ gmv, positive, dispute policy.TierRule }

func rulesOn(tiers *policy.TierTable, day calendar.Day) (r rules) {
	r.gmv, _ = tiers.At(target, policy.GMV, day)
	r.positive, _ = tiers.At(target, policy.PositiveRate, day)
	r.dispute, _ = tiers.At(target, policy.DisputeRate, day)
	return r
}

func (r rules) isAny() bool {
	return r.gmv.Threshold.IsKnown() || r.positive.Threshold.IsKnown() || r.dispute.Threshold.IsKnown()
}

// A decision is the row of a seller and month.
type decision struct {
	month
	rules                                    rules
	gmvPassed, positivePassed, disputePassed *bool
	passesAll                                *bool
	inARow                                   *int64
	interval                                 stat.Interval // of the dispute rate
	stability                                string
	ordersNeeded, disputesAllowed            *int64
	accountTier                              string
}

// decide holds the metrics of a month against its thresholds.
func decide(m month, r rules, limits gate.Gate) decision {
	d := decision{month: m, rules: r}
	if m.gmv != nil {
		d.gmvPassed = passes(ratio.Ratio{Numerator: *m.gmv, Denominator: 1}, r.gmv)
	}
	d.positivePassed, d.disputePassed = passes(m.positive, r.positive), passes(m.dispute, r.dispute)
	d.passesAll = all(r.of(&d))
	d.interval, d.stability = stabilityOf(&d, limits)
	if m.disputes != nil && m.delivered != nil && r.dispute.Threshold.IsKnown() {
		limit := r.dispute.Threshold.Rat()
		d.ordersNeeded = leastWhole(*m.disputes, limit)
		d.disputesAllowed = mostWhole(*m.delivered, limit)
	}
	return d
}

// of returns the verdicts of the metrics that have a threshold.
func (r rules) of(d *decision) []*bool {
	var verdicts []*bool
	for _, metric := range []struct {
		rule    policy.TierRule
		verdict *bool
	}{{r.gmv, d.gmvPassed}, {r.positive, d.positivePassed}, {r.dispute, d.disputePassed}} {
		if metric.rule.Threshold.IsKnown() {
			verdicts = append(verdicts, metric.verdict)
		}
	}
	return verdicts
}

// passes returns the verdict of a rule, nil where the value or the rule is unknown.
func passes(value ratio.Ratio, rule policy.TierRule) *bool {
	if !value.IsKnown() || !rule.Threshold.IsKnown() {
		return nil
	}
	verdict := rule.IsPassedBy(value)
	return &verdict
}

// all returns whether all verdicts are yes: one no decides, else one that is
// unknown makes the answer unknown, nil.
func all(verdicts []*bool) *bool {
	isAll, isKnown := true, true
	for _, verdict := range verdicts {
		isKnown = isKnown && verdict != nil
		isAll = isAll && (verdict == nil || *verdict)
	}
	if isAll && !isKnown {
		return nil
	}
	return &isAll
}

// follow counts the months in a row, given the decision before it in order of
// seller and month.
func (d *decision) follow(before decision) {
	if d.passesAll == nil {
		return
	}
	run := int64(0)
	if *d.passesAll {
		run = 1
		if before.seller == d.seller && before.first.MonthEnd()+1 == d.first && before.inARow != nil {
			run += *before.inARow
		}
	}
	d.inARow = &run
}

func (d *decision) gmvThreshold() *int64 {
	if !d.rules.gmv.Threshold.IsKnown() {
		return nil
	}
	return &d.rules.gmv.Threshold.Numerator
}

// gmvGap returns the GMV minus its threshold.
func (d *decision) gmvGap() *int64 {
	if d.gmv == nil || !d.rules.gmv.Threshold.IsKnown() {
		return nil
	}
	gap := *d.gmv - d.rules.gmv.Threshold.Numerator
	if d.rules.gmv.IsAtMost {
		gap = -gap
	}
	return &gap
}

// gap returns how far a rate is on the right side of its threshold, rounded once;
// NaN where one of them is unknown.
func gap(value ratio.Ratio, rule policy.TierRule) float64 {
	if !value.IsKnown() || !rule.Threshold.IsKnown() {
		return math.NaN()
	}
	distance := new(big.Rat).Sub(value.Rat(), rule.Threshold.Rat())
	if rule.IsAtMost {
		distance.Neg(distance)
	}
	gap, _ := distance.Float64()
	return gap
}

// The stability codes.
const (
	stable             = "stable"
	notDistinguishable = "not_distinguishable"
	unknown            = "unknown"
)

// stabilityOf says whether chance alone could turn the verdict on disputes around:
// the Wilson interval reaches over the threshold (methods.md section 12).
func stabilityOf(d *decision, limits gate.Gate) (stat.Interval, string) {
	none := stat.UnknownInterval
	if d.disputePassed == nil || d.disputes == nil || d.delivered == nil || *d.disputes > *d.delivered {
		return none, unknown
	}
	interval := limits.Proportion(*d.disputes, *d.delivered).Interval
	limit := d.rules.dispute.Threshold.Float()
	switch {
	case limits.IsSmall(*d.delivered):
		return interval, gate.SmallSample
	case *d.disputePassed && interval.High <= limit, !*d.disputePassed && interval.Low > limit:
		return interval, stable
	}
	return interval, notDistinguishable
}
