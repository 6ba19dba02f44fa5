package datasets

import "ozpayout/pipeline"

// SampleSize is the column that rate samples add.
var SampleSize = &pipeline.Share{Name: "abs_deviation_bp", Doc: "size of the deviation, for statistics; null = none", Unit: "basis points", From: []pipeline.Column{PayoutID, DeviationBP}}

// RateSamples are what the summary of bases is made of.
var RateSamples = &pipeline.Dataset{
	Name: "rate_samples", Doc: "Deviations of converted payouts from each basis, without test transfers.",
	Grain: "one row per converted payout and candidate basis", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{SellerID, AuditedCurrency, AuditedAgainst, CandidateCode, SampleSize, Within5BP},
}
