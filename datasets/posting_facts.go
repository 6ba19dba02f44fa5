package datasets

import "ozpayout/pipeline"

// Columns of posting facts. Days are Moscow days; nothing after the as-of date is
// known yet (D06).
var (
	PostingSeller       = &pipeline.Code{Name: "seller_id", Doc: "seller that payments, tracking events and invoices of the posting name, else the folder of its orders export; null = none, or several (D45)", From: []pipeline.Column{SellerID, pipeline.FromFile}}
	AcceptedOn          = &pipeline.Date{Name: "accepted_on", Doc: "day the posting was taken into processing", From: []pipeline.Column{AcceptedAt}}
	DeliveredOn         = &pipeline.Date{Name: "delivered_on", Doc: "day of the delivery in the order sources, else of the confirmation in payment history", From: []pipeline.Column{DeliveredAt, ConfirmedOn}}
	ConfirmationOn      = &pipeline.Date{Name: "confirmation_on", Doc: "day of the confirmation in payment history, else of the delivery (C25)", From: []pipeline.Column{DeliveredAt, ConfirmedOn, ConfirmedGrade}}
	IsUndated           = &pipeline.Flag{Name: "is_undated", Doc: "delivered by its status, but nobody says when", From: []pipeline.Column{OrderStatus, DeliveredAt}}
	FirstEligible       = &pipeline.Date{Name: "first_eligible_on", Doc: "first day on which a judged line of the posting was eligible", From: []pipeline.Column{EligibleOn, IsLate}}
	FirstDue            = &pipeline.Date{Name: "first_due_on", Doc: "first due date of a judged line of the posting", From: []pipeline.Column{DueOn, IsLate}}
	LateCNY             = &pipeline.Money{Name: "late_amount_cny", Doc: "late payout lines of the posting; 0 = none is late, null = one of them has no usable rate", Unit: "CNY", From: []pipeline.Column{AmountCNY, IsLate}}
	InvoicedOn          = &pipeline.Date{Name: "invoiced_on", Doc: "first day on which an issued or uploaded invoice was in Ozon; null = none (9.4)", From: []pipeline.Column{InvoiceUploadedAt, InvoiceIssuedOn, InvoiceStatus}}
	InvoiceLanguageCode = &pipeline.Code{Name: "invoice_language_code", Doc: "pair (zh and ru), single, or unknown; null = no invoice", From: []pipeline.Column{InvoiceLanguages}}
	InvoiceAuto         = &pipeline.Flag{Name: "has_auto_invoice", Doc: "one of the invoices was made by the automatic function; null = no invoice", From: []pipeline.Column{InvoiceIsAuto}}
	CarrierName         = &pipeline.Code{Name: "carrier_name", Doc: "carrier as written: of the last tracking event up to the delivery, else of the orders export (9.19); null = nobody names one", From: []pipeline.Column{TrackingCarrier, OrderCarrier}}
	CarrierOn           = &pipeline.Date{Name: "carrier_on", Doc: "day on which the carrier had to be white-listed: delivery, else hand-over; null = neither, or fulfilled by Ozon (B18)", From: []pipeline.Column{TrackingEventAt, DeliveredAt, HandedOverAt, Scheme}}
	NumberUploadedAt    = &pipeline.Instant{Name: "number_uploaded_at", Doc: "first upload of a tracking number", From: []pipeline.Column{TrackingEventAt, TrackingEvent}}
	CarrierDeliveryAt   = &pipeline.Instant{Name: "carrier_delivery_at", Doc: "first delivery that the carrier recorded", From: []pipeline.Column{TrackingEventAt, TrackingEvent, TrackingEventSource}}
	DeliverySeenAt      = &pipeline.Instant{Name: "delivery_seen_at", Doc: "when that delivery became visible in Ozon; null = not visible", From: []pipeline.Column{TrackingSyncedAt}}
)

// PostingFacts are postings with what payments, invoices and parcels say of them:
// what tiers and compliance are counted from.
var PostingFacts = &pipeline.Dataset{
	Name: "posting_facts", Doc: "Postings joined with their payout lines, invoices and tracking events (B11, B13, B15, B16).", Grain: "one row per posting", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{
		PostingNumber, PostingSeller, AcceptedOn, DeliveredOn, ConfirmationOn, IsUndated, PostingValue, PostingCurrency,
		FirstEligible, FirstDue, LateCNY, InvoicedOn, InvoiceLanguageCode, InvoiceAuto,
		CarrierName, CarrierOn, NumberUploadedAt, CarrierDeliveryAt, DeliverySeenAt,
	},
	Key:       []pipeline.Column{PostingNumber},
	Partition: []pipeline.PartitionKey{{Column: PostingNumber, CutPosting: true}},
}
