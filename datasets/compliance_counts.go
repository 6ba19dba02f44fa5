package datasets

import "ozpayout/pipeline"

// Columns of the counts of compliance. Sums and counts are additive; late amounts are
// those of the payout lines of postings that do not comply.
var (
	EligibleOrders     = &pipeline.Int{Name: "eligible_orders", Doc: "orders that became eligible for payout in the month", Unit: "orders", From: []pipeline.Column{FirstEligible}}
	OrdersWithInvoice  = &pipeline.Int{Name: "with_invoice", Doc: "of them, with an invoice in Ozon on that day", Unit: "orders", From: []pipeline.Column{FirstEligible, InvoicedOn}}
	InvoicesByDue      = &pipeline.Int{Name: "invoiced_by_due", Doc: "of the others, with an invoice by the due date", Unit: "orders", From: []pipeline.Column{FirstDue, InvoicedOn}}
	LateInvoices       = &pipeline.Int{Name: "late_invoices", Doc: "of the others, with an invoice after the due date", Unit: "orders", From: []pipeline.Column{FirstDue, InvoicedOn}}
	MissingInvoices    = &pipeline.Int{Name: "missing_invoices", Doc: "of the others, without an invoice up to the as-of date (INVOICE_MISSING)", Unit: "orders", From: []pipeline.Column{FirstDue, InvoicedOn}}
	LateInvoiceDays    = &pipeline.Int{Name: "late_invoice_days", Doc: "days from due date to invoice of the late invoices, added up", Unit: "calendar days", From: []pipeline.Column{FirstDue, InvoicedOn}}
	LateInvoiceDaysMax = &pipeline.Days{Name: "late_invoice_days_max", Doc: "largest of them; null = no late invoice", Unit: "calendar days", From: []pipeline.Column{FirstDue, InvoicedOn}}
	LanguagePairs      = &pipeline.Int{Name: "with_language_pair", Doc: "orders whose invoices are in Chinese and Russian (B13)", Unit: "orders", From: []pipeline.Column{InvoiceLanguageCode}}
	LanguageSingles    = &pipeline.Int{Name: "without_language_pair", Doc: "orders whose invoices lack one of the two: the language note", Unit: "orders", From: []pipeline.Column{InvoiceLanguageCode}}
	LanguagesUnknown   = &pipeline.Int{Name: "language_unknown", Doc: "orders whose invoices do not say their language", Unit: "orders", From: []pipeline.Column{InvoiceLanguageCode}}
	AutoInvoices       = &pipeline.Int{Name: "auto_invoices", Doc: "orders with an invoice made by the automatic function", Unit: "orders", From: []pipeline.Column{InvoiceAuto}}

	CarrierMatched      = &pipeline.Code{Name: "carrier_code", Doc: "carrier of the list that the spelling matches; null = none", From: []pipeline.Column{CarrierName, CarrierAlias, CarrierCode}}
	CarrierPostings     = &pipeline.Int{Name: "postings", Doc: "postings carried in the month", Unit: "postings", From: []pipeline.Column{CarrierOn}}
	WhitelistedPostings = &pipeline.Int{Name: "whitelisted", Doc: "of them, by a carrier that was on the white list on the day (B16)", Unit: "postings", From: []pipeline.Column{CarrierName, CarrierOn, CarrierIsWhitelisted}}

	UploadedOn     = &pipeline.Date{Name: "uploaded_on", Doc: "day of the upload in the zone of the cut-off (C08)", From: []pipeline.Column{NumberUploadedAt, PolicyValue}}
	Uploads        = &pipeline.Int{Name: "uploads", Doc: "postings whose tracking number was first uploaded; null = the pack has no cut-off to count them by", Unit: "postings", From: []pipeline.Column{NumberUploadedAt}}
	UploadsInTime  = &pipeline.Int{Name: "before_cut_off", Doc: "of them, strictly before the cut-off", Unit: "postings", From: []pipeline.Column{NumberUploadedAt, PolicyValue}}
	SyncLagHours   = &pipeline.Int{Name: "sync_lag_hours", Doc: "full hours from the carrier's delivery until Ozon saw it; null = not seen", Unit: "hours", From: []pipeline.Column{CarrierDeliveryAt, DeliverySeenAt}}
	SyncDeliveries = &pipeline.Int{Name: "deliveries", Doc: "deliveries that the carrier recorded", Unit: "postings", From: []pipeline.Column{CarrierDeliveryAt}}

	FailedLateCNY     = &pipeline.Money{Name: "late_amount_cny", Doc: "late payout lines of the postings that do not comply; null = one of them has no usable rate", Unit: "CNY", From: []pipeline.Column{LateCNY}}
	FailedUnconverted = &pipeline.Int{Name: "unconverted", Doc: "of these postings, those with a late line without a usable rate", Unit: "postings", From: []pipeline.Column{LateCNY}}
)

// InvoiceCounts are the invoices of one partition.
var InvoiceCounts = &pipeline.Dataset{
	Name: "invoice_counts", Doc: "Invoices of eligible orders: partial counts (B13).", Grain: "one row per partition, seller and month", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{
		PostingSeller, CountMonth, EligibleOrders, OrdersWithInvoice, InvoicesByDue, LateInvoices, MissingInvoices, LateInvoiceDays, LateInvoiceDaysMax,
		LanguagePairs, LanguageSingles, LanguagesUnknown, AutoInvoices, FailedLateCNY, FailedUnconverted,
	},
}

// CarrierCounts are the carriers of one partition.
var CarrierCounts = &pipeline.Dataset{
	Name: "carrier_counts", Doc: "Postings by carrier as written: partial counts (B16).", Grain: "one row per partition, seller, month, carrier and code", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{PostingSeller, CountMonth, CarrierName, CarrierMatched, CarrierPostings, WhitelistedPostings, FailedLateCNY, FailedUnconverted},
}

// UploadCounts are the uploads of tracking numbers of one partition.
var UploadCounts = &pipeline.Dataset{
	Name: "upload_counts", Doc: "First uploads of tracking numbers by day in the zone of the cut-off: partial counts (B15, C08).", Grain: "one row per partition, seller and day", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{PostingSeller, UploadedOn, Uploads, UploadsInTime, FailedLateCNY, FailedUnconverted},
}

// SyncLagCounts are the sync lags of one partition.
var SyncLagCounts = &pipeline.Dataset{
	Name: "sync_lag_counts", Doc: "Deliveries by month and by how long Ozon took to see them: a partial histogram (B15).", Grain: "one row per partition, seller, month and lag", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{PostingSeller, CountMonth, SyncLagHours, SyncDeliveries},
}
