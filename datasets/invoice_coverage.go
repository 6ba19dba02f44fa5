package datasets

import "ozpayout/pipeline"

// Columns that the marts of compliance share. Rates have Wilson intervals at 95 %.
var (
	ComplianceMonth = &pipeline.Code{Name: "period", Doc: "calendar month YYYY-MM, Moscow", From: []pipeline.Column{CountMonth}}
	ComplianceGate  = &pipeline.Code{Name: "gate_code", Doc: "ok, small_sample (below 30; below 10 no rate) or not_observable (D22, D32)", From: []pipeline.Column{EligibleOrders, CarrierPostings, Uploads}}
)

// Columns of invoice coverage.
var (
	CoverageRate     = &pipeline.Share{Name: "coverage_rate", Doc: "with_invoice by eligible_orders; null below the gate", Unit: "share 0..1", From: []pipeline.Column{OrdersWithInvoice, EligibleOrders}}
	CoverageLo       = &pipeline.Share{Name: "coverage_lo", Doc: "lower bound, Wilson 95 %", Unit: "share 0..1", From: []pipeline.Column{OrdersWithInvoice, EligibleOrders}}
	CoverageHi       = &pipeline.Share{Name: "coverage_hi", Doc: "upper bound, Wilson 95 %", Unit: "share 0..1", From: []pipeline.Column{OrdersWithInvoice, EligibleOrders}}
	WithoutInvoice   = &pipeline.Int{Name: "without_invoice", Doc: "eligible orders without an invoice on that day", Unit: "orders", From: []pipeline.Column{EligibleOrders, OrdersWithInvoice}}
	LateInvoiceMean  = &pipeline.Share{Name: "late_invoice_days_mean", Doc: "mean of the days that late invoices came after the due date", Unit: "calendar days", From: []pipeline.Column{LateInvoiceDays, LateInvoices}}
	LanguagePairRate = &pipeline.Share{Name: "language_pair_rate", Doc: "with_language_pair by the orders whose invoices say their language; null below the gate", Unit: "share 0..1", From: []pipeline.Column{LanguagePairs, LanguageSingles}}
	AutoInvoiceOn    = &pipeline.Flag{Name: "is_auto_invoice_on", Doc: "automatic invoice function of the account on the last day of the month, or on the as-of date; null = not known", From: []pipeline.Column{AccountAutoInvoice, ValidFrom, ValidTo}}
)

// InvoiceCoverage is the mart of invoice coverage.
var InvoiceCoverage = &pipeline.Dataset{
	Name: "invoice_coverage", Doc: "Orders that had an invoice when they became eligible for payout, late and missing invoices, their languages, and the automatic function (B13).",
	Grain: "one row per seller and calendar month", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, ComplianceMonth, EligibleOrders, OrdersWithInvoice, WithoutInvoice, CoverageRate, CoverageLo, CoverageHi, ComplianceGate,
		InvoicesByDue, LateInvoices, MissingInvoices, LateInvoiceMean, LateInvoiceDaysMax,
		LanguagePairs, LanguageSingles, LanguagesUnknown, LanguagePairRate, AutoInvoices, AutoInvoiceOn, FailedLateCNY, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{SellerID, ComplianceMonth},
}
