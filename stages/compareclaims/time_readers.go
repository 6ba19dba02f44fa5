package compareclaims

import (
	"math"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
)

// readWaits answers B05, B06, B10 and B18 with the restricted mean of the wait, to
// which open lines belong too; a figure without decimals is met when ours rounds to
// it.
func readWaits(t *pipeline.Task, _ gate.Gate, into answers) error {
	type stratum struct{ kind, name string }
	claims := map[stratum]string{
		{"route_class", "rmb_direct"}:      "b05_rmb_direct_days",
		{"route_class", "transit_account"}: "b06_transit_days",
		{"tier", "premium"}:                "b10_premium_days",
		{"scheme", "fbo"}:                  "b18_fbo_days",
	}
	return eachRow(t, datasets.TimeToPayoutSummary, func(r nullable.Row) {
		if claim, ok := claims[stratum{r.Code(datasets.StratumKind), r.Code(datasets.Stratum)}]; ok {
			into.add(claim, workingDays, byRounding, measured(
				r.Share(datasets.RestrictedMean), math.NaN(), math.NaN(), r.Int(datasets.SummaryLines), r.Code(datasets.CurveGate)))
		}
	})
}

// readReviews answers B26 with WorldFirst's mean review time.
func readReviews(t *pipeline.Task, _ gate.Gate, into answers) error {
	return eachRow(t, datasets.DocumentReviews, func(r nullable.Row) {
		if r.Code(datasets.ReviewProvider) == "worldfirst" {
			into.add("b26_review_days", workingDays, byInterval, measured(
				r.Share(datasets.MeanReviewDays), r.Share(datasets.MeanReviewLo), r.Share(datasets.MeanReviewHi),
				r.Int(datasets.Reviews), r.Code(datasets.ReviewGate)))
		}
	})
}

// readHolds answers B31 with the mean of holds by the tax service, open ones
// censored.
func readHolds(t *pipeline.Task, _ gate.Gate, into answers) error {
	return eachRow(t, datasets.HoldTimes, func(r nullable.Row) {
		if r.Code(datasets.SellerID) == datasets.All && r.Code(datasets.HeldReason) == "tax" {
			into.add("b31_release_days", workingDays, byRounding, measured(
				r.Share(datasets.HoldMeanDays), math.NaN(), math.NaN(), r.Int(datasets.Holds), r.Code(datasets.HoldGate)))
		}
	})
}
