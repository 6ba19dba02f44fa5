package datasets

import "ozpayout/pipeline"

// Columns of seller months. A figure that counts is computed where the files cover
// the month, else the one given in tier_metrics, else null.
var (
	SellerMonth     = &pipeline.Code{Name: "month", Doc: "calendar month YYYY-MM, Moscow", From: []pipeline.Column{CountMonth, MetricMonth}}
	MonthOrders     = &pipeline.Int{Name: "orders", Doc: "orders, each a posting, taken into processing in the month, as far as the files show; null = orders are not loaded", Unit: "orders", From: []pipeline.Column{AcceptedOrders}}
	GMVUSD          = &pipeline.Money{Name: "gmv_usd", Doc: "gross value delivered in the month (C25)", Unit: "USD", From: []pipeline.Column{CountedGMV, MetricGMVAmount, MetricGMVCurrency, Value, Nominal}}
	PositiveRate    = &pipeline.Share{Name: "positive_rate", Doc: "positive ratings, as given (C26)", Unit: "share 0..1", From: []pipeline.Column{MetricRatingsPositive, MetricRatingsTotal, MetricPositiveRatingPct}}
	MonthDisputes   = &pipeline.Int{Name: "disputes", Doc: "disputes opened in the month", Unit: "disputes", From: []pipeline.Column{OpenedDisputes, MetricDisputesOpened}}
	MonthDelivered  = &pipeline.Int{Name: "delivered_orders", Doc: "orders delivered in the month, each a posting", Unit: "orders", From: []pipeline.Column{DeliveredOrders, MetricOrdersDelivered}}
	DisputeRate     = &pipeline.Share{Name: "dispute_rate", Doc: "disputes opened by orders delivered (C27)", Unit: "share", From: []pipeline.Column{MonthDisputes, MonthDelivered, MetricDisputeRatePct}}
	GMVBasis        = &pipeline.Code{Name: "gmv_basis_code", Doc: "computed, given or unknown", From: []pipeline.Column{CountedGMV, MetricGMVAmount}}
	RatingBasis     = &pipeline.Code{Name: "rating_basis_code", Doc: "counts, percentage or unknown", From: []pipeline.Column{MetricRatingsTotal, MetricPositiveRatingPct}}
	DisputeBasis    = &pipeline.Code{Name: "dispute_basis_code", Doc: "computed, counts, percentage or unknown", From: []pipeline.Column{OpenedDisputes, MetricDisputesOpened, MetricDisputeRatePct}}
	OrdersCoverage  = &pipeline.Code{Name: "orders_coverage_code", Doc: "covered, or why the month cannot be computed from the orders: not_loaded (no order has a day of acceptance), month_open, starts_late, ends_early, undated_deliveries, unknown_sellers, unvalued_orders (GMV only)", From: []pipeline.Column{FirstAccepted, LastOrderDay, FirstUndated, UnvaluedOrders, DeliveredOrders}}
	DisputeCoverage = &pipeline.Code{Name: "disputes_coverage_code", Doc: "the same of disputes: covered, not_loaded, month_open, starts_late, ends_early", From: []pipeline.Column{FirstDispute, LastDispute}}
	GivenGMV        = &pipeline.Money{Name: "given_gmv_usd", Doc: "GMV of tier_metrics; another currency at the rate of the last day of the month, or of the as-of date", Unit: "USD", From: []pipeline.Column{MetricGMVAmount, MetricGMVCurrency, Value, Nominal}}
	PositiveOf      = &pipeline.Int{Name: "positive_numerator", Doc: "exact positive rate: ratings, or the percentage in units of 10^-10 %", Unit: "ratings or 10^-10 %", From: []pipeline.Column{MetricRatingsPositive, MetricPositiveRatingPct}}
	RatingsOf       = &pipeline.Int{Name: "positive_denominator", Doc: "what it is divided by", Unit: "ratings or 10^-10 %", From: []pipeline.Column{MetricRatingsTotal, MetricPositiveRatingPct}}
	DisputesOf      = &pipeline.Int{Name: "dispute_numerator", Doc: "exact dispute rate: disputes, or the percentage in units of 10^-10 %", Unit: "disputes or 10^-10 %", From: []pipeline.Column{OpenedDisputes, MetricDisputesOpened, MetricDisputeRatePct}}
	DeliveredOf     = &pipeline.Int{Name: "dispute_denominator", Doc: "what it is divided by", Unit: "orders or 10^-10 %", From: []pipeline.Column{DeliveredOrders, MetricOrdersDelivered, MetricDisputeRatePct}}
	ShownTier       = &pipeline.Code{Name: "shown_tier_code", Doc: "tier that Ozon shows for the month in tier_metrics; null = not given", From: []pipeline.Column{MetricTier}}
	GivenFile       = &pipeline.Code{Name: "given_source_file", Doc: "tier_metrics file of the month; null = none", From: []pipeline.Column{pipeline.FromFile}}
	GivenRow        = &pipeline.Int{Name: "given_source_row", Doc: "record number in that file", Unit: "rows", From: []pipeline.Column{pipeline.FromRow}}
)

// SellerMonths is the mart of monthly metrics.
var SellerMonths = &pipeline.Dataset{
	Name: "seller_months", Doc: "GMV, positive rating and dispute rate of a seller and month, exact, computed or given (B11, C25-C27).",
	Grain: "one row per seller and calendar month", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, SellerMonth, MonthOrders, GMVUSD, PositiveRate, MonthDisputes, MonthDelivered, DisputeRate,
		GMVBasis, RatingBasis, DisputeBasis, OrdersCoverage, DisputeCoverage,
		CountedGMV, UnvaluedOrders, DeliveredOrders, OpenedDisputes, GivenGMV,
		PositiveOf, RatingsOf, DisputesOf, DeliveredOf, ShownTier, MetricRatingDefinition, GivenFile, GivenRow, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{SellerID, SellerMonth},
}
