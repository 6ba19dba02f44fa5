package datasets

import "ozpayout/pipeline"

// Columns of document checks and reviews.
var (
	CheckedDocument   = &pipeline.Code{Name: "document_code", Doc: "paper of the checklist; ALL where the provider has no checklist", From: []pipeline.Column{ChecklistDocument, DocumentType}}
	DocumentPresent   = &pipeline.Flag{Name: "present", Doc: "submitted or approved, not expired on the as-of date, and with all that the checklist asks for; null = not known", From: []pipeline.Column{DocumentStatus, DocumentExpiresOn, DocumentHasStamp, DocumentSides, DocumentMerchantNo}}
	DocumentMissing   = &pipeline.Code{Name: "missing", Doc: "what is missing, or not known where present is null, joined by blanks: absent, rejected, expired, stamp, front, back, merchant_no, status; null = nothing", From: []pipeline.Column{DocumentStatus, DocumentExpiresOn, DocumentHasStamp, DocumentSides, DocumentMerchantNo}}
	ReviewDays        = &pipeline.Days{Name: "review_days", Doc: "from the last submission to its review; null = none, or still open", Unit: "business days, CN", From: []pipeline.Column{DocumentSubmittedAt, DocumentReviewedAt}}
	DocumentStateCode = &pipeline.Code{Name: "document_state_code", Doc: "present, missing, unknown, no_checklist (C14), not_loaded (D22)", From: []pipeline.Column{DocumentStatus, Provider}}
	SubmittedOn       = &pipeline.Date{Name: "submitted_on", Doc: "day of the last submission", From: []pipeline.Column{DocumentSubmittedAt}}
	ReviewedOn        = &pipeline.Date{Name: "reviewed_on", Doc: "day of its review; null = open", From: []pipeline.Column{DocumentReviewedAt}}

	ReviewProvider   = &pipeline.Code{Name: "provider", Doc: "provider, or ALL", From: []pipeline.Column{Provider}}
	Reviews          = &pipeline.Int{Name: "reviews", Doc: "submissions with a review", Unit: "submissions", From: []pipeline.Column{DocumentReviewedAt}}
	OpenReviews      = &pipeline.Int{Name: "open_reviews", Doc: "submissions without one on the as-of date: censored, not in the mean", Unit: "submissions", From: []pipeline.Column{DocumentReviewedAt}}
	UncountedReviews = &pipeline.Int{Name: "uncounted_reviews", Doc: "reviews in a year without a Chinese calendar, or before their submission: not in the mean", Unit: "submissions", From: []pipeline.Column{DocumentReviewedAt}}
	MeanReviewDays   = &pipeline.Share{Name: "mean_days", Doc: "mean review time of the reviews; null = none", Unit: "business days, CN", From: []pipeline.Column{DocumentSubmittedAt, DocumentReviewedAt}}
	MeanReviewLo     = &pipeline.Share{Name: "mean_lo", Doc: "lower bound, 95 %, bootstrap, normal beyond 400 reviews; null for a single one", Unit: "business days, CN", From: []pipeline.Column{DocumentSubmittedAt, DocumentReviewedAt}}
	MeanReviewHi     = &pipeline.Share{Name: "mean_hi", Doc: "upper bound, 95 %", Unit: "business days, CN", From: []pipeline.Column{DocumentSubmittedAt, DocumentReviewedAt}}
	ClaimedReview    = &pipeline.Share{Name: "claimed_days", Doc: "published mean review time of the provider: a claim (B26)", Unit: "business days", From: []pipeline.Column{ClaimValue}}
	ReviewGate       = &pipeline.Code{Name: "gate_code", Doc: "ok, small_sample (D32)", From: []pipeline.Column{Reviews}}
)

// DocumentChecks is the mart of papers by checklist.
var DocumentChecks = &pipeline.Dataset{
	Name: "document_checks", Doc: "Papers that a collection provider asks for: there, missing, or not known, as of the business date (A07, B25, C11, C14).",
	Grain: "one row per seller, provider and paper of the checklist", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, Provider, CheckedDocument, DocumentPresent, DocumentMissing, ReviewDays,
		DocumentStateCode, SubmittedOn, ReviewedOn, DocumentExpiresOn, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{SellerID, Provider, CheckedDocument},
}

// DocumentReviews is the mart of review times.
var DocumentReviews = &pipeline.Dataset{
	Name: "document_reviews", Doc: "How long providers take to review a paper, beside the published mean (B26).",
	Grain: "one row per provider or ALL", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		ReviewProvider, Reviews, OpenReviews, UncountedReviews, MeanReviewDays, MeanReviewLo, MeanReviewHi, ClaimedReview, ReviewGate, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{ReviewProvider},
}
