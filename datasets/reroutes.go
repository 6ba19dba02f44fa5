package datasets

import "ozpayout/pipeline"

// Columns of reroutes.
var (
	RerouteCategory = &pipeline.Code{Name: "category", Doc: "category of the goods, folded as words are; unknown = none known; ALL", From: []pipeline.Column{ProductCategory, SKU}}
	RerouteIntended = &pipeline.Code{Name: "intended_route", Doc: "route the seller wants on the clock start; unknown = nobody says; ALL", From: []pipeline.Column{IntendedRoute}}
	RerouteActual   = &pipeline.Code{Name: "actual_route", Doc: "route the line was sent through: bank where the payout status says so; ALL", From: []pipeline.Column{RouteCode, StatusCode}}
	RerouteLines    = &pipeline.Int{Name: "lines", Doc: "sale lines", Unit: "lines", From: []pipeline.Column{LineCode, ScopeCode}}
	Rerouted        = &pipeline.Int{Name: "rerouted", Doc: "of them, sent through the backup channel (A33)", Unit: "lines", From: []pipeline.Column{StatusCode, RouteCode, IntendedRoute}}
	RerouteMonth    = &pipeline.Code{Name: "month", Doc: "month YYYY-MM of settled_on, or ALL", From: []pipeline.Column{SettledOn}}
	RerouteRate     = &pipeline.Share{Name: "rate", Doc: "rerouted by lines whose actual route is known: what was counted, so of few lines too; null = of none, or category not observable", Unit: "share 0..1", From: []pipeline.Column{Rerouted, RerouteLines}}
	RerouteRateLo   = &pipeline.Share{Name: "rate_lo", Doc: "lower bound, Wilson 95 %; null below 10 lines (D32)", Unit: "share 0..1", From: []pipeline.Column{Rerouted, RerouteLines}}
	RerouteRateHi   = &pipeline.Share{Name: "rate_hi", Doc: "upper bound, Wilson 95 %", Unit: "share 0..1", From: []pipeline.Column{Rerouted, RerouteLines}}
	RerouteGate     = &pipeline.Code{Name: "gate_code", Doc: "ok, small_sample (below 30), not_observable (no product categories of the seller are loaded, or no actual route is known) (D22, D32)", From: []pipeline.Column{RerouteLines, TableName}}
	CategoryWatch   = &pipeline.Code{Name: "category_watch", Doc: "latest state of the category in the month; watch = none, but the category is on the sensitive list (A32), which is no cause; null = none and not on the list, or no category", From: []pipeline.Column{CategoryState, SensitiveCategory}}
)

// RerouteCounts are the sale lines of one partition by route, additive.
var RerouteCounts = &pipeline.Dataset{
	Name: "reroute_counts", Doc: "Sale lines by category, intended and actual route: partial counts.", Grain: "one row per batch, seller, month, category and pair of routes", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{SellerID, MonthOn, RerouteCategory, RerouteIntended, RerouteActual, RerouteLines, Rerouted},
}

// Reroutes is the mart of intended and actual routes.
var Reroutes = &pipeline.Dataset{
	Name: "reroutes", Doc: "How many lines were sent through the backup channel, by category, intended and actual route, with sensitive categories to watch (A32, A33).",
	Grain: "one row per seller, month or ALL, category or ALL, intended route or ALL, and actual route or ALL", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, RerouteMonth, RerouteCategory, RerouteIntended, RerouteActual, RerouteLines, Rerouted, RerouteRate,
		RerouteRateLo, RerouteRateHi, RerouteGate, CategoryWatch, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{SellerID, RerouteMonth, RerouteCategory, RerouteIntended, RerouteActual},
}
