package datasets

import "ozpayout/pipeline"

// Accruals are the rows of the accruals report that are used, with what the
// reconciliation needs of them.
var Accruals = &pipeline.Dataset{
	Name: "accruals", Doc: "Accruals report without duplicates: what was accrued to which number (2.1).", Grain: RawAccruals.Grain, Layer: pipeline.StagingLayer,
	Columns: []pipeline.Column{AccrualID, AccruedOn, AccrualAmount}, Partition: RawAccruals.Partition,
}

// Transactions are the operations of the transaction list that are used, likewise.
var Transactions = &pipeline.Dataset{
	Name: "transactions", Doc: "Transaction list without duplicates: what was booked to which number (section 4).", Grain: RawTransactions.Grain, Layer: pipeline.StagingLayer,
	Columns: []pipeline.Column{OperationID, OperationDocument, OperationOn, OperationAmount}, Partition: RawTransactions.Partition,
}

// Columns of accrual sums.
var (
	AccruedCurrency   = &pipeline.Code{Name: "currency", Doc: "currency of lines and accruals that are compared; null = none is", From: []pipeline.Column{APIAccrualCurrency, Currency}}
	ComparedLines     = &pipeline.Int{Name: "lines_compared", Doc: "lines of postings that lie in this payout only and have accruals in the currency of the lines", Unit: "lines", From: []pipeline.Column{PostingNumber, OrderID}}
	ComparedAmount    = &pipeline.Money{Name: "lines_amount", Doc: "sum of those lines", Currency: AccruedCurrency, From: []pipeline.Column{Amount}}
	AccrualRows       = &pipeline.Int{Name: "accruals", Doc: "accruals of those postings", Unit: "accruals", From: []pipeline.Column{AccrualID, OperationID, APIAccrualID, PostingNumber}}
	AccruedAmount     = &pipeline.Money{Name: "accruals_amount", Doc: "sum of those accruals", Currency: AccruedCurrency, From: []pipeline.Column{AccrualAmount, OperationAmount, APIAccrualAmount}}
	IncomparableLines = &pipeline.Int{Name: "lines_not_comparable", Doc: "lines of postings with accruals in another currency, or without an amount", Unit: "lines", From: []pipeline.Column{PostingNumber, Currency}}
	SharedLines       = &pipeline.Int{Name: "lines_of_shared_postings", Doc: "lines of postings that have accruals and lie in several payouts", Unit: "lines", From: []pipeline.Column{PostingNumber, PayoutID}}
	LeftOutAccruals   = &pipeline.Int{Name: "accruals_left_out", Doc: "accruals of orders with several postings: they are of no single one (D18)", Unit: "accruals", From: []pipeline.Column{AccrualID, OrderID}}
	FirstAccruedOn    = &pipeline.Date{Name: "first_accrued_on", Doc: "first day of the accruals", From: []pipeline.Column{AccruedOn, OperationOn}}
	LastAccruedOn     = &pipeline.Date{Name: "last_accrued_on", Doc: "last day of the accruals", From: []pipeline.Column{AccruedOn, OperationOn}}
)

// AccrualSums are what one partition knows of the accruals of payouts.
var AccrualSums = &pipeline.Dataset{
	Name: "accrual_sums", Doc: "Lines of payouts and the accruals of the same postings: mergeable partial sums (R09, D18).",
	Grain: "one row per partition, payout and currency", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{
		SellerID, PayoutID, AccruedCurrency, ComparedLines, ComparedAmount, AccrualRows, AccruedAmount, IncomparableLines, SharedLines, LeftOutAccruals,
		FirstAccruedOn, LastAccruedOn,
	},
	Partition: payoutPartition, Spread: ByPayout,
}
