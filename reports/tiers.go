package reports

import "ozpayout/datasets"

// tiers shows who passes the thresholds of the Premium tier, by how much, and what
// would be enough (B11). The thresholds are those of the policy in the month, so
// they stand beside the figures.
var tiers = &sheet{
	Key: "tiers", Dataset: datasets.SellerTiers, Frozen: 3,
	Columns: []column{
		markUnless(datasets.PassesAll, "OK: passes_all; CHECK: a threshold is not passed; empty: one is unknown"),
		{Of: datasets.SellerID},
		{Of: datasets.SellerMonth},
		{Of: datasets.GMVUSD},
		{Of: datasets.GMVThreshold},
		{Of: datasets.GMVPassed},
		{Of: datasets.GMVGap, Formula: less("gmv_usd", "gmv_threshold_usd")},
		{Of: datasets.PositiveRate},
		{Of: datasets.PositiveThreshold},
		{Of: datasets.PositivePassed},
		{Of: datasets.PositiveGap, Formula: less("positive_rate", "positive_threshold")},
		{Of: datasets.DisputeRate},
		{Of: datasets.DisputeThreshold},
		{Of: datasets.DisputePassed},
		{Of: datasets.DisputeGap, Formula: less("dispute_threshold", "dispute_rate")},
		{Of: datasets.DisputeRateLo},
		{Of: datasets.DisputeRateHi},
		{Of: datasets.DisputeStability, Codes: "dispute_stability_code"},
		{Of: datasets.PassesAll},
		{Of: datasets.MonthsInARow},
		{Of: datasets.WhatIfText, Codes: "tier_what_if_code", Wide: true},
		{Of: datasets.ShownTier, Codes: "tier_code"},
		{Of: datasets.AccountTierCode, Codes: "tier_code"},
		{Of: datasets.DecidedBy},
	},
}

// tierMonths shows what the months of sellers are judged by, and where it is from
// (C25-C27).
var tierMonths = &sheet{
	Key: "tier_months", Dataset: datasets.SellerMonths, Frozen: 2,
	Columns: []column{
		{Of: datasets.SellerID},
		{Of: datasets.SellerMonth},
		{Of: datasets.MonthOrders},
		{Of: datasets.GMVUSD},
		{Of: datasets.GMVBasis, Codes: "metric_basis_code"},
		{Of: datasets.GivenGMV},
		{Of: datasets.PositiveRate},
		{Of: datasets.RatingBasis, Codes: "metric_basis_code"},
		{Of: datasets.MonthDisputes},
		{Of: datasets.MonthDelivered},
		{Of: datasets.DisputeRate},
		{Of: datasets.DisputeBasis, Codes: "metric_basis_code"},
		{Of: datasets.OrdersCoverage, Codes: "month_coverage_code"},
		{Of: datasets.DisputeCoverage, Codes: "month_coverage_code"},
		{Of: datasets.UnvaluedOrders},
		{Of: datasets.GivenFile},
		{Of: datasets.GivenRow},
		{Of: datasets.DecidedBy},
	},
}

// tierComparison shows whether Premium sellers are paid on time more often, as they
// are and within routes, beside the published difference (B12).
var tierComparison = &sheet{
	Key: "tier_comparison", Dataset: datasets.TierComparison, Frozen: 2,
	Columns: []column{
		{Of: datasets.SellerID, Codes: "whole"},
		{Of: datasets.Period, Codes: "whole"},
		{Of: datasets.PremiumLines},
		{Of: datasets.PremiumOnTime},
		{Of: datasets.PremiumRate},
		{Of: datasets.OrdinaryLines},
		{Of: datasets.OrdinaryOnTime},
		{Of: datasets.OrdinaryRate},
		{Of: datasets.TierDifference},
		{Of: datasets.TierDifferenceLo},
		{Of: datasets.TierDifferenceHi},
		{Of: datasets.ClaimedDifference},
		{Of: datasets.TierVerdict, Codes: "verdict_code"},
		{Of: datasets.TierRoutes},
		{Of: datasets.TierRouteLines},
		{Of: datasets.TierOdds},
		{Of: datasets.TierOddsLo},
		{Of: datasets.TierOddsHi},
		{Of: datasets.TierChiSquare},
		{Of: datasets.TierPValue},
		{Of: datasets.DecidedBy},
	},
}
