package datasets

import (
	"slices"

	"ozpayout/pipeline"
)

// Columns that say what became of a transaction beside what its newest export says.
var (
	FormerStatus = &pipeline.Code{Name: "former_status", Doc: "of a reversed row: the status that an older export shows, of several the newest; null = none shows another", From: []pipeline.Column{WithdrawalStatus, WithdrawalCompletedAt, ExportedAt}}
	ReversalCode = &pipeline.Code{Name: "reversal_code", Doc: "undone (a later row undoes it), maybe_undone (a later row may), undoing (it undoes an earlier row), maybe_undoing (or was itself reversed), reversed (was itself reversed); null = nothing of that", From: []pipeline.Column{
		WithdrawalStatus, FormerStatus, WithdrawalReference, BankReceiptNo, PayoutID, WithdrawalRunningBalance, WithdrawalAmount, WithdrawalCurrency, WithdrawalTxnType, WithdrawalCreatedAt,
	}}
)

// WithdrawalRows are the transactions of providers and banks that are used, as they
// came.
var WithdrawalRows = &pipeline.Dataset{
	Name: "withdrawal_rows", Doc: "Transactions of provider and bank accounts as the exports say (9.9, 9.21).",
	Grain: RawWithdrawals.Grain, Layer: pipeline.StagingLayer,
	Columns: slices.Concat(RawWithdrawals.Columns, []pipeline.Column{FormerStatus}), Key: RawWithdrawals.Key,
	Partition: accountPartition, Spread: ByAccount,
}

// Withdrawals are the transactions of providers and banks, each with what reversals
// make of it.
var Withdrawals = &pipeline.Dataset{
	Name: "withdrawals", Doc: RawWithdrawals.Doc,
	Grain: RawWithdrawals.Grain, Layer: pipeline.StagingLayer,
	Columns: slices.Concat(WithdrawalRows.Columns, []pipeline.Column{ReversalCode}), Key: RawWithdrawals.Key,
	Partition: accountPartition, Spread: ByAccount,
}
