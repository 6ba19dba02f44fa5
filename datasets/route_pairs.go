package datasets

import "ozpayout/pipeline"

// Columns of route_pairs.
var (
	RouteA         = &pipeline.Code{Name: "route_a", Doc: "first route, in alphabetical order", From: []pipeline.Column{Provider}}
	RouteB         = &pipeline.Code{Name: "route_b", Doc: "second route", From: []pipeline.Column{Provider}}
	PairDesign     = &pipeline.Code{Name: "design", Doc: "all (every conversion of both) or same_day (days and currencies on which both converted, each counting alike)", From: []pipeline.Column{CostM1On}}
	DifferenceBP   = &pipeline.Share{Name: "difference_bp", Doc: "all-in cost of route_b less that of route_a, timing left out: positive = route_a is cheaper; null below the gate (A35)", Unit: "bp", From: allInFrom}
	DifferenceLoBP = &pipeline.Share{Name: "lo_bp", Doc: "lower bound, 95 %, bootstrap over withdrawal days", Unit: "bp", From: append([]pipeline.Column{CostM1On}, allInFrom...)}
	DifferenceHiBP = &pipeline.Share{Name: "hi_bp", Doc: "upper bound, 95 %", Unit: "bp", From: append([]pipeline.Column{CostM1On}, allInFrom...)}
	DaysInCommon   = &pipeline.Int{Name: "days_in_common", Doc: "days on which both routes converted the same currency", Unit: "days", From: []pipeline.Column{CostM1On}}
	PairClaimedBP  = &pipeline.Share{Name: "claimed_bp", Doc: "published difference: a claim (A35, C03); null = none", Unit: "bp", From: []pipeline.Column{ClaimValue}}
	PairVerdict    = &pipeline.Code{Name: "verdict_code", Doc: "consistent or inconsistent with the claim; not_comparable (too few days in common), small_sample; null = no claim", From: []pipeline.Column{ClaimValue, CostM1On, CostSpread}}
	PairCostsA     = &pipeline.Int{Name: "conversions_a", Doc: "costed conversions of route_a in the design", Unit: "withdrawals", From: []pipeline.Column{CostCode}}
	PairCostsB     = &pipeline.Int{Name: "conversions_b", Doc: "costed conversions of route_b in the design", Unit: "withdrawals", From: []pipeline.Column{CostCode}}
)

// RoutePairs is the mart of routes compared two by two.
var RoutePairs = &pipeline.Dataset{
	Name: "route_pairs", Doc: "Difference of the conversion cost of two routes with its interval, beside the published one (A35, C03).",
	Grain: "one row per pair of routes, currency that arrives and design", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		RouteA, RouteB, CostCurrency, PairDesign, DifferenceBP, DifferenceLoBP, DifferenceHiBP, DaysInCommon, PairClaimedBP, PairVerdict,
		PairCostsA, PairCostsB, RouteClaimText, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{RouteA, RouteB, CostCurrency, PairDesign},
}
