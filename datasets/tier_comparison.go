package datasets

import "ozpayout/pipeline"

// Columns of the comparison of tiers.
var (
	PremiumLines      = &pipeline.Int{Name: "premium_lines", Doc: "judged lines of Premium sellers (D30)", Unit: "lines", From: []pipeline.Column{JudgedLines}}
	PremiumOnTime     = &pipeline.Int{Name: "premium_on_time", Doc: "of them, on time", Unit: "lines", From: []pipeline.Column{OnTimeLines}}
	PremiumRate       = &pipeline.Share{Name: "premium_rate", Doc: "on-time rate; null below the gate", Unit: "share 0..1", From: []pipeline.Column{OnTimeLines, JudgedLines}}
	OrdinaryLines     = &pipeline.Int{Name: "ordinary_lines", Doc: "judged lines of ordinary sellers", Unit: "lines", From: []pipeline.Column{JudgedLines}}
	OrdinaryOnTime    = &pipeline.Int{Name: "ordinary_on_time", Doc: "of them, on time", Unit: "lines", From: []pipeline.Column{OnTimeLines}}
	OrdinaryRate      = &pipeline.Share{Name: "ordinary_rate", Doc: "on-time rate; null below the gate", Unit: "share 0..1", From: []pipeline.Column{OnTimeLines, JudgedLines}}
	TierDifference    = &pipeline.Share{Name: "difference", Doc: "Premium rate minus ordinary rate; null where one is below the gate", Unit: "share -1..1", From: []pipeline.Column{OnTimeLines, JudgedLines}}
	TierDifferenceLo  = &pipeline.Share{Name: "difference_lo", Doc: "lower bound, Newcombe's hybrid score 95 %, as if lines were independent (see design_effect of on_time_rates)", Unit: "share -1..1", From: []pipeline.Column{OnTimeLines, JudgedLines}}
	TierDifferenceHi  = &pipeline.Share{Name: "difference_hi", Doc: "upper bound, 95 %", Unit: "share -1..1", From: []pipeline.Column{OnTimeLines, JudgedLines}}
	ClaimedDifference = &pipeline.Share{Name: "claimed_difference", Doc: "published difference: a claim (B12)", Unit: "share -1..1", From: []pipeline.Column{ClaimValue}}
	TierVerdict       = &pipeline.Code{Name: "verdict_code", Doc: "consistent (the claim lies in the interval), inconsistent, small_sample or not_observable (a tier has no lines)", From: []pipeline.Column{OnTimeLines, JudgedLines, ClaimValue}}
	TierRoutes        = &pipeline.Int{Name: "routes_compared", Doc: "routes by which both tiers were paid: the strata; an unknown route is none", Unit: "routes", From: []pipeline.Column{RouteOrAll}}
	TierRouteLines    = &pipeline.Int{Name: "routes_lines", Doc: "judged lines of these routes", Unit: "lines", From: []pipeline.Column{JudgedLines, RouteOrAll}}
	TierOdds          = &pipeline.Share{Name: "odds_ratio", Doc: "odds of being on time, Premium by ordinary, within routes (Mantel-Haenszel); null below the gate, and where it would be 0 or infinite", Unit: "ratio", From: []pipeline.Column{OnTimeLines, JudgedLines, RouteOrAll}}
	TierOddsLo        = &pipeline.Share{Name: "odds_ratio_lo", Doc: "lower bound 95 % (Robins, Breslow and Greenland)", Unit: "ratio", From: []pipeline.Column{OnTimeLines, JudgedLines, RouteOrAll}}
	TierOddsHi        = &pipeline.Share{Name: "odds_ratio_hi", Doc: "upper bound, 95 %", Unit: "ratio", From: []pipeline.Column{OnTimeLines, JudgedLines, RouteOrAll}}
	TierChiSquare     = &pipeline.Share{Name: "chi_square", Doc: "Mantel-Haenszel chi-square, one degree of freedom, with continuity correction unless that exceeds the deviation", Unit: "chi-square", From: []pipeline.Column{OnTimeLines, JudgedLines, RouteOrAll}}
	TierPValue        = &pipeline.Share{Name: "p_value", Doc: "probability of a chi-square that large if the tiers do not differ within routes and lines of one batch do not hang together: too small otherwise", Unit: "probability", From: []pipeline.Column{OnTimeLines, JudgedLines, RouteOrAll}}
)

// TierComparison is the mart that compares the on-time rates of the tiers.
var TierComparison = &pipeline.Dataset{
	Name: "tier_comparison", Doc: "On-time rates of Premium against ordinary sellers, as they are and within routes, beside the published difference (B12).",
	Grain: "one row per seller or ALL, and month or ALL", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, Period, PremiumLines, PremiumOnTime, PremiumRate, OrdinaryLines, OrdinaryOnTime, OrdinaryRate,
		TierDifference, TierDifferenceLo, TierDifferenceHi, ClaimedDifference, TierVerdict,
		TierRoutes, TierRouteLines, TierOdds, TierOddsLo, TierOddsHi, TierChiSquare, TierPValue, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{SellerID, Period},
}
