package comparetiers

import (
	"math"

	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/stat"
)

// The verdicts that are no gate codes.
const (
	consistent   = "consistent"
	inconsistent = "inconsistent"
)

// A comparison is a row of the mart. What the sample does not give is NaN.
type comparison struct {
	group
	premiumRate, ordinaryRate float64
	difference                float64
	interval                  stat.Interval
	claimed                   float64
	verdict                   string
	strata, strataLines       int64
	odds                      stat.CommonOdds
}

// compare decides the row of a group.
func compare(g group, claimed float64, limits gate.Gate) comparison {
	premium, ordinary := g.all.premium, g.all.ordinary
	c := comparison{
		group: g, claimed: claimed, difference: math.NaN(), interval: stat.UnknownInterval,
		premiumRate:  limits.Proportion(premium.onTime, premium.lines).Share,
		ordinaryRate: limits.Proportion(ordinary.onTime, ordinary.lines).Share,
	}
	smaller := min(premium.lines, ordinary.lines)
	if limits.HasShare(smaller) {
		c.difference, c.interval = stat.Difference(
			int(premium.onTime), int(premium.lines), int(ordinary.onTime), int(ordinary.lines), stat.Confidence)
	}
	switch {
	case smaller == 0:
		c.verdict = gate.NotObservable
	case limits.IsSmall(smaller):
		c.verdict = gate.SmallSample
	case math.IsNaN(claimed):
		c.verdict = gate.NotObservable
	case c.interval.Low <= claimed && claimed <= c.interval.High:
		c.verdict = consistent
	default:
		c.verdict = inconsistent
	}
	c.stratify(limits)
	return c
}

// stratify compares the tiers within the routes by which both were paid.
func (c *comparison) stratify(limits gate.Gate) {
	var strata []stat.TwoByTwo
	var premium, ordinary int64
	for _, s := range c.routes {
		if s.premium.lines == 0 || s.ordinary.lines == 0 {
			continue
		}
		strata = append(strata, stat.TwoByTwo{
			FirstYes: s.premium.onTime, FirstNo: s.premium.lines - s.premium.onTime,
			SecondYes: s.ordinary.onTime, SecondNo: s.ordinary.lines - s.ordinary.onTime,
		})
		premium += s.premium.lines
		ordinary += s.ordinary.lines
	}
	c.strata, c.strataLines = int64(len(strata)), premium+ordinary
	if !limits.HasShare(min(premium, ordinary)) {
		strata = nil // chi-square is no test of three lines beside a thousand
	}
	c.odds = stat.MantelHaenszel(strata, stat.Confidence)
}
