package datasets

import "ozpayout/pipeline"

// Columns of the rate basis summary.
var (
	AuditedPayouts    = &pipeline.Int{Name: "n", Doc: "payouts with a deviation from the candidate; test transfers are not counted", Unit: "payouts", From: []pipeline.Column{PayoutID, DeviationBP}}
	MedianDeviationBP = &pipeline.Share{Name: "median_abs_deviation_bp", Doc: "median of the sizes of the deviations (Hyndman & Fan type 7); null = none", Unit: "basis points", From: []pipeline.Column{DeviationBP}}
	PayoutsWithin     = &pipeline.Int{Name: "within_5bp", Doc: "payouts within the tolerance", Unit: "payouts", From: []pipeline.Column{Within5BP}}
	WithinShare       = &pipeline.Share{Name: "within_share", Doc: "their share; null below the gate (D32)", Unit: "share 0..1", From: []pipeline.Column{Within5BP}}
	WithinLo          = &pipeline.Share{Name: "within_lo", Doc: "lower bound, Wilson 95 %", Unit: "share 0..1", From: []pipeline.Column{Within5BP}}
	WithinHi          = &pipeline.Share{Name: "within_hi", Doc: "upper bound, Wilson 95 %", Unit: "share 0..1", From: []pipeline.Column{Within5BP}}
	FitsBest          = &pipeline.Flag{Name: "is_best_basis", Doc: "the one basis with the smallest median; of equal ones that with more payouts, then the configured one, then the first of a, c, b, d; null = no candidate has a payout", From: []pipeline.Column{MedianDeviationBP, AuditedPayouts}}
	IsExpectedBasis   = &pipeline.Flag{Name: "is_configured_basis", Doc: "the basis that the policy pack expects on the as-of date", From: []pipeline.Column{PolicyValue}}
	BasisGate         = &pipeline.Code{Name: "gate_code", Doc: "ok, small_sample (below 30; below 10 no share), not_observable (no payout)", From: []pipeline.Column{AuditedPayouts}}
)

// RateBasisSummary is the mart that names the basis that fits.
var RateBasisSummary = &pipeline.Dataset{
	Name: "rate_basis_summary", Doc: "Which basis of the official rate fits the payouts, beside the configured one (B28, C21).",
	Grain: "one row per seller or ALL, pair of currencies and candidate basis", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, AuditedCurrency, CandidateCode, AuditedPayouts, MedianDeviationBP, WithinShare, WithinLo, WithinHi, FitsBest, IsExpectedBasis,
		BasisGate, AuditedAgainst, PayoutsWithin, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{SellerID, AuditedCurrency, AuditedAgainst, CandidateCode},
}
