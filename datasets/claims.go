package datasets

import "ozpayout/pipeline"

// Columns of claims.
var (
	ClaimKey     = &pipeline.Code{Name: "claim_id", Doc: "published figure", From: []pipeline.Column{ClaimID}}
	ClaimedValue = &pipeline.Share{Name: "claimed_value", Doc: "the figure as published, in its unit: a claim, not a measurement (A01)", Unit: "see unit", From: []pipeline.Column{ClaimValue}}
	OwnValue     = &pipeline.Share{Name: "own_value", Doc: "our own figure in the same unit; null = not observable", Unit: "see unit", From: []pipeline.Column{
		Weight, OnTimeLines, JudgedLines, Within3, Known3, BenchmarkShare, MeanReviewDays, MetRate, MeanMinutes, TicketShare, DifferenceBP, MedianBookingLag,
		MedianDeviationBP, VolatilityValue, HoldMeanDays, RestrictedMean,
	}}
	ClaimN      = &pipeline.Int{Name: "n", Doc: "observations behind our figure", Unit: "observations", From: []pipeline.Column{JudgedLines, LateLines}}
	ClaimLo     = &pipeline.Share{Name: "lo", Doc: "lower bound of our figure, 95 %; of shares of lines Wilson's, of their difference Newcombe's, as if lines were independent (see design_effect of on_time_rates and cause_shares); null = no interval", Unit: "see unit", From: []pipeline.Column{Weight, OnTimeLines, JudgedLines}}
	ClaimHi     = &pipeline.Share{Name: "hi", Doc: "upper bound of our figure, 95 %", Unit: "see unit", From: []pipeline.Column{Weight, OnTimeLines, JudgedLines}}
	VerdictCode = &pipeline.Code{Name: "verdict_code", Doc: "consistent, inconsistent (the claim lies outside of lo and hi; without an interval, our figure does not round to it; a promise is broken), not_observable or small_sample", From: []pipeline.Column{ClaimValue, OnTimeLines, Weight}}
)

// Claims is the mart of published figures beside our own.
var Claims = &pipeline.Dataset{
	Name: "claims", Doc: "Every published figure beside our own number, with n, interval and verdict (A01, C24, C36).",
	Grain: "one row per published figure", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{ClaimKey, ClaimSource, ClaimAsOf, ClaimScope, ClaimedValue, ClaimUnit, OwnValue, ClaimN, ClaimLo, ClaimHi, VerdictCode, ClaimRuleID, ClaimStatement, ClaimKind, PolicyPack, DecidedBy},
	Key:     []pipeline.Column{ClaimKey},
}
