package datasets

import "ozpayout/pipeline"

// Columns of order days.
var (
	FirstOrderOn  = &pipeline.Date{Name: "first_order_on", Doc: "earliest day, in Moscow, on which an order of the payout was taken into processing; null = none is known", From: []pipeline.Column{AcceptedAt}}
	LastOrderOn   = &pipeline.Date{Name: "last_order_on", Doc: "latest such day", From: []pipeline.Column{AcceptedAt}}
	UndatedOrders = &pipeline.Int{Name: "undated_orders", Doc: "payment rows whose order no order source dates", Unit: "rows", From: []pipeline.Column{OrderID, PostingNumber, AcceptedAt}}
)

// OrderDays are the order days of converted payouts as one partition knows them:
// merge by the earliest, the latest and the sum.
var OrderDays = &pipeline.Dataset{
	Name: "order_days", Doc: "Days on which the orders of converted payouts were taken into processing (R03): partial spans.",
	Grain: "one row per partition and converted payout", Layer: pipeline.IntermediateLayer,
	Columns:   []pipeline.Column{SellerID, PayoutID, FirstOrderOn, LastOrderOn, UndatedOrders},
	Partition: payoutPartition, Spread: ByPayout,
}
