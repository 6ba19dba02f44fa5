package datasets

import "ozpayout/pipeline"

// Columns of the seed error_codes.
var (
	KnownErrorCode = &pipeline.Code{Name: "error_code", Doc: "ERR_ and four digits"}
	ErrorMeaning   = &pipeline.Text{Name: "meaning", Doc: "what the code means; empty = not published, yours to fill in (C31)"}
	ErrorSource    = &pipeline.Text{Name: "source", Doc: "document"}
)

// ErrorCodes is a shipped reference table; a user's file of the same header adds rows.
var ErrorCodes = &pipeline.Dataset{
	Name: "error_codes", Doc: "Error codes of failed bindings; the articles name two and explain none (A16, C31).", Grain: "one row per code", Layer: pipeline.SeedLayer,
	Columns: []pipeline.Column{KnownErrorCode, ErrorMeaning, ErrorSource, pipeline.FromFile, pipeline.FromRow},
	Key:     []pipeline.Column{KnownErrorCode},
	Input: &pipeline.Input{
		Report: "reference table error_codes", Zone: "Europe/Moscow", Seed: "error_codes.csv",
		Fields: []pipeline.Field{
			{Column: KnownErrorCode, Need: pipeline.Required},
			{Column: ErrorMeaning, Need: pipeline.Present},
			{Column: ErrorSource, Need: pipeline.Present},
		},
	},
}
