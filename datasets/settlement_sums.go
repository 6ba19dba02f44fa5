package datasets

import "ozpayout/pipeline"

// Columns of settlement sums.
var (
	SettlementGross   = &pipeline.Money{Name: "gross", Doc: "sale lines, and payouts without lines, settled in the month", Currency: Currency, From: []pipeline.Column{Amount, LineCode, SettledOn}}
	RefundAmount      = &pipeline.Money{Name: "refund_amount", Doc: "largest single refund line of the month, as a positive amount; null = none", Currency: Currency, From: []pipeline.Column{Amount, LineCode, SettledOn}}
	RefundOrderAmount = &pipeline.Money{Name: "refund_order_amount", Doc: "sale lines of the order of that refund, settled in any month; null = none known", Currency: Currency, From: []pipeline.Column{Amount, LineCode, OrderID}}
)

// SettlementSums are what one partition knows of the months of sellers.
var SettlementSums = &pipeline.Dataset{
	Name: "settlement_sums", Doc: "Gross and largest refund of the months of sellers: mergeable partial sums (A26, C09).",
	Grain: "one row per partition, seller, month of settled_on and currency", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{SellerID, MonthOn, Currency, SettlementGross, RefundAmount, RefundOrderAmount, PayoutID, LineNo, OrderID},
}
