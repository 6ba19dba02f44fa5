package datasets

import "ozpayout/pipeline"

// Columns of postings.
var (
	Scheme          = &pipeline.Code{Name: "scheme", Doc: "fulfilment scheme: fbo, fbs, rfbs, crossborder or unknown (9.19)", From: []pipeline.Column{SchemeRaw}}
	PostingSKU      = &pipeline.Text{Name: "first_sku", Doc: "first SKU of the posting in text order: its category stands for the posting where a line names no SKU", From: []pipeline.Column{SKU}}
	PostingValue    = &pipeline.Money{Name: "posting_value", Doc: "goods of the posting, gross: rows of the orders export as they are, prices of the API times pieces; null = a row without amount, or in another currency", Currency: PostingCurrency, From: []pipeline.Column{ShipmentAmount, Quantity}}
	PostingCurrency = &pipeline.Code{Name: "posting_currency", Doc: "currency of the goods", From: []pipeline.Column{ShipmentCurrency}}
)

// Postings are postings as all order sources together know them.
var Postings = &pipeline.Dataset{
	Name: "postings", Doc: "Postings from exports and API: the newest snapshot of each row, one row per posting; the scheme in the order of 9.19.",
	Grain: "one row per posting", Layer: pipeline.StagingLayer,
	Columns: []pipeline.Column{
		PostingNumber, OrderID, AcceptedAt, HandedOverAt, DeliveredAt, CancelledAt, OrderStatus, Scheme, OrderCarrier, TplIntegration, PostingSKU,
		pipeline.FromFile, pipeline.FromRow, PostingValue, PostingCurrency,
	},
	Key:       []pipeline.Column{PostingNumber},
	Partition: []pipeline.PartitionKey{{Column: PostingNumber, CutPosting: true}},
}
