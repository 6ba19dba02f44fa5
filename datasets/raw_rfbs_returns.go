package datasets

import "ozpayout/pipeline"

// RFBSState is the state of a return request, by its group.
var RFBSState = &pipeline.Code{Name: "request_state", Doc: "state of the request as system name, such as ON_APPROVAL"}

// RFBSGroupWords are the groups of states of rFBS return requests.
var RFBSGroupWords = words(map[string][]string{
	"New": nil, "Delivering": nil, "Checkout": nil, "Arbitration": nil, "Approved": nil, "Rejected": nil,
})

// RawRFBSReturns is the list of return requests of rFBS postings (formats.md
// section 3). Every request is a client return.
var RawRFBSReturns = &pipeline.Dataset{
	Name: "raw_rfbs_returns", Doc: "Return requests of rFBS postings, from the API (B09).",
	Grain: "one row per return request", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		SellerID, ReturnID, PostingNumber, OrderID, ReturnType, SKU, ReturnedOn, ReturnStatus, RFBSState, ReturnAmount, ReturnCurrency, ExportedAt,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:       []pipeline.Column{ReturnID},
	Partition: []pipeline.PartitionKey{{Column: PostingNumber, CutPosting: true}, {Column: OrderID}},
	Control:   []pipeline.Control{{Amount: ReturnAmount, Currencies: []*pipeline.Code{ReturnCurrency}}},
	Snapshot:  ExportedAt,
	Holder:    SellerID,
	Input: &pipeline.Input{
		Report: "rFBS returns list of the API (v2)", Known: true, Zone: "UTC",
		Fields: []pipeline.Field{
			{Column: ReturnID, Need: pipeline.Required, Exact: []string{"return_number"}},
			{Column: PostingNumber, Need: pipeline.Required, Exact: []string{"posting_number"}},
			{Column: OrderID, Exact: []string{"order_number"}},
			{Column: SKU, Exact: []string{"product.sku"}},
			{Column: ReturnedOn, Need: pipeline.Required, Exact: []string{"created_at"}},
			{Column: ReturnStatus, Need: pipeline.Present, Exact: []string{"state.group_state"}, Words: RFBSGroupWords, Form: pipeline.Keep},
			{Column: RFBSState, Exact: []string{"state.state"}},
			{Column: ReturnAmount, Exact: []string{"product.price"}},
			{Column: ReturnCurrency, Exact: []string{"product.currency_code"}, Form: pipeline.CurrencyForm},
			{Form: pipeline.Secret, Exact: []string{"client_name"}},
		},
		Generations: []pipeline.Generation{{Name: "v2", Constants: map[pipeline.Column]string{ReturnType: "ClientReturn"}}},
		Latest:      []pipeline.Column{ReturnedOn},
	},
}
