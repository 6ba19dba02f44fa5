package reports

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// invoiceCoverage shows how many orders had an invoice when they became eligible
// for payout (B13).
var invoiceCoverage = &sheet{
	Key: "invoice_coverage", Dataset: datasets.InvoiceCoverage, Frozen: 2,
	Columns: []column{
		{Of: datasets.SellerID},
		{Of: datasets.ComplianceMonth},
		{Of: datasets.EligibleOrders, Sum: true},
		{Of: datasets.OrdersWithInvoice, Sum: true},
		{Of: datasets.WithoutInvoice, Sum: true},
		{Of: datasets.CoverageRate},
		{Of: datasets.CoverageLo},
		{Of: datasets.CoverageHi},
		{Of: datasets.ComplianceGate, Codes: "gate_code"},
		{Of: datasets.InvoicesByDue, Sum: true},
		{Of: datasets.LateInvoices, Sum: true},
		{Of: datasets.MissingInvoices, Sum: true},
		{Of: datasets.LateInvoiceMean},
		{Of: datasets.LateInvoiceDaysMax},
		{Of: datasets.LanguagePairs, Sum: true},
		{Of: datasets.LanguageSingles, Sum: true},
		{Of: datasets.LanguagesUnknown, Sum: true},
		{Of: datasets.LanguagePairRate},
		{Of: datasets.AutoInvoices, Sum: true},
		{Of: datasets.AutoInvoiceOn},
		{Of: datasets.FailedLateCNY, Sum: true},
		{Of: datasets.DecidedBy},
	},
}

// carrierCompliance shows who carried the goods, and whether the carrier was on the
// white list (B16).
var carrierCompliance = &sheet{
	Key: "carrier_compliance", Dataset: datasets.CarrierCompliance, Frozen: 4,
	Columns: []column{
		markUnless(datasets.CarrierIsOn, "OK: is_whitelisted; CHECK: not all postings of the row were by a white-listed carrier; empty: nobody names it"),
		{Of: datasets.SellerID},
		{Of: datasets.ComplianceMonth},
		{Of: datasets.CarrierOrAll, Codes: "carrier_name"},
		{Of: datasets.CarrierMatched, Codes: "carrier_code"},
		{Of: datasets.CarrierPostings},
		{Of: datasets.WhitelistedPostings},
		{Of: datasets.CarrierUnlisted},
		{Of: datasets.WhitelistedRate},
		{Of: datasets.WhitelistedLo},
		{Of: datasets.WhitelistedHi},
		{Of: datasets.ComplianceGate, Codes: "gate_code"},
		{Of: datasets.FailedLateCNY},
		{Of: datasets.DecidedBy},
	},
	Also: []pipeline.Column{datasets.CarrierIsOn},
}

// cutOffCompliance shows how many tracking numbers were uploaded before the daily
// cut-off, by month, and how long Ozon takes to see deliveries (B15, C08). The
// days are in the mart.
var cutOffCompliance = &sheet{
	Key: "cutoff_compliance", Dataset: datasets.CutOffCompliance, Frozen: 2, Keep: keepMonths,
	Columns: []column{
		{Of: datasets.SellerID},
		{Of: datasets.CutOffPeriod},
		{Of: datasets.Uploads, Sum: true},
		{Of: datasets.UploadsInTime, Sum: true},
		{Of: datasets.AfterCutOff, Sum: true},
		{Of: datasets.CutOffRate},
		{Of: datasets.CutOffLo},
		{Of: datasets.CutOffHi},
		{Of: datasets.ComplianceGate, Codes: "gate_code"},
		{Of: datasets.FailedLateCNY, Sum: true},
		{Of: datasets.CutOffTime},
		{Of: datasets.CutOffZone},
		{Of: datasets.MonthDeliveries, Sum: true},
		{Of: datasets.NotSeen, Sum: true},
		{Of: datasets.MedianLag},
		{Of: datasets.DecidedBy},
	},
}

func keepMonths(rec arrow.Record, _ *facts) func(row int) bool {
	period := codesOf(datasets.CutOffPeriod.In(rec))
	return func(row int) bool { return len(period(row)) == len("2006-01") }
}
