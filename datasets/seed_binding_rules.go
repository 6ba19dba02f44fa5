package datasets

import "ozpayout/pipeline"

// Columns of the seed binding_rules.
var (
	BindingRuleCheck     = &pipeline.Code{Name: "check_id", Doc: "check of the binding audit"}
	BindingRuleProviders = &pipeline.Text{Name: "providers", Doc: "providers the check is for, joined by blanks; empty = all"}
	BindingRuleNextStep  = &pipeline.Code{Name: "next_step", Doc: "what to do when the check fails; empty = see the checks it is made of"}
	BindingRuleSource    = &pipeline.Text{Name: "source", Doc: "document the check is from"}
)

// BindingRules is a shipped reference table; a user's file of the same header adds rows.
var BindingRules = &pipeline.Dataset{
	Name: "binding_rules", Doc: "Checks of the binding audit that a policy pack knows, the providers they are for, and the next step (A05-A15, A27-A31).",
	Grain: "one row per policy pack, check and period", Layer: pipeline.SeedLayer,
	Columns: []pipeline.Column{Pack, BindingRuleCheck, BindingRuleProviders, BindingRuleNextStep, ValidFrom, ValidTo, RuleIDs, BindingRuleSource, pipeline.FromFile, pipeline.FromRow},
	Key:     []pipeline.Column{Pack, BindingRuleCheck, ValidFrom},
	Input: &pipeline.Input{
		Report: "reference table binding_rules", Zone: "Europe/Moscow", Seed: "binding_rules.csv",
		Fields: []pipeline.Field{
			{Column: Pack, Need: pipeline.Required},
			{Column: BindingRuleCheck, Need: pipeline.Required},
			{Column: BindingRuleProviders, Need: pipeline.Present},
			{Column: BindingRuleNextStep, Need: pipeline.Present},
			{Column: ValidFrom, Need: pipeline.Present},
			{Column: ValidTo, Need: pipeline.Present},
			{Column: RuleIDs, Need: pipeline.Present},
			{Column: BindingRuleSource, Need: pipeline.Present},
		},
	},
}
