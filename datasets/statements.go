package datasets

import "ozpayout/pipeline"

// StatementOf is the seller of a row of a statement, or of what is held against it. It is a
// text because rows are spread by it.
var StatementOf = &pipeline.Text{Name: "statement_of", Doc: "seller of the statement (D45)", From: []pipeline.Column{SellerID, PayoutID, BankReceiptNo}}

// ByStatement is the scope of stages that see what the providers and banks say of a seller,
// and all payouts of the seller, together.
const ByStatement pipeline.Scope = "by statement"

var statementPartition = []pipeline.PartitionKey{{Column: StatementOf}}

// What is held against each other when payouts are tied with receipts, of sellers who have a
// statement.
var (
	StatementRows = &pipeline.Dataset{
		Name: "statement_rows", Doc: "Transactions at providers and banks up to the as-of date, whose seller is known (A36, D45).",
		Grain: "one row per transaction", Layer: pipeline.IntermediateLayer,
		Columns: []pipeline.Column{
			StatementOf, Provider, WithdrawalProviderAccount, WithdrawalTxnID, WithdrawalTxnType, WithdrawalCreatedAt, WithdrawalCompletedAt, WithdrawalStatus,
			WithdrawalAmount, WithdrawalCurrency, WithdrawalPayoutAmount, WithdrawalPayoutCurrency, PayoutID, BankReceiptNo, ReversalCode, ExportedAt, pipeline.FromFile, pipeline.FromRow,
		},
		Key: RawWithdrawals.Key, Partition: statementPartition, Spread: ByStatement,
	}
	StatementPayouts = &pipeline.Dataset{
		Name: "statement_payouts", Doc: "Payouts of the sellers who have a statement (A36).",
		Grain: "one row per payout", Layer: pipeline.IntermediateLayer,
		Columns: []pipeline.Column{
			StatementOf, PayoutID, SettlementBatchNo, SettledOn, PayoutAmount, PayoutCurrency, Route, HoldReason, IsTestTransfer,
			ArrivalCode, LastArrivedOn, ArrivedSum, IsConflict, AgreedStatus,
		},
		Key: []pipeline.Column{StatementOf, PayoutID}, Partition: statementPartition, Spread: ByStatement,
	}
	StatementReceipts = &pipeline.Dataset{
		Name: "statement_receipts", Doc: "Bank receipts that the payouts of the sellers who have a statement name (B22).",
		Grain: "one row per payout part that names a bank receipt", Layer: pipeline.IntermediateLayer,
		Columns:   []pipeline.Column{StatementOf, PayoutID, BankReceiptNo},
		Partition: statementPartition, Spread: ByStatement,
	}
)
