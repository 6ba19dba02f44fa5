package datasets

import "ozpayout/pipeline"

// Columns of the canonical input category_states.
var (
	Category       = &pipeline.Code{Name: "category", Doc: "category as written; matched like an enum word"}
	CategoryState  = &pipeline.Code{Name: "state", Doc: "state"}
	CategorySource = &pipeline.Text{Name: "source", Doc: "source"}
)

// RawCategoryStates is the canonical input category_states (formats.md section 9).
var RawCategoryStates = &pipeline.Dataset{
	Name: "raw_category_states", Doc: "State of a category in Ozon, by period (A32, A33).", Grain: "one row per seller account, category and period", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		SellerID, Category, CategoryState, ValidFrom, ValidTo, CategorySource,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:    []pipeline.Column{SellerID, Category, ValidFrom},
	Holder: SellerID,
	Input: &pipeline.Input{
		Report: "canonical table category_states", Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: SellerID, Need: pipeline.Required, Headers: []string{"Client ID", "卖家ID", "卖家编号", "店铺ID", "ID продавца", "Идентификатор продавца"}},
			{Column: Category, Need: pipeline.Required, Headers: []string{"Product Category", "Category Name", "类目", "商品类目", "Категория", "Категория товара"}},
			{Column: CategoryState, Need: pipeline.Required, Headers: []string{"Category State", "Status", "类目状态", "状态", "Статус категории", "Статус"}, Words: CategoryStateWords},
			{Column: ValidFrom, Need: pipeline.Present, Headers: []string{"Effective From", "Start Date", "生效日期", "开始日期", "Действует с", "Дата начала"}},
			{Column: ValidTo, Headers: []string{"Effective To", "End Date", "失效日期", "结束日期", "Действует по", "Дата окончания"}, IsDecisive: true},
			{Column: CategorySource, Headers: []string{"来源", "Источник"}},
		},
		Example: []string{"104233", "美妆", "Manual Review", "2024-06-05", "2024-06-20", ""},
	},
}
