package datasets

import "ozpayout/pipeline"

// Columns of the buy-out list.
var (
	BuyoutAmount    = &pipeline.Money{Name: "amount", Doc: "accrued for the purchase", Unit: "RUB"}
	BuyoutPrice     = &pipeline.Money{Name: "buyout_price", Doc: "price that Ozon pays for a piece, VAT included", Unit: "RUB"}
	BuyoutListPrice = &pipeline.Money{Name: "seller_price_per_instance", Doc: "price of a piece with the seller's discount", Unit: "RUB"}
	BuyoutDiscount  = &pipeline.Rate{Name: "deduction_by_category_percent", Doc: "discount of the category", Unit: "percent"}
	BuyoutVAT       = &pipeline.Rate{Name: "vat_percent", Doc: "rate of VAT", Unit: "percent"}
)

// RawBuyouts is the list of goods that Ozon bought for resale (formats.md section
// 8). Rows have no key, as those of the accruals.
var RawBuyouts = &pipeline.Dataset{
	Name: "raw_buyouts", Doc: "Goods that Ozon bought for resale, from the API.",
	Grain: "one row per purchase", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		PostingNumber, OfferID, SKU, Quantity, BuyoutListPrice, BuyoutDiscount, BuyoutPrice, BuyoutVAT, BuyoutAmount,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Control: []pipeline.Control{{Amount: BuyoutAmount}},
	Input: &pipeline.Input{
		Report: "buy-out list of the API", Known: true, Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: PostingNumber, Need: pipeline.Present, Exact: []string{"posting_number"}},
			{Column: OfferID, Exact: []string{"offer_id"}},
			{Column: SKU, Exact: []string{"sku"}},
			{Column: Quantity, Exact: []string{"quantity"}},
			{Column: BuyoutListPrice, Need: pipeline.Present, Exact: []string{"seller_price_per_instance"}},
			{Column: BuyoutDiscount, Exact: []string{"deduction_by_category_percent"}, Form: pipeline.PercentForm},
			{Column: BuyoutPrice, Need: pipeline.Present, Exact: []string{"buyout_price"}},
			{Column: BuyoutVAT, Exact: []string{"vat_percent"}, Form: pipeline.PercentForm},
			{Column: BuyoutAmount, Need: pipeline.Required, Exact: []string{"amount"}},
		},
	},
}
