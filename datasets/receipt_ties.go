package datasets

import "ozpayout/pipeline"

// Columns of receipt ties: those of payout_reconciliation as far as receipts decide
// them.
var (
	ReceiptPayoutSide = &pipeline.Money{Name: "payout_amount", Doc: "amount of the payout", Currency: ReceiptCurrency, From: []pipeline.Column{PayoutAmount, WithdrawalPayoutAmount}}
	ReceiptOther      = &pipeline.Money{Name: "other_amount", Doc: "amount received; null = nothing, or not known to be of this payout", Currency: ReceiptCurrency, From: []pipeline.Column{PayoutAmount, WithdrawalAmount}}
	ReceiptDifference = &pipeline.Money{Name: "difference", Doc: "payout_amount minus other_amount (D49)", Currency: ReceiptCurrency, From: []pipeline.Column{PayoutAmount, WithdrawalAmount}}
	ReceiptCurrency   = &pipeline.Code{Name: "currency", Doc: "currency of the comparison", From: []pipeline.Column{PayoutCurrency, WithdrawalCurrency}}
	ReceiptState      = &pipeline.Code{Name: "state_code", Doc: "ties, timing, unreconciled, missing_here or missing_there", From: []pipeline.Column{PayoutAmount, WithdrawalAmount}}
	ReceiptRules      = &pipeline.Code{Name: "rule_ids", Doc: "rules of the rule book that decided, joined by blanks", From: []pipeline.Column{ReceiptState}}
	ReceiptReason     = &pipeline.Code{Name: "reason_code", Doc: "why it does not tie; null = it ties", From: []pipeline.Column{ReceiptState}}
	ReceiptRows       = &pipeline.Int{Name: "other_rows", Doc: "receipts of the payout; null = not counted", Unit: "rows", From: []pipeline.Column{WithdrawalTxnID}}
	ReceiptGroup      = &pipeline.Money{Name: "group_payout_amount", Doc: "sum of the payouts that came in together", Currency: ReceiptCurrency, From: []pipeline.Column{PayoutAmount}}
	ReceiptGroupOther = &pipeline.Money{Name: "group_other_amount", Doc: "sum of their receipts", Currency: ReceiptCurrency, From: []pipeline.Column{WithdrawalAmount}}
)

// ReceiptTies are the rows of payout_reconciliation against providers and banks.
var ReceiptTies = &pipeline.Dataset{
	Name: "receipt_ties", Doc: "Payouts against receipts at provider and bank (A36, B22, D49).",
	Grain: "one row per payout and side that receipts are loaded of; a receipt that no payout is known of stands under # and its transaction", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{
		SellerID, PayoutID, Against, ReceiptPayoutSide, ReceiptOther, ReceiptDifference, ReceiptCurrency, ReceiptState, DaysApart, ReceiptRules,
		TieMethod, ReceiptReason, ReceiptRows, GroupPayouts, ReceiptGroup, ReceiptGroupOther, PolicyPack,
	},
	Key: []pipeline.Column{SellerID, PayoutID, Against}, Partition: payoutPartition, Spread: ByPayout,
}
