package costwithdrawals

import (
	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/fees"
	"ozpayout/stages/internal/policy"
)

// tell reports what is wrong with a row.
func tell(t *pipeline.Task, x *transaction, column pipeline.Column, code, message string) {
	t.Reject(pipeline.Finding{
		File: x.file, Row: x.row, Column: column.ColumnName(), Code: code,
		Severity: pipeline.Warning, Message: message, Dataset: datasets.Withdrawals.Name,
	})
}

func tellBalance(t *pipeline.Task, x *transaction) {
	tell(t, x, datasets.WithdrawalRunningBalance, "running_balance_break", "a balance that follows from the row before was expected: rows are missing or an amount is wrong")
}

func tellAvailability(t *pipeline.Task, x *transaction) {
	if x.isAvailableTooLate() {
		tell(t, x, datasets.WithdrawalAvailableAt, "dates_out_of_order", "money that was available when it was ordered was expected: the day is not used")
	}
}

func tellOutcome(t *pipeline.Task, x *transaction, o outcome) {
	switch {
	case x.target() != "" && !x.hasMinorUnits():
		tell(t, x, datasets.WithdrawalPayoutCurrency, "no_payout_currency", "a currency with two minor digits was expected")
	case o.code == doNotTie:
		tell(t, x, datasets.WithdrawalPayoutAmount, doNotTie, "amount x executed_rate - fee = payout_amount within one minor unit was expected, with the rate either way round")
	case o.isInverted:
		tell(t, x, datasets.WithdrawalExecutedRate, "rate_inverted", "payout_currency per 1 unit of currency was expected: the rate was turned round")
	}
}

func tellCharge(t *pipeline.Task, x *transaction, c charge) {
	if c.code == fees.NoTier || c.code == fees.TiersOverlap {
		tell(t, x, datasets.WithdrawalAmount, string(c.code), "exactly one tier of the fee schedule was expected to hold for the transaction")
	}
}

func tellOverlap(t *pipeline.Task, term policy.FeeTerm) {
	d := datasets.ProviderFees
	if term.IsPublished {
		d = datasets.PublishedFees
	}
	t.Reject(pipeline.Finding{
		File: term.File, Row: term.Row, Column: datasets.FeeTierFrom.Name, Code: string(fees.TiersOverlap),
		Severity: pipeline.Warning, Message: "tiers of one schedule that do not overlap were expected", Dataset: d.Name,
	})
}
