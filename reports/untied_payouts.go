package reports

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
)

// untiedPayouts shows the payouts that do not tie: the difference is shown and
// never spread (D49). Differences in dates only stand apart by their state.
var untiedPayouts = &sheet{
	Key: "untied_payouts", Dataset: datasets.PayoutReconciliation, Frozen: 2, Keep: keepUntied,
	Columns: []column{
		{Of: datasets.SellerID},
		{Of: datasets.PayoutID},
		{Of: datasets.Against, Codes: "against"},
		{Of: datasets.PayoutSide},
		{Of: datasets.OtherAmount},
		{Of: datasets.TieDifference},
		{Of: datasets.TieCurrency},
		{Of: datasets.TieState, Codes: "reconciliation_state_code"},
		{Of: datasets.DaysApart},
		{Of: datasets.TieRules},
	},
}

func keepUntied(rec arrow.Record, _ *facts) func(row int) bool {
	state := codesOf(datasets.TieState.In(rec))
	return func(row int) bool { return state(row) != "ties" }
}
