package datasets

import "ozpayout/pipeline"

// Columns of the canonical input tier_metrics.
var (
	MetricMonth             = &pipeline.Date{Name: "month", Doc: "YYYY-MM"}
	MetricGMVAmount         = &pipeline.Money{Name: "gmv_amount", Doc: "gross value delivered in the month", Currency: MetricGMVCurrency}
	MetricGMVCurrency       = &pipeline.Code{Name: "gmv_currency", Doc: "empty = USD"}
	MetricPositiveRatingPct = &pipeline.Rate{Name: "positive_rating_pct", Doc: "percent, 0–100"}
	MetricRatingsPositive   = &pipeline.Int{Name: "ratings_positive", Doc: "ratings positive"}
	MetricRatingsTotal      = &pipeline.Int{Name: "ratings_total", Doc: "ratings total"}
	MetricDisputeRatePct    = &pipeline.Rate{Name: "dispute_rate_pct", Doc: "percent, 0–100"}
	MetricDisputesOpened    = &pipeline.Int{Name: "disputes_opened", Doc: "disputes opened"}
	MetricOrdersDelivered   = &pipeline.Int{Name: "orders_delivered", Doc: "orders delivered"}
	MetricTier              = &pipeline.Code{Name: "tier", Doc: "tier shown for that month"}
	MetricRatingDefinition  = &pipeline.Text{Name: "rating_definition", Doc: "how \"positive\" was counted (C26); printed"}
)

// RawTierMetrics is the canonical input tier_metrics (formats.md section 9).
var RawTierMetrics = &pipeline.Dataset{
	Name: "raw_tier_metrics", Doc: "Monthly metrics of a seller as Ozon shows them (B10-B12, C25-C27).", Grain: "one row per seller account and month", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		SellerID, MetricMonth, MetricGMVAmount, MetricGMVCurrency, MetricPositiveRatingPct, MetricRatingsPositive, MetricRatingsTotal, MetricDisputeRatePct, MetricDisputesOpened, MetricOrdersDelivered, MetricTier, MetricRatingDefinition,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:    []pipeline.Column{SellerID, MetricMonth},
	Holder: SellerID,
	Input: &pipeline.Input{
		Report: "canonical table tier_metrics", Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: SellerID, Need: pipeline.Required, Headers: []string{"Client ID", "卖家ID", "卖家编号", "店铺ID", "ID продавца", "Идентификатор продавца"}},
			{Column: MetricMonth, Need: pipeline.Required, Headers: []string{"Period", "月份", "统计月份", "Месяц"}, Form: pipeline.MonthForm},
			{Column: MetricGMVAmount, Headers: []string{"GMV", "GMV USD", "成交额", "月GMV", "Оборот"}, Form: pipeline.NotNegative},
			{Column: MetricGMVCurrency, Headers: []string{"GMV Currency Code", "GMV币种", "Валюта GMV"}, Form: pipeline.CurrencyForm, IsDecisive: true},
			{Column: MetricPositiveRatingPct, Headers: []string{"Positive Rating", "好评率", "Доля положительных оценок"}, Form: pipeline.PercentForm},
			{Column: MetricRatingsPositive, Headers: []string{"Positive Ratings", "好评数", "Положительные оценки"}},
			{Column: MetricRatingsTotal, Headers: []string{"Total Ratings", "评价总数", "评价数", "Всего оценок"}},
			{Column: MetricDisputeRatePct, Headers: []string{"Dispute Rate", "纠纷率", "Доля споров"}, Form: pipeline.PercentForm},
			{Column: MetricDisputesOpened, Headers: []string{"Disputes", "纠纷数", "Открыто споров"}},
			{Column: MetricOrdersDelivered, Headers: []string{"Delivered Orders", "签收订单数", "妥投订单数", "Доставлено заказов"}},
			{Column: MetricTier, Headers: []string{"Seller Tier", "卖家等级", "等级", "Уровень продавца", "Уровень"}, Words: TierWords},
			{Column: MetricRatingDefinition, Headers: []string{"Rating Basis", "好评定义", "好评口径", "Определение оценки"}},
		},
		Example: []string{"104233", "2024-06", "5000.00", "USD", "95.00", "1900", "2000", "0.80", "8", "1000", "ordinary", "4-5 stars of 5"},
	},
}
