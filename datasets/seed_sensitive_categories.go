package datasets

import "ozpayout/pipeline"

// Columns of the seed sensitive_categories.
var (
	SensitiveCategory = &pipeline.Text{Name: "category", Doc: "category, compared folded"}
	SensitiveSource   = &pipeline.Text{Name: "source", Doc: "document the category is from"}
)

// SensitiveCategories is a shipped reference table; a user's file of the same header adds rows.
var SensitiveCategories = &pipeline.Dataset{
	Name: "sensitive_categories", Doc: "Categories that may be put under manual review (A32): an open list of which two are named.", Grain: "one row per category and period", Layer: pipeline.SeedLayer,
	Columns: []pipeline.Column{SensitiveCategory, ValidFrom, ValidTo, SensitiveSource, pipeline.FromFile, pipeline.FromRow},
	Key:     []pipeline.Column{SensitiveCategory, ValidFrom},
	Input: &pipeline.Input{
		Report: "reference table sensitive_categories", Zone: "Europe/Moscow", Seed: "sensitive_categories.csv",
		Fields: []pipeline.Field{
			{Column: SensitiveCategory, Need: pipeline.Required},
			{Column: ValidFrom, Need: pipeline.Present},
			{Column: ValidTo, Need: pipeline.Present},
			{Column: SensitiveSource, Need: pipeline.Present},
		},
	},
}
