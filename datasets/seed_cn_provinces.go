package datasets

import "ozpayout/pipeline"

// Columns of the seed cn_provinces.
var (
	ProvinceCode   = &pipeline.Code{Name: "province_code", Doc: "ISO 3166-2"}
	ProvinceAlias  = &pipeline.Text{Name: "alias", Doc: "spelling, compared folded"}
	ProvinceSource = &pipeline.Text{Name: "source", Doc: "document"}
)

// CNProvinces is a shipped reference table; a user's file of the same header adds rows.
var CNProvinces = &pipeline.Dataset{
	Name: "cn_provinces", Doc: "Chinese provinces by every spelling (A10, A13).", Grain: "one row per spelling", Layer: pipeline.SeedLayer,
	Columns: []pipeline.Column{ProvinceCode, ProvinceAlias, RuleIDs, ProvinceSource, pipeline.FromFile, pipeline.FromRow},
	Key:     []pipeline.Column{ProvinceAlias},
	Input: &pipeline.Input{
		Report: "reference table cn_provinces", Zone: "Europe/Moscow", Seed: "cn_provinces.csv",
		Fields: []pipeline.Field{
			{Column: ProvinceCode, Need: pipeline.Required},
			{Column: ProvinceAlias, Need: pipeline.Required},
			{Column: RuleIDs, Need: pipeline.Present},
			{Column: ProvinceSource, Need: pipeline.Present},
		},
	},
}
