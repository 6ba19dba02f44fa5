package datasets

import "ozpayout/pipeline"

// Columns of the seed tiers.
var (
	TierRuleTier       = &pipeline.Code{Name: "tier_code", Doc: "tier that the threshold leads to"}
	TierRuleMetric     = &pipeline.Code{Name: "metric_code", Doc: "gmv_usd, positive_rate or dispute_rate"}
	TierRuleComparison = &pipeline.Code{Name: "comparison", Doc: "at_least or at_most; equal passes"}
	TierRuleThreshold  = &pipeline.Text{Name: "threshold", Doc: "its value: USD of a calendar month, or percent"}
	TierRuleUnit       = &pipeline.Code{Name: "unit", Doc: "unit of the value"}
	TierRuleSource     = &pipeline.Text{Name: "source", Doc: "document the threshold is from"}
)

// Tiers is a shipped reference table; a user's file of the same header adds rows.
var Tiers = &pipeline.Dataset{
	Name: "tiers", Doc: "Dated thresholds of a seller tier (B11, C25-C27).", Grain: "one row per policy pack, tier, metric and period", Layer: pipeline.SeedLayer,
	Columns: []pipeline.Column{Pack, TierRuleTier, TierRuleMetric, TierRuleComparison, TierRuleThreshold, TierRuleUnit, ValidFrom, ValidTo, RuleIDs, TierRuleSource, pipeline.FromFile, pipeline.FromRow},
	Key:     []pipeline.Column{Pack, TierRuleTier, TierRuleMetric, ValidFrom},
	Input: &pipeline.Input{
		Report: "reference table tiers", Zone: "Europe/Moscow", Seed: "tiers.csv",
		Fields: []pipeline.Field{
			{Column: Pack, Need: pipeline.Required},
			{Column: TierRuleTier, Need: pipeline.Required},
			{Column: TierRuleMetric, Need: pipeline.Required},
			{Column: TierRuleComparison, Need: pipeline.Required},
			{Column: TierRuleThreshold, Need: pipeline.Required},
			{Column: TierRuleUnit, Need: pipeline.Present},
			{Column: ValidFrom, Need: pipeline.Present},
			{Column: ValidTo, Need: pipeline.Present},
			{Column: RuleIDs, Need: pipeline.Present},
			{Column: TierRuleSource, Need: pipeline.Present},
		},
	},
}
