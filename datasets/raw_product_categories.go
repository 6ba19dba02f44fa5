package datasets

import "ozpayout/pipeline"

// Columns of the canonical input product_categories.
var (
	ProductOfferID  = &pipeline.Text{Name: "offer_id", Doc: "seller's article code"}
	ProductCategory = &pipeline.Code{Name: "category", Doc: "category"}
)

// RawProductCategories is the canonical input product_categories (formats.md section 9).
var RawProductCategories = &pipeline.Dataset{
	Name: "raw_product_categories", Doc: "Category of each product: no orders export carries one (A32, A33).", Grain: "one row per product", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		SellerID, SKU, ProductOfferID, ProductCategory,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:    []pipeline.Column{SellerID, SKU},
	Holder: SellerID,
	Input: &pipeline.Input{
		Report: "canonical table product_categories", Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: SellerID, Need: pipeline.Required, Headers: []string{"Client ID", "卖家ID", "卖家编号", "店铺ID", "ID продавца", "Идентификатор продавца"}},
			{Column: SKU, Need: pipeline.Required, Headers: []string{"Ozon SKU", "Ozon ID", "平台SKU", "商品SKU", "SKU товара", "OZON SKU ID"}},
			{Column: ProductOfferID, Headers: []string{"Article", "Offer", "货号", "商家编码", "Артикул", "Артикул продавца"}},
			{Column: ProductCategory, Need: pipeline.Required, Headers: []string{"Product Category", "Category Name", "类目", "商品类目", "Категория", "Категория товара"}},
		},
		Example: []string{"104233", "1304225611", "11SK2024", "美妆"},
	},
}
