package datasets

import "ozpayout/pipeline"

// Columns of seller tiers. A gap is how far a value is on the right side of its
// threshold; a negative one is what is missing.
var (
	TierTarget        = &pipeline.Code{Name: "tier_code", Doc: "tier whose thresholds are applied: premium", From: []pipeline.Column{TierRuleTier}}
	GMVThreshold      = &pipeline.Money{Name: "gmv_threshold_usd", Doc: "least GMV of the month", Unit: "USD", From: []pipeline.Column{TierRuleThreshold}}
	GMVPassed         = &pipeline.Flag{Name: "gmv_passed", Doc: "at least the threshold, exactly; null = unknown", From: []pipeline.Column{GMVUSD, TierRuleThreshold}}
	GMVGap            = &pipeline.Money{Name: "gmv_gap_usd", Doc: "GMV minus its threshold", Unit: "USD", From: []pipeline.Column{GMVUSD, TierRuleThreshold}}
	PositiveThreshold = &pipeline.Share{Name: "positive_threshold", Doc: "least positive rating", Unit: "share 0..1", From: []pipeline.Column{TierRuleThreshold}}
	PositivePassed    = &pipeline.Flag{Name: "positive_passed", Doc: "at least the threshold, exactly; null = unknown", From: []pipeline.Column{PositiveOf, RatingsOf, TierRuleThreshold}}
	PositiveGap       = &pipeline.Share{Name: "positive_gap", Doc: "rating minus its threshold", Unit: "share", From: []pipeline.Column{PositiveOf, RatingsOf, TierRuleThreshold}}
	DisputeThreshold  = &pipeline.Share{Name: "dispute_threshold", Doc: "largest dispute rate", Unit: "share 0..1", From: []pipeline.Column{TierRuleThreshold}}
	DisputePassed     = &pipeline.Flag{Name: "dispute_passed", Doc: "at most the threshold, exactly; null = unknown", From: []pipeline.Column{DisputesOf, DeliveredOf, TierRuleThreshold}}
	DisputeGap        = &pipeline.Share{Name: "dispute_gap", Doc: "threshold minus dispute rate", Unit: "share", From: []pipeline.Column{DisputesOf, DeliveredOf, TierRuleThreshold}}
	PassesAll         = &pipeline.Flag{Name: "passes_all", Doc: "all thresholds are passed; false = one is not; null = none fails and one is unknown", From: []pipeline.Column{GMVPassed, PositivePassed, DisputePassed}}
	MonthsInARow      = &pipeline.Int{Name: "months_in_a_row", Doc: "calendar months that pass all thresholds, up to this one; a failed, unknown or missing month ends the run; null = unknown", Unit: "months", From: []pipeline.Column{PassesAll, SellerMonth}}
	DisputeRateLo     = &pipeline.Share{Name: "dispute_rate_lo", Doc: "lower bound, Wilson 95 %; null = no counts, or too few", Unit: "share 0..1", From: []pipeline.Column{MonthDisputes, MonthDelivered}}
	DisputeRateHi     = &pipeline.Share{Name: "dispute_rate_hi", Doc: "upper bound, Wilson 95 %", Unit: "share 0..1", From: []pipeline.Column{MonthDisputes, MonthDelivered}}
	WhatIfText        = &pipeline.Text{Name: "what_if_text", Doc: "what would be enough, as code=number joined by blanks: gmv_missing_usd, positive_ratings_missing, dispute_orders_needed (orders delivered for these disputes), disputes_allowed (for these orders)", From: []pipeline.Column{GMVUSD, PositiveOf, RatingsOf, MonthDisputes, MonthDelivered, TierRuleThreshold}}
	DisputeStability  = &pipeline.Code{Name: "dispute_stability_code", Doc: "stable (the whole interval lies on the side of the verdict), not_distinguishable, small_sample, or unknown", From: []pipeline.Column{DisputeRateLo, DisputeRateHi, DisputeThreshold}}
	OrdersNeeded      = &pipeline.Int{Name: "dispute_orders_needed", Doc: "least number of delivered orders with which these disputes pass", Unit: "orders", From: []pipeline.Column{MonthDisputes, TierRuleThreshold}}
	DisputesAllowed   = &pipeline.Int{Name: "disputes_allowed", Doc: "largest number of disputes that passes with these orders", Unit: "disputes", From: []pipeline.Column{MonthDelivered, TierRuleThreshold}}
	AccountTierCode   = &pipeline.Code{Name: "account_tier_code", Doc: "tier of seller_accounts on the last day of the month, or on the as-of date; null = not known", From: []pipeline.Column{AccountTier, ValidFrom, ValidTo}}
)

// SellerTiers is the mart of tier decisions.
var SellerTiers = &pipeline.Dataset{
	Name: "seller_tiers", Doc: "Whether a seller passes the thresholds of the Premium tier in a month, by how much, and what would be enough, beside the tier that Ozon shows (B11, C25-C27).",
	Grain: "one row per seller and calendar month", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, SellerMonth,
		GMVUSD, GMVThreshold, GMVPassed, GMVGap,
		PositiveRate, PositiveThreshold, PositivePassed, PositiveGap,
		DisputeRate, DisputeThreshold, DisputePassed, DisputeGap,
		PassesAll, MonthsInARow, DisputeRateLo, DisputeRateHi, WhatIfText,
		TierTarget, DisputeStability, OrdersNeeded, DisputesAllowed, ShownTier, AccountTierCode, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{SellerID, SellerMonth},
}
