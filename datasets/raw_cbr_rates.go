package datasets

import "ozpayout/pipeline"

// Columns of the Bank of Russia's rate files.
var (
	InForceFrom = &pipeline.Date{Name: "in_force_from", Doc: "first day on which the rate holds"}
	CBRID       = &pipeline.Code{Name: "cbr_id", Doc: "the bank's own id of the currency: R01235"}
	CharCode    = &pipeline.Code{Name: "char_code", Doc: "ISO 4217 letters as published"}
	CBRName     = &pipeline.Code{Name: "cbr_name", Doc: "Russian name; the XLSX export has nothing else"}
	Nominal     = &pipeline.Int{Name: "nominal", Doc: "units of the currency that the value is for: a power of ten that changes with time", Unit: "units"}
	Value       = &pipeline.Rate{Name: "value", Doc: "roubles for nominal units, as published", Unit: "RUB per nominal"}
)

// RawCBRRates are official rates of the Bank of Russia: XML_daily, XML_dynamic,
// the JSON mirror and the site's XLSX export (rates.md section 1).
var RawCBRRates = &pipeline.Dataset{
	Name: "raw_cbr_rates", Doc: "Official rates of the Bank of Russia, value and nominal kept apart (rates.md).",
	Grain: "one row per currency and day of coming into force, per file", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{InForceFrom, CBRID, CharCode, CBRName, Nominal, Value, pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow},
	Input: &pipeline.Input{
		Report: "CBR rates", Known: true, Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: InForceFrom, Need: pipeline.Required, Exact: []string{"@Date", "$@Date", "$.Date", "data"}},
			{Column: CBRID, Exact: []string{"@ID", "@Id", "ID", "$@ID"}},
			{Column: CharCode, Exact: []string{"CharCode"}},
			{Column: CBRName, Exact: []string{"Name", "cdx"}},
			{Column: Nominal, Need: pipeline.Required, Exact: []string{"Nominal", "nominal"}},
			{Column: Value, Need: pipeline.Required, Exact: []string{"Value", "curs"}},
		},
		Generations: []pipeline.Generation{
			{Name: "XML_dynamic", Has: []string{"@Date", "@Id"}},
			{Name: "XML_daily", Has: []string{"$@Date", "@ID"}},
			{Name: "daily JSON", Has: []string{"$.Date", "CharCode"}},
			{Name: "site XLSX", Has: []string{"curs", "cdx"}},
		},
	},
}
