package datasets

import "ozpayout/pipeline"

// Columns of the accruals of the API.
var (
	APIAccrualID       = &pipeline.Text{Name: "accrual_id", Doc: "number of the accrual"}
	APIAccrualUnit     = &pipeline.Text{Name: "unit_number", Doc: "posting, order, contract or service that the accrual is for"}
	APIAccrualCategory = &pipeline.Code{Name: "accrued_category", Doc: "POSTING, ITEM, NON_ITEM or UNSPECIFIED"}
	APIAccrualType     = &pipeline.Code{Name: "type_id", Doc: "number of the accrual type"}
	APIAccrualAmount   = &pipeline.Money{Name: "amount", Doc: "accrued: + to the seller, - charged", Currency: APIAccrualCurrency}
	APIAccrualCurrency = &pipeline.Code{Name: "currency", Doc: "currency of the amount"}
)

// RawAccrualsByDay are the accruals of a day from the API; they take the place of
// the transaction list (formats.md sections 2.1 and 2.5).
var RawAccrualsByDay = &pipeline.Dataset{
	Name: "raw_accruals_by_day", Doc: "Accruals per day of the API: totals per posting, product or service.",
	Grain: "one row per accrual", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		APIAccrualID, AccruedOn, APIAccrualCategory, APIAccrualUnit, SchemeRaw, APIAccrualAmount, APIAccrualCurrency,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:       []pipeline.Column{APIAccrualID},
	Partition: []pipeline.PartitionKey{{Column: APIAccrualUnit, CutPosting: true}, {Column: APIAccrualID}},
	Control:   []pipeline.Control{{Amount: APIAccrualAmount, Currencies: []*pipeline.Code{APIAccrualCurrency}}},
	Input: &pipeline.Input{
		Report: "accruals by day of the API", Known: true, Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: APIAccrualID, Need: pipeline.Required, Exact: []string{"accrual_id"}},
			{Column: AccruedOn, Need: pipeline.Required, Exact: []string{"date"}},
			{Column: APIAccrualCategory, Need: pipeline.Present, Exact: []string{"accrued_category"}},
			{Column: APIAccrualUnit, Exact: []string{"unit_number"}},
			{Column: SchemeRaw, Exact: []string{"posting.delivery_schema"}},
			{Column: APIAccrualAmount, Need: pipeline.Required, Exact: []string{"total_amount.amount"}},
			{Column: APIAccrualCurrency, Exact: []string{"total_amount.currency"}, Form: pipeline.CurrencyForm},
		},
		Latest: []pipeline.Column{AccruedOn},
	},
}

// RawPostingAccruals are the accruals of postings from the API. They have no
// number: equal rows are legitimate.
var RawPostingAccruals = &pipeline.Dataset{
	Name: "raw_posting_accruals", Doc: "Accruals per posting of the API.",
	Grain: "one row per accrual", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		PostingNumber, AccruedOn, APIAccrualType, SKU, Quantity, APIAccrualAmount, APIAccrualCurrency,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Partition: []pipeline.PartitionKey{{Column: PostingNumber, CutPosting: true}},
	Control:   []pipeline.Control{{Amount: APIAccrualAmount, Currencies: []*pipeline.Code{APIAccrualCurrency}}},
	Input: &pipeline.Input{
		Report: "accruals of postings of the API", Known: true, Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: PostingNumber, Need: pipeline.Required, Exact: []string{"posting_number"}},
			{Column: AccruedOn, Need: pipeline.Required, Exact: []string{"accruals[].accrual_date"}},
			{Column: APIAccrualType, Exact: []string{"accruals[].type_id"}},
			{Column: SKU, Exact: []string{"accruals[].sku"}},
			{Column: Quantity, Exact: []string{"accruals[].quantity"}},
			{Column: APIAccrualAmount, Need: pipeline.Required, Exact: []string{"accruals[].accrued.amount"}},
			{Column: APIAccrualCurrency, Exact: []string{"accruals[].accrued.currency"}, Form: pipeline.CurrencyForm},
		},
		Latest: []pipeline.Column{AccruedOn},
	},
}
