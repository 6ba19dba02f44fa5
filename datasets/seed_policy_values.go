package datasets

import "ozpayout/pipeline"

// Columns of the seed policy_values.
var (
	PolicyName   = &pipeline.Code{Name: "name", Doc: "name of the parameter"}
	PolicyValue  = &pipeline.Text{Name: "value", Doc: "its value, a number or a code"}
	PolicyUnit   = &pipeline.Code{Name: "unit", Doc: "unit of the value"}
	PolicySource = &pipeline.Text{Name: "source", Doc: "document the value is from"}
)

// PolicyValues is a shipped reference table; a user's file of the same header adds rows.
var PolicyValues = &pipeline.Dataset{
	Name: "policy_values", Doc: "Thresholds and parameters of the rules, by name and date.", Grain: "one row per policy pack, name and period", Layer: pipeline.SeedLayer,
	Columns: []pipeline.Column{Pack, PolicyName, PolicyValue, PolicyUnit, ValidFrom, ValidTo, RuleIDs, PolicySource, pipeline.FromFile, pipeline.FromRow},
	Key:     []pipeline.Column{Pack, PolicyName, ValidFrom},
	Input: &pipeline.Input{
		Report: "reference table policy_values", Zone: "Europe/Moscow", Seed: "policy_values.csv",
		Fields: []pipeline.Field{
			{Column: Pack, Need: pipeline.Required},
			{Column: PolicyName, Need: pipeline.Required},
			{Column: PolicyValue, Need: pipeline.Present},
			{Column: PolicyUnit, Need: pipeline.Present},
			{Column: ValidFrom, Need: pipeline.Present},
			{Column: ValidTo, Need: pipeline.Present},
			{Column: RuleIDs, Need: pipeline.Present},
			{Column: PolicySource, Need: pipeline.Present},
		},
	},
}
