package datasets

import "ozpayout/pipeline"

// Columns of payout lines.
var (
	LineNo     = &pipeline.Text{Name: "line_id", Doc: "line of the payout: as exported, else 1..n in the order of posting, sku, type, amount and order (D46), marked # beside exported ids, and with @ and the order where the export gives lines of several orders one id; 0 = a payout without lines", From: []pipeline.Column{LineID, PostingNumber, SKU, LineType, LineAmount, OrderID}}
	LineCode   = &pipeline.Code{Name: "line_type", Doc: "sale, refund, commission, logistics, service, compensation, withholding, adjustment, other; payout = a payout without lines", From: []pipeline.Column{LineType}}
	StatusCode = &pipeline.Code{Name: "payout_status_code", Doc: "Payout Status of the line; null = not exported", From: []pipeline.Column{PayoutStatus}}
	RouteCode  = &pipeline.Code{Name: "route_code", Doc: "channel the payout was sent through; unknown = not exported", From: []pipeline.Column{Route}}
	Amount     = &pipeline.Money{Name: "amount", Doc: "amount of the line: + to the seller, - charged; of the payout where it has no lines", Currency: Currency, From: []pipeline.Column{LineAmount, PayoutAmount}}
	Currency   = &pipeline.Code{Name: "currency", Doc: "currency of the amount", From: []pipeline.Column{LineCurrency, SourceCurrency, PayoutCurrency}}
	ArrivedDay = &pipeline.Date{Name: "arrived_on", Doc: "day the payout had arrived as a whole; null = open, or not yet known on the as-of date (D06)", From: []pipeline.Column{LastArrivedOn}}
	FirstFile  = &pipeline.Code{Name: "first_source_file", Doc: "payment history file of the line", From: []pipeline.Column{pipeline.FromFile}}
	FirstRow   = &pipeline.Int{Name: "first_source_row", Doc: "record number in that file", From: []pipeline.Column{pipeline.FromRow}}
)

// LineNumbers gives the generated line ids back to the partitions.
var LineNumbers = &pipeline.Dataset{
	Name: "line_numbers", Doc: "Generated line ids (D46).", Grain: "one row per payment row without a line id", Layer: pipeline.IntermediateLayer,
	Columns:   []pipeline.Column{PostingNumber, OrderID, PayoutID, LineNo, pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow},
	Partition: paymentPartition,
}

// LineKeys are what line ids are generated from.
var LineKeys = &pipeline.Dataset{
	Name: "line_keys", Doc: "Payment rows that have no line id: what D46 orders them by.", Grain: "one row per payment row without a line id", Layer: pipeline.IntermediateLayer,
	Columns:   []pipeline.Column{SellerID, PayoutID, LineID, PostingNumber, SKU, LineType, LineAmount, LineCurrency, OrderID, pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow, pipeline.FromForm},
	Partition: payoutPartition, Spread: ByPayout,
}

var paymentPartition = []pipeline.PartitionKey{{Column: PostingNumber, CutPosting: true}, {Column: OrderID}, {Column: PayoutID}}

// PayoutLines are the lines of payouts with what holds for their payout.
var PayoutLines = &pipeline.Dataset{
	Name: "payout_lines", Doc: "Payout lines of payouts that are used: typed, numbered, with the arrival of their payout (9.2).",
	Grain: "one row per payout line", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{
		SellerID, PayoutID, LineNo, SettlementBatchNo, OrderID, PostingNumber, SKU, RouteCode, LineCode, StatusCode, Amount, Currency,
		ConfirmedAt, SettledOn, ArrivedDay, ArrivalCode, LastReceiptNo, PayoutAmount, PayoutCurrency, HeldAt, ReleasedAt, HoldReason,
		ReportedDelayDays, ReportedOverdue, IsTestTransfer, FirstFile, FirstRow,
	},
	Key:       []pipeline.Column{SellerID, PayoutID, LineNo},
	Partition: paymentPartition,
}
