package policy

import (
	"fmt"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/cell"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/ratio"
)

// The metrics that tiers have thresholds of (B11).
const (
	GMV          = "gmv_usd"       // minor units of USD by 1
	PositiveRate = "positive_rate" // a share
	DisputeRate  = "dispute_rate"  // a share
)

// A TierRule is a dated threshold of a tier.
type TierRule struct {
	Tier, Metric string
	IsAtMost     bool        // otherwise at least; equal passes both ways
	Threshold    ratio.Ratio // minor units of USD by 1, or a share 0..1
	Period       Period
	RuleIDs      string
}

// IsPassedBy reports whether a known value is on the right side of the threshold.
func (r TierRule) IsPassedBy(value ratio.Ratio) bool {
	sign := value.Compare(r.Threshold)
	if r.IsAtMost {
		return sign <= 0
	}
	return sign >= 0
}

// A TierTable holds the thresholds of the pack.
type TierTable struct{ rows []TierRule }

// Tiers reads [datasets.Tiers]. A threshold that is no amount or percentage, or a
// comparison or metric that no rule knows, is an error.
func Tiers(t *pipeline.Task) (*TierTable, error) {
	type key struct {
		tier, metric string
		from         calendar.Day
	}
	rows := table[key, TierRule]{name: datasets.Tiers.Name}
	err := eachOfPack(t, datasets.Tiers, func(c cursor, at place) error {
		rule := TierRule{
			Tier: c.Code(datasets.TierRuleTier), Metric: c.Code(datasets.TierRuleMetric),
			Period: Validity(c.Row), RuleIDs: c.Code(datasets.RuleIDs),
		}
		switch comparison := c.Code(datasets.TierRuleComparison); comparison {
		case "at_most":
			rule.IsAtMost = true
		case "at_least":
		default:
			return fmt.Errorf("comparison %q is none of at_least, at_most", comparison)
		}
		var err error
		if rule.Threshold, err = threshold(rule.Metric, c.Text(datasets.TierRuleThreshold)); err != nil {
			return err
		}
		return rows.add(key{rule.Tier, rule.Metric, rule.Period.From}, rule, at)
	})
	if err != nil {
		return nil, err
	}
	return &TierTable{rows: rows.values()}, nil
}

func threshold(metric, text string) (ratio.Ratio, error) {
	decimals := 2
	switch metric {
	case GMV:
	case PositiveRate, DisputeRate:
		decimals = claimScale
	default:
		return ratio.Ratio{}, fmt.Errorf("metric_code %q is none of %s, %s, %s", metric, GMV, PositiveRate, DisputeRate)
	}
	value, reason := cell.NumberMoney([]byte(text), decimals)
	switch {
	case reason != "" || value < 0:
		return ratio.Ratio{}, fmt.Errorf("threshold %q of %s is no number from 0 on with at most %d decimals", text, metric, decimals)
	case metric == GMV:
		return ratio.Ratio{Numerator: value, Denominator: 1}, nil
	}
	return ratio.OfPercent(value), nil
}

// At returns the threshold of a tier and metric that holds on a day. Of two periods
// that hold, the later one counts. ok is false when the pack has none.
func (t *TierTable) At(tier, metric string, day calendar.Day) (rule TierRule, ok bool) {
	for _, row := range t.rows {
		if row.Tier == tier && row.Metric == metric && row.Period.Holds(day) && (!ok || row.Period.From >= rule.Period.From) {
			rule, ok = row, true
		}
	}
	return rule, ok
}
