package reports

import "ozpayout/datasets"

// untiedPayouts shows the payouts that do not tie: the difference is shown and
// never spread (D49). Differences in dates only stand apart by their state. What
// cannot be compared is not shown.
var untiedPayouts = &sheet{
	Key: "untied_payouts", Dataset: datasets.PayoutReconciliation, Frozen: 2,
	Keep: keepCodes(datasets.TieState, "timing", "unreconciled", "missing_here", "missing_there"),
	Columns: []column{
		{Of: datasets.SellerID},
		{Of: datasets.PayoutID},
		{Of: datasets.Against, Codes: "against"},
		{Of: datasets.PayoutSide},
		{Of: datasets.OtherAmount},
		{Of: datasets.TieDifference, Formula: less("payout_amount", "other_amount")},
		{Of: datasets.TieCurrency},
		{Of: datasets.TieState, Codes: "reconciliation_state_code"},
		{Of: datasets.DaysApart},
		{Of: datasets.TieRules},
		{Of: datasets.TieReason, Codes: "reconciliation_reason_code"},
		{Of: datasets.TieMethod, Codes: "reconciliation_method_code"},
		{Of: datasets.OtherRows},
		{Of: datasets.GroupPayouts},
		{Of: datasets.GroupAmount},
		{Of: datasets.GroupOther},
	},
}
