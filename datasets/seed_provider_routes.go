package datasets

import "ozpayout/pipeline"

// Columns of the seed provider_routes.
var (
	RouteTermCode       = &pipeline.Code{Name: "route_code", Doc: "payout route"}
	RouteTermDirect     = &pipeline.Flag{Name: "is_rmb_direct", Doc: "said to settle in yuan without a transit account; null = nobody says (B05, C18)"}
	RouteTermNSPK       = &pipeline.Code{Name: "nspk_direct", Doc: "claimed or unknown, never checked (B14, C19, C20)"}
	RouteTermCurrencies = &pipeline.Text{Name: "settlement_currencies", Doc: "currencies that the route is said to settle in, joined by blanks; null = nobody says"}
	RouteTermSource     = &pipeline.Text{Name: "source", Doc: "document the row is from"}
)

// ProviderRoutes is a shipped reference table; a user's file of the same header adds rows.
var ProviderRoutes = &pipeline.Dataset{
	Name: "provider_routes", Doc: "What is published about payout routes: claims (A04, A34, B05, B14, C18-C20, R04, R06, R08).",
	Grain: "one row per policy pack, route and period", Layer: pipeline.SeedLayer,
	Columns: []pipeline.Column{
		Pack, RouteTermCode, RouteTermDirect, RouteTermNSPK, RouteTermCurrencies, ValidFrom, ValidTo, RuleIDs, RouteTermSource,
		pipeline.FromFile, pipeline.FromRow,
	},
	Key: []pipeline.Column{Pack, RouteTermCode, ValidFrom},
	Input: &pipeline.Input{
		Report: "reference table provider_routes", Zone: "Europe/Moscow", Seed: "provider_routes.csv",
		Fields: []pipeline.Field{
			{Column: Pack, Need: pipeline.Required},
			{Column: RouteTermCode, Need: pipeline.Required, Words: RouteWords},
			{Column: RouteTermDirect, Need: pipeline.Present},
			{Column: RouteTermNSPK, Need: pipeline.Present},
			{Column: RouteTermCurrencies, Need: pipeline.Present},
			{Column: ValidFrom, Need: pipeline.Present},
			{Column: ValidTo, Need: pipeline.Present},
			{Column: RuleIDs, Need: pipeline.Required},
			{Column: RouteTermSource, Need: pipeline.Required},
		},
	},
}
