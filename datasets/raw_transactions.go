package datasets

import "ozpayout/pipeline"

// Columns of the transaction list.
var (
	OperationID       = &pipeline.Text{Name: "operation_id", Doc: "operation number"}
	OperationType     = &pipeline.Code{Name: "operation_type", Doc: "kind of operation as system name; the list is open"}
	OperationOn       = &pipeline.Date{Name: "operation_on", Doc: "day of the operation, Moscow"}
	TransactionType   = &pipeline.Code{Name: "transaction_type", Doc: "orders, returns, services, compensation, transferDelivery or other"}
	OperationAmount   = &pipeline.Money{Name: "amount", Doc: "amount of the operation: the truth, parts need not add up to it", Unit: "RUB"}
	OperationDocument = &pipeline.Text{Name: "posting_number", Doc: "posting, order or service document of the operation; may be empty"}
)

// RawTransactions is the transaction list of the API, v3 (formats.md section 4).
var RawTransactions = &pipeline.Dataset{
	Name: "raw_transactions", Doc: "Transaction list of the API, with or without envelope, one page or several.",
	Grain: "one row per operation", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		OperationID, OperationType, OperationOn, TransactionType, OperationDocument, SchemeRaw, OrderedAt, OperationAmount,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:       []pipeline.Column{OperationID},
	Partition: []pipeline.PartitionKey{{Column: OperationDocument, CutPosting: true}, {Column: OperationID}},
	Control:   []pipeline.Control{{Amount: OperationAmount}},
	Input: &pipeline.Input{
		Report: "transaction list of the API (v3)", Known: true, Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: OperationID, Need: pipeline.Required, Exact: []string{"operation_id"}},
			{Column: OperationType, Need: pipeline.Present, Exact: []string{"operation_type"}},
			{Column: OperationOn, Need: pipeline.Required, Exact: []string{"operation_date"}},
			{Column: TransactionType, Exact: []string{"type"}},
			{Column: OperationDocument, Exact: []string{"posting.posting_number"}},
			{Column: SchemeRaw, Exact: []string{"posting.delivery_schema"}},
			{Column: OrderedAt, Exact: []string{"posting.order_date"}, Form: pipeline.DateAllowed},
			{Column: OperationAmount, Need: pipeline.Required, Exact: []string{"amount"}},
		},
		Latest: []pipeline.Column{OperationOn},
		Pages:  pipeline.Pages{Of: "$.page_count", Rows: "$.row_count"},
	},
}
