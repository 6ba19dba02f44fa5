package datasets

import "ozpayout/pipeline"

// RealizationStars are kept apart by the API; the report adds them to the payments
// of partners.
var (
	RealizationSoldStars = &pipeline.Money{Name: "sold_stars_amount", Doc: "payments by loyalty programmes of partners, stars, for what was sold", Currency: RealizationCurrency}
	RealizationBackStars = &pipeline.Money{Name: "returned_stars_amount", Doc: "payments by loyalty programmes, stars, for what was returned", Currency: RealizationCurrency}
	RealizationCurrency  = &pipeline.Code{Name: "currency", Doc: "currency of the report"}
)

// RawRealizationAPI is the realization report of the API: by product (v2, in an
// envelope) and by order (v1, without one) (formats.md section 2.2).
var RawRealizationAPI = &pipeline.Dataset{
	Name: "raw_realization_api", Doc: "Monthly realization report of the API, by product or by order (R09).",
	Grain: "one row per row of the report", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		RealizationReportNo, RealizationReportedOn, RealizationFrom, RealizationTo, RealizationCurrency, RealizationRowNo, OfferID, SKU, RealizationBarcode,
		RealizationSold, RealizationSoldPartners, RealizationSoldStars, RealizationSoldPoints, RealizationSoldQuantity, RealizationSoldPrice, RealizationCommission, RealizationListPrice, RealizationSoldFee, RealizationAccrued,
		RealizationBack, RealizationBackPartners, RealizationBackStars, RealizationBackPoints, RealizationBackQuantity, RealizationBackPrice, RealizationBackFee, RealizationReversed,
		PostingNumber, RealizationInvoiceNo, RealizationInvoiceOn,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Control: []pipeline.Control{{Amount: RealizationAccrued, Less: RealizationReversed, Currencies: []*pipeline.Code{RealizationCurrency}}},
	Input: &pipeline.Input{
		Report: "realization report of the API", Known: true, Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: RealizationRowNo, Need: pipeline.Required, Exact: []string{"rowNumber", "row_number"}},
			{Column: RealizationReportNo, Exact: []string{"$.header.number"}},
			{Column: RealizationReportedOn, Exact: []string{"$.header.doc_date"}},
			{Column: RealizationFrom, Exact: []string{"$.header.start_date"}},
			{Column: RealizationTo, Exact: []string{"$.header.stop_date"}},
			{Column: RealizationCurrency, Exact: []string{"$.header.currency_sys_name"}, Form: pipeline.CurrencyForm},
			{Column: OfferID, Exact: []string{"item.offer_id"}},
			{Column: SKU, Exact: []string{"item.sku"}},
			{Column: RealizationBarcode, Exact: []string{"item.barcode"}},
			{Column: RealizationCommission, Exact: []string{"commission_ratio"}},
			{Column: RealizationListPrice, Exact: []string{"seller_price_per_instance"}},
			{Column: RealizationSold, Exact: []string{"delivery_commission.amount"}},
			{Column: RealizationSoldPartners, Exact: []string{"delivery_commission.bank_coinvestment"}},
			{Column: RealizationSoldStars, Exact: []string{"delivery_commission.stars"}},
			{Column: RealizationSoldPoints, Exact: []string{"delivery_commission.bonus"}},
			{Column: RealizationSoldQuantity, Exact: []string{"delivery_commission.quantity"}},
			{Column: RealizationSoldPrice, Exact: []string{"delivery_commission.price_per_instance"}},
			{Column: RealizationSoldFee, Exact: []string{"delivery_commission.standard_fee"}},
			{Column: RealizationAccrued, Need: pipeline.Present, Exact: []string{"delivery_commission.total"}},
			{Column: RealizationBack, Exact: []string{"return_commission.amount"}},
			{Column: RealizationBackPartners, Exact: []string{"return_commission.bank_coinvestment"}},
			{Column: RealizationBackStars, Exact: []string{"return_commission.stars"}},
			{Column: RealizationBackPoints, Exact: []string{"return_commission.bonus"}},
			{Column: RealizationBackQuantity, Exact: []string{"return_commission.quantity"}},
			{Column: RealizationBackPrice, Exact: []string{"return_commission.price_per_instance"}},
			{Column: RealizationBackFee, Exact: []string{"return_commission.standard_fee"}},
			{Column: RealizationReversed, Exact: []string{"return_commission.total"}, IsDecisive: true},
			{Column: PostingNumber, Exact: []string{"order.posting_number"}},
			{Column: RealizationInvoiceNo, Exact: []string{"legal_entity_document.number"}},
			{Column: RealizationInvoiceOn, Exact: []string{"legal_entity_document.sale_date"}},
		},
		Latest: []pipeline.Column{RealizationTo},
	},
}
