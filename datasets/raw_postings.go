package datasets

import "ozpayout/pipeline"

// Columns of the posting lists that the CSV exports do not have.
var (
	TrackingNumberAPI = &pipeline.Text{Name: "tracking_number", Doc: "tracking number of the posting"}
	TplProviderID     = &pipeline.Code{Name: "tpl_provider_id", Doc: "delivery service by id; names of one id differ"}
	TplProviderName   = &pipeline.Code{Name: "tpl_provider", Doc: "delivery service as named"}
	TplIntegration    = &pipeline.Code{Name: "integration_type", Doc: "whether tracks reach Ozon by themselves"}
)

// RawPostings are saved answers of the posting lists: fbs v3 and v4, fbo v2 and
// v3 (formats.md section 4).
var RawPostings = &pipeline.Dataset{
	Name: "raw_postings", Doc: "Posting lists of the API, old and new generations (9.19).",
	Grain: "one row per posting and product", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		OrderID, PostingNumber, AcceptedAt, ShipmentAt, OrderStatus, DeliveredAt, HandedOverAt, ShipmentAmount, ShipmentCurrency,
		SKU, OfferID, Quantity, SchemeRaw, TrackingNumberAPI, TplProviderID, TplProviderName, TplIntegration, ExportedAt,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:       []pipeline.Column{PostingNumber, SKU},
	Partition: []pipeline.PartitionKey{{Column: PostingNumber, CutPosting: true}},
	Control:   []pipeline.Control{{Amount: ShipmentAmount, Currencies: []*pipeline.Code{ShipmentCurrency}}},
	Snapshot:  ExportedAt,
	Input: &pipeline.Input{
		Report: "posting list of the API", Known: true, Zone: "UTC",
		Fields: []pipeline.Field{
			{Column: OrderID, Need: pipeline.Present, Exact: []string{"order_number"}},
			{Column: PostingNumber, Need: pipeline.Required, Exact: []string{"posting_number"}},
			{Column: AcceptedAt, Need: pipeline.Present, Exact: []string{"in_process_at"}},
			{Column: ShipmentAt, Exact: []string{"shipment_date"}},
			{Column: OrderStatus, Need: pipeline.Required, Exact: []string{"status"}, Words: OrderStatusWords, Form: pipeline.Keep},
			{Column: DeliveredAt, Exact: []string{"fact_delivery_date"}},
			{Column: HandedOverAt, Exact: []string{"delivering_date"}},
			{Column: ShipmentAmount, Need: pipeline.Required, Exact: []string{"products[].price.amount", "products[].price"}},
			{Column: ShipmentCurrency, Exact: []string{"products[].price.currency", "products[].currency_code"}, Form: pipeline.CurrencyForm},
			{Column: SKU, Need: pipeline.Required, Exact: []string{"products[].sku"}},
			{Column: OfferID, Exact: []string{"products[].offer_id"}},
			{Column: Quantity, Exact: []string{"products[].quantity"}},
			{Column: SchemeRaw, Exact: []string{"delivery_schema"}},
			{Column: TrackingNumberAPI, Exact: []string{"tracking_number"}},
			{Column: TplProviderID, Exact: []string{"delivery_method.tpl_provider_id", "analytics_data.tpl_provider_id"}},
			{Column: TplProviderName, Exact: []string{"delivery_method.tpl_provider", "analytics_data.tpl_provider"}},
			{Column: TplIntegration, Exact: []string{"tpl_integration_type"}, Words: IntegrationTypeWords, Form: pipeline.Keep},
		},
		Generations: []pipeline.Generation{
			{Name: "fbs v4", Has: []string{"delivering_date", "products[].price.amount"}, Constants: map[pipeline.Column]string{SchemeRaw: "FBS"}},
			{Name: "fbs v3", Has: []string{"delivering_date"}, Constants: map[pipeline.Column]string{SchemeRaw: "FBS"}},
			{Name: "fbo v3", Has: []string{"products[].price.amount"}, Constants: map[pipeline.Column]string{SchemeRaw: "FBO"}},
			{Name: "fbo v2", Has: []string{"posting_number"}, Constants: map[pipeline.Column]string{SchemeRaw: "FBO"}},
		},
		Latest:  []pipeline.Column{AcceptedAt, DeliveredAt, HandedOverAt},
		Bounded: []pipeline.Bound{{Column: DeliveredAt}},
		Pages:   pipeline.Pages{More: "$.has_next"},
	},
}
