package datasets

import "ozpayout/pipeline"

// Columns of hold times.
var (
	HeldReason         = &pipeline.Code{Name: "hold_reason", Doc: "why payouts were held; not_stated = nobody says; ALL", From: []pipeline.Column{HoldReason}}
	Holds              = &pipeline.Int{Name: "holds", Doc: "payouts that were held", Unit: "payouts", From: []pipeline.Column{HeldAt}}
	HoldsReleased      = &pipeline.Int{Name: "released", Doc: "of them, released", Unit: "payouts", From: []pipeline.Column{ReleasedAt}}
	HoldsOpen          = &pipeline.Int{Name: "open", Doc: "of them, still held on the as-of date: censored", Unit: "payouts", From: []pipeline.Column{ReleasedAt}}
	HoldMedianDays     = &pipeline.Share{Name: "median_days", Doc: "median hold (Kaplan-Meier): first day by which half are released; null = not reached, or below the gate", Unit: "business days", From: []pipeline.Column{HeldAt, ReleasedAt, CalendarDate}}
	HoldMedianLo       = &pipeline.Share{Name: "median_lo", Doc: "lower bound, 95 % (Brookmeyer-Crowley)", Unit: "business days", From: []pipeline.Column{HeldAt, ReleasedAt, CalendarDate}}
	HoldMedianHi       = &pipeline.Share{Name: "median_hi", Doc: "upper bound, 95 %", Unit: "business days", From: []pipeline.Column{HeldAt, ReleasedAt, CalendarDate}}
	HoldMeanDays       = &pipeline.Share{Name: "mean_days", Doc: "mean hold (Kaplan-Meier) up to the longest one; null = below the gate", Unit: "business days", From: []pipeline.Column{HeldAt, ReleasedAt, CalendarDate}}
	HoldMeanRestricted = &pipeline.Flag{Name: "mean_is_restricted", Doc: "the longest hold is still open: the true mean is larger; null = no mean", From: []pipeline.Column{HeldAt, ReleasedAt}}
	HoldClaimedDays    = &pipeline.Share{Name: "claimed_days", Doc: "published mean of holds by the tax service: a claim (B31)", Unit: "business days", From: []pipeline.Column{ClaimValue}}
	HoldGate           = &pipeline.Code{Name: "gate_code", Doc: "ok, small_sample (below 30; below 10 counts only) (D32)", From: []pipeline.Column{HeldAt}}
)

// HoldTimes is the mart of how long payouts were held.
var HoldTimes = &pipeline.Dataset{
	Name: "hold_times", Doc: "How long payouts were held, by reason, with open holds censored, beside the published mean (B31, D32).",
	Grain: "one row per seller or ALL, and reason or ALL", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, HeldReason, Holds, HoldsReleased, HoldsOpen, HoldMedianDays, HoldMedianLo, HoldMedianHi, HoldMeanDays, HoldMeanRestricted,
		HoldClaimedDays, HoldGate, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{SellerID, HeldReason},
}
