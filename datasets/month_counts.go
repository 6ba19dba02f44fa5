package datasets

import "ozpayout/pipeline"

// Columns of the counts of seller-months. Months are calendar months in Moscow; an
// order is a posting, as in the rule book.
var (
	CountMonth      = &pipeline.Date{Name: "month_on", Doc: "first day of the Moscow month", From: []pipeline.Column{AcceptedOn, DeliveredOn, DisputeOpenedAt, FirstEligible, CarrierOn, CarrierDeliveryAt}}
	AcceptedOrders  = &pipeline.Int{Name: "accepted_orders", Doc: "orders, each a posting, taken into processing in the month", Unit: "orders", From: []pipeline.Column{AcceptedOn}}
	DeliveredOrders = &pipeline.Int{Name: "counted_delivered_orders", Doc: "orders, each a posting, delivered in the month, as far as the files show", Unit: "orders", From: []pipeline.Column{DeliveredOn}}
	CountedGMV      = &pipeline.Money{Name: "counted_gmv_usd", Doc: "their gross value, each at the rate of its confirmation (C25), as far as it is known", Unit: "USD", From: []pipeline.Column{PostingValue, PostingCurrency, ConfirmationOn, Value, Nominal}}
	UnvaluedOrders  = &pipeline.Int{Name: "unvalued_orders", Doc: "of them, orders without a value or a usable rate", Unit: "orders", From: []pipeline.Column{PostingValue, ConfirmationOn, Value}}
	OpenedDisputes  = &pipeline.Int{Name: "counted_disputes", Doc: "disputes opened in the month (C27)", Unit: "disputes", From: []pipeline.Column{DisputeOpenedAt}}

	FirstAccepted = &pipeline.Date{Name: "first_accepted_on", Doc: "first day on which an order was accepted; null = none has such a day", From: []pipeline.Column{AcceptedOn}}
	LastOrderDay  = &pipeline.Date{Name: "last_order_day_on", Doc: "last day on which an order was accepted or delivered", From: []pipeline.Column{AcceptedOn, DeliveredOn}}
	FirstUndated  = &pipeline.Date{Name: "first_undated_on", Doc: "first day from which on an order may have been delivered nobody knows when; null = there is none", From: []pipeline.Column{IsUndated, AcceptedOn}}
	FirstDispute  = &pipeline.Date{Name: "first_dispute_on", Doc: "first day on which a dispute was opened", From: []pipeline.Column{DisputeOpenedAt}}
	LastDispute   = &pipeline.Date{Name: "last_dispute_day_on", Doc: "last day that the disputes table shows: a dispute opened, closed or exported", From: []pipeline.Column{DisputeOpenedAt, DisputeClosedAt, ExportedAt}}
)

// MonthCounts are the orders and disputes of one partition, additive.
var MonthCounts = &pipeline.Dataset{
	Name: "month_counts", Doc: "Orders, their value and disputes by seller and month: partial counts. Orders that no seller is known of have a null seller (B11, C25, C27).",
	Grain: "one row per partition, seller and month", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{PostingSeller, CountMonth, AcceptedOrders, DeliveredOrders, CountedGMV, UnvaluedOrders, OpenedDisputes},
}

// OrderSpans are the days that the orders and disputes of one partition reach from
// and to: they tell which months the files cover.
var OrderSpans = &pipeline.Dataset{
	Name: "order_spans", Doc: "First and last days that orders and disputes of a seller show, as one partition sees them.",
	Grain: "one row per partition and seller", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{PostingSeller, FirstAccepted, LastOrderDay, FirstUndated, FirstDispute, LastDispute},
}
