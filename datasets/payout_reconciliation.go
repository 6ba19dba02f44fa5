package datasets

import "ozpayout/pipeline"

// Columns of payout_reconciliation.
var (
	Against       = &pipeline.Code{Name: "against", Doc: "lines (sum of the payout's lines), csv_vs_json (the two copies, B21), accruals (of its postings), provider (receipts at the collection provider) or bank (receipts at the bank)", From: []pipeline.Column{PayoutID}}
	PayoutSide    = &pipeline.Money{Name: "payout_amount", Doc: "amount of the payout, in the currency of the comparison; against accruals that of the lines compared", Currency: TieCurrency, From: []pipeline.Column{PayoutAmount, SourceAmount, ComparedAmount, WithdrawalPayoutAmount}}
	OtherAmount   = &pipeline.Money{Name: "other_amount", Doc: "amount on the other side; null = missing there, or not known to be of this payout", Currency: TieCurrency, From: []pipeline.Column{PartAmount, PayoutAmount, AccruedAmount, WithdrawalAmount}}
	TieDifference = &pipeline.Money{Name: "difference", Doc: "payout_amount minus other_amount: shown, never spread (D49)", Currency: TieCurrency, From: []pipeline.Column{PayoutAmount, PartAmount, ComparedAmount, AccruedAmount, WithdrawalAmount}}
	TieCurrency   = &pipeline.Code{Name: "currency", Doc: "currency of the comparison", From: []pipeline.Column{PayoutCurrency, SourceCurrency, LinesCurrency, AccruedCurrency, WithdrawalCurrency}}
	TieState      = &pipeline.Code{Name: "state_code", Doc: "ties, timing, unreconciled, missing_here, missing_there; null = no accruals can be compared; where it is null or there is no difference, reason_code says why", From: []pipeline.Column{PayoutAmount, PartAmount, AccruedAmount, WithdrawalAmount}}
	DaysApart     = &pipeline.Days{Name: "days_apart", Doc: "calendar days between the dates of both sides; 0 = equal", Unit: "calendar days", From: []pipeline.Column{SettledOn, ArrivedOn, WithdrawalCompletedAt}}
	TieRules      = &pipeline.Code{Name: "rule_ids", Doc: "rules of the rule book that decided, joined by blanks", From: []pipeline.Column{TieState}}
	TieMethod     = &pipeline.Code{Name: "method_code", Doc: "by_id, by_batch or by_cover: what tied a payout to receipts; null = nothing did", From: []pipeline.Column{PayoutID, BankReceiptNo, SettlementBatchNo, PayoutAmount, WithdrawalAmount}}
	TieReason     = &pipeline.Code{Name: "reason_code", Doc: "why it does not tie, or why nothing was compared; null = it ties, or the state says it all", From: []pipeline.Column{TieState}}
	OtherRows     = &pipeline.Int{Name: "other_rows", Doc: "receipts or accruals on the other side; null = not counted", Unit: "rows", From: []pipeline.Column{WithdrawalTxnID, AccrualRows}}
	GroupPayouts  = &pipeline.Int{Name: "group_payouts", Doc: "payouts that these receipts are of together; null = none", Unit: "payouts", From: []pipeline.Column{TieMethod}}
	GroupAmount   = &pipeline.Money{Name: "group_payout_amount", Doc: "sum of those payouts", Currency: TieCurrency, From: []pipeline.Column{PayoutAmount}}
	GroupOther    = &pipeline.Money{Name: "group_other_amount", Doc: "sum of those receipts", Currency: TieCurrency, From: []pipeline.Column{WithdrawalAmount}}
	TieUnaccrued  = &pipeline.Int{Name: "lines_without_accruals", Doc: "lines of the payout that are neither compared nor told of beside", Unit: "lines", From: []pipeline.Column{PartLines, ComparedLines}}
)

// PayoutReconciliation is the mart of tie-outs.
var PayoutReconciliation = &pipeline.Dataset{
	Name: "payout_reconciliation", Doc: "Payouts against their lines, the other copy of the export, accruals, and receipts at provider and bank (B20, B21, R09, A36, B22, D49).",
	Grain: "one row per payout and side compared; a receipt that no payout is known of, and a withdrawal of a provider to the bank, stand under # and their transaction", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, PayoutID, Against, PayoutSide, OtherAmount, TieDifference, TieCurrency, TieState, DaysApart, TieRules,
		TieMethod, TieReason, OtherRows, GroupPayouts, GroupAmount, GroupOther, ComparedLines, IncomparableLines, SharedLines, TieUnaccrued, LeftOutAccruals, PolicyPack,
	},
	Key: []pipeline.Column{SellerID, PayoutID, Against},
}
