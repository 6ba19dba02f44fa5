package datasets

import "ozpayout/pipeline"

// Columns of the seed eligibility_rules.
var (
	EligibilityScope       = &pipeline.Code{Name: "scope", Doc: "channel (who may use the provider) or cycle (whose payouts the payout cycle is for): two scopes, never one (C01)"}
	EligibilityProvider    = &pipeline.Code{Name: "provider", Doc: "provider of the channel; empty for the cycle"}
	EligibilityAttribute   = &pipeline.Code{Name: "attribute", Doc: "column of seller_accounts or bindings that decides"}
	EligibilityRequirement = &pipeline.Code{Name: "requirement", Doc: "one_of, one_of_or_blank, none_of, at_least, filled, inn, same_as_licence_no, or noted: reported, never decides"}
	EligibilityAccepted    = &pipeline.Text{Name: "accepted", Doc: "values of the requirement, joined by blanks"}
	EligibilityReason      = &pipeline.Code{Name: "reason_code", Doc: "what is said when the requirement is not met"}
	EligibilitySource      = &pipeline.Text{Name: "source", Doc: "document the rule is from"}
)

// EligibilityRules is a shipped reference table; a user's file of the same header adds rows.
var EligibilityRules = &pipeline.Dataset{
	Name: "eligibility_rules", Doc: "Attributes that decide who may use a channel and who falls under the payout cycle, by policy pack and date (A22, A23, B17, C01, C02, R04).",
	Grain: "one row per policy pack, scope, provider, attribute and period", Layer: pipeline.SeedLayer,
	Columns: []pipeline.Column{
		Pack, EligibilityScope, EligibilityProvider, EligibilityAttribute, EligibilityRequirement, EligibilityAccepted, EligibilityReason,
		ValidFrom, ValidTo, RuleIDs, EligibilitySource, pipeline.FromFile, pipeline.FromRow,
	},
	Key: []pipeline.Column{Pack, EligibilityScope, EligibilityProvider, EligibilityAttribute, ValidFrom},
	Input: &pipeline.Input{
		Report: "reference table eligibility_rules", Zone: "Europe/Moscow", Seed: "eligibility_rules.csv",
		Fields: []pipeline.Field{
			{Column: Pack, Need: pipeline.Required},
			{Column: EligibilityScope, Need: pipeline.Required},
			{Column: EligibilityProvider, Need: pipeline.Present},
			{Column: EligibilityAttribute, Need: pipeline.Required},
			{Column: EligibilityRequirement, Need: pipeline.Required},
			{Column: EligibilityAccepted, Need: pipeline.Present},
			{Column: EligibilityReason, Need: pipeline.Required},
			{Column: ValidFrom, Need: pipeline.Present},
			{Column: ValidTo, Need: pipeline.Present},
			{Column: RuleIDs, Need: pipeline.Present},
			{Column: EligibilitySource, Need: pipeline.Present},
		},
	},
}
