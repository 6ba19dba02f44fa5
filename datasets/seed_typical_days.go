package datasets

import "ozpayout/pipeline"

// Columns of the seed typical_days.
var (
	TypicalRouteClass  = &pipeline.Code{Name: "route_class", Doc: "rmb_direct or transit_account"}
	TypicalRouteCode   = &pipeline.Code{Name: "route_code", Doc: "route; null = any that has no row of its own"}
	TypicalCurrency    = &pipeline.Code{Name: "currency", Doc: "payout currency"}
	TypicalWorkingDays = &pipeline.Int{Name: "working_days", Doc: "typical RU working days", Unit: "business days"}
	TypicalSource      = &pipeline.Text{Name: "source", Doc: "document the figure is from"}
)

// TypicalDays is a shipped reference table; a user's file of the same header adds rows.
var TypicalDays = &pipeline.Dataset{
	Name: "typical_days", Doc: "Days a payout typically takes by route and currency: a claim, not a due date (B05, B06, C05, D08).", Grain: "one row per policy pack, route class and currency", Layer: pipeline.SeedLayer,
	Columns: []pipeline.Column{Pack, TypicalRouteClass, TypicalRouteCode, TypicalCurrency, TypicalWorkingDays, ValidFrom, ValidTo, RuleIDs, TypicalSource, pipeline.FromFile, pipeline.FromRow},
	Key:     []pipeline.Column{Pack, TypicalRouteClass, TypicalRouteCode, TypicalCurrency, ValidFrom},
	Input: &pipeline.Input{
		Report: "reference table typical_days", Zone: "Europe/Moscow", Seed: "typical_days.csv",
		Fields: []pipeline.Field{
			{Column: Pack, Need: pipeline.Required},
			{Column: TypicalRouteClass, Need: pipeline.Required},
			{Column: TypicalRouteCode, Need: pipeline.Present},
			{Column: TypicalCurrency, Need: pipeline.Required},
			{Column: TypicalWorkingDays, Need: pipeline.Present},
			{Column: ValidFrom, Need: pipeline.Present},
			{Column: ValidTo, Need: pipeline.Present},
			{Column: RuleIDs, Need: pipeline.Present},
			{Column: TypicalSource, Need: pipeline.Present},
		},
	},
}
