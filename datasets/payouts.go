package datasets

import (
	"slices"

	"ozpayout/pipeline"
)

// Columns of payout parts and payouts.
var (
	PartLines     = &pipeline.Int{Name: "lines", Doc: "payment rows with these payout columns", Unit: "rows", From: []pipeline.Column{PayoutID}}
	PartNo        = &pipeline.Int{Name: "part_no", Doc: "number of the payout part within its partition of orders", Unit: "parts before it", From: []pipeline.Column{PayoutID}}
	PartAmount    = &pipeline.Money{Name: "lines_amount", Doc: "sum of line amounts of these rows; null = one of them has none", Currency: LinesCurrency, From: []pipeline.Column{LineAmount}}
	NamedLines    = &pipeline.Int{Name: "named_lines", Doc: "of the lines, those that the export gives an id", Unit: "rows", From: []pipeline.Column{LineID}}
	LineIDs       = &pipeline.Text{Name: "line_ids", Doc: "ids that the export gives these lines, each ended by a tab; a tab within an id is \\t", From: []pipeline.Column{LineID}}
	RepeatsIDs    = &pipeline.Flag{Name: "repeats_line_ids", Doc: "the export gives lines of several orders of the payout one id", From: []pipeline.Column{LineID, OrderID, PostingNumber}}
	LinesCurrency = &pipeline.Code{Name: "lines_currency", Doc: "currency of the line amounts; mixed = more than one, then no sum", From: []pipeline.Column{LineCurrency, SourceCurrency, PayoutCurrency}}
	IsInBoth      = &pipeline.Flag{Name: "is_in_both_copies", Doc: "both copies of Payment History have the payout (B21)", From: []pipeline.Column{PartForm}}
	PartForm      = &pipeline.Code{Name: "file_form", Doc: "table (CSV, XLSX) or json: the two copies of Payment History that are tied out (B21)", From: []pipeline.Column{pipeline.FromFile}}
	ArrivalCode   = &pipeline.Code{Name: "arrival_code", Doc: "arrived, open, partially_arrived or unknown (arrived, but no date)", From: []pipeline.Column{ArrivedOn, ArrivedAmount, PayoutStatus, PayoutAmount}}
	ArrivedSum    = &pipeline.Money{Name: "arrived_sum", Doc: "sum of the arrivals so far; null = arrivals without amount", Currency: PayoutCurrency, From: []pipeline.Column{ArrivedAmount}}
	LastArrivedOn = &pipeline.Date{Name: "last_arrived_on", Doc: "latest arrival on or before the as-of date; null = open (D06)", From: []pipeline.Column{ArrivedOn}}
	LastReceiptNo = &pipeline.Text{Name: "last_receipt_no", Doc: "bank receipt of the latest arrival, partial ones included (B22)", From: []pipeline.Column{BankReceiptNo}}
	AgreedStatus  = &pipeline.Code{Name: "agreed_status", Doc: "Payout Status that all rows of the payout give; mixed = several; null = none exported", From: []pipeline.Column{PayoutStatus}}
	IsConflict    = &pipeline.Flag{Name: "is_conflict", Doc: "rows of the payout disagree on a payout-level column: the payout is rejected as a whole", From: []pipeline.Column{PayoutAmount}}
)

// ByPayout is the scope of stages that see all rows of a payout together: its lines
// lie in the partitions of their orders.
const ByPayout pipeline.Scope = "by payout"

var payoutPartition = []pipeline.PartitionKey{{Column: PayoutID}}

// payoutColumns are the columns of payment history that hold for a whole payout.
var payoutColumns = []pipeline.Column{
	SellerID, PayoutID, SettlementBatchNo, SettledOn, PayoutAmount, PayoutCurrency, Route, SourceAmount, SourceCurrency, AppliedRate,
	HeldAt, ReleasedAt, HoldReason, ReportedDelayDays, ReportedOverdue, IsTestTransfer,
}

// The copies of Payment History by the form of their files: JSON, and all others (B21).
const (
	TableForm = "table"
	JSONForm  = "json"
)

// PayoutParts are what one partition knows of payouts: rows that agree on every
// payout-level column, arrival and status, counted and summed. They name an order
// of one of these rows, by which [LinePayouts] come back to the partition.
var PayoutParts = &pipeline.Dataset{
	Name: "payout_parts", Doc: "Partial payouts: mergeable counts and sums per distinct payout columns, arrival and status.",
	Grain: "one row per partition, payout and distinct set of payout columns", Layer: pipeline.IntermediateLayer,
	Columns: append(append([]pipeline.Column{}, payoutColumns...),
		ArrivedOn, ArrivedAmount, BankReceiptNo, PayoutStatus, LinesCurrency, PartAmount, PartLines, PartForm, pipeline.FromFile, pipeline.FromRow, NamedLines, LineIDs, PostingNumber, OrderID, PartNo),
	Partition: payoutPartition, Spread: ByPayout,
}

// DistinctParts are what all partitions know of payouts, each once: for who asks what
// single rows say, not payouts as a whole.
var DistinctParts = &pipeline.Dataset{
	Name: "distinct_parts", Doc: "Payout parts of all partitions; those that say the same are one.",
	Grain: "one row per payout and distinct set of payout columns, arrival and status", Layer: pipeline.IntermediateLayer,
	Columns:   []pipeline.Column{SellerID, PayoutID, PartForm, PayoutAmount, PayoutCurrency, SettledOn, ArrivedOn, BankReceiptNo},
	Partition: payoutPartition, Spread: ByPayout,
}

// Payouts are payouts as a whole.
var Payouts = &pipeline.Dataset{
	Name: "payouts", Doc: "One row per payout: agreed payout columns, arrival, sums of lines (formats.md 9.2).",
	Grain: "one row per payout", Layer: pipeline.IntermediateLayer,
	Columns: append(append([]pipeline.Column{}, payoutColumns...),
		ArrivalCode, LastArrivedOn, ArrivedSum, LastReceiptNo, LinesCurrency, PartAmount, PartLines, IsConflict, PartForm, NamedLines, AgreedStatus, IsInBoth),
	Key: []pipeline.Column{SellerID, PayoutID}, Partition: payoutPartition, Spread: ByPayout,
}

// LinePayouts tell the partitions of lines what holds for the payouts of the lines,
// which know the number of their payout part.
var LinePayouts = &pipeline.Dataset{
	Name: "line_payouts", Doc: "What lines need to know of their payouts, sent back to the partition of each payout part.",
	Grain: "one row per payout part", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{
		PayoutID, PostingNumber, OrderID, PartNo, ArrivalCode, LastArrivedOn, LastReceiptNo, PartLines, NamedLines, PartForm, IsConflict, RepeatsIDs,
	},
	Partition: paymentPartition,
}

// IsPayoutColumn reports whether a column of payment history holds for a whole
// payout: its rows must agree on it.
func IsPayoutColumn(c pipeline.Column) bool { return slices.Contains(payoutColumns, c) }
