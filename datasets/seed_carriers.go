package datasets

import "ozpayout/pipeline"

// Columns of the seed carriers.
var (
	CarrierCode          = &pipeline.Code{Name: "carrier_code", Doc: "carrier"}
	CarrierAlias         = &pipeline.Text{Name: "alias", Doc: "spelling, compared folded"}
	CarrierIsWhitelisted = &pipeline.Flag{Name: "is_whitelisted", Doc: "tracks of the carrier are accepted"}
	CarrierSource        = &pipeline.Text{Name: "source", Doc: "document"}
)

// Carriers is a shipped reference table; a user's file of the same header adds rows.
var Carriers = &pipeline.Dataset{
	Name: "carriers", Doc: "White-listed carriers and their spellings (B16): three are named, the other nine are the user's to add.", Grain: "one row per alias", Layer: pipeline.SeedLayer,
	Columns: []pipeline.Column{CarrierCode, CarrierAlias, CarrierIsWhitelisted, ValidFrom, ValidTo, CarrierSource, pipeline.FromFile, pipeline.FromRow},
	Key:     []pipeline.Column{CarrierAlias, ValidFrom},
	Input: &pipeline.Input{
		Report: "reference table carriers", Zone: "Europe/Moscow", Seed: "carriers.csv",
		Fields: []pipeline.Field{
			{Column: CarrierCode, Need: pipeline.Present},
			{Column: CarrierAlias, Need: pipeline.Required},
			{Column: CarrierIsWhitelisted, Need: pipeline.Present},
			{Column: ValidFrom, Need: pipeline.Present},
			{Column: ValidTo, Need: pipeline.Present},
			{Column: CarrierSource, Need: pipeline.Present},
		},
	},
}
