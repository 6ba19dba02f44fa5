package ratecompliance

import (
	"context"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/policy"
)

// Stage rates compliance.
var Stage = &pipeline.Stage{
	Name: "rate_compliance",
	Doc: `How sellers keep to three pieces of advice, by month: invoices, white-listed carriers, and the daily cut-off, which also by day.

B13: orders with an invoice on the day they became eligible; late and missing invoices; the language pair; the automatic function of the account on the last day of the month.
B15 C08: uploads before the cut-off; those after it count for the next day; median sync lag of deliveries.
B16: carriers as written beside all that are named; where nobody names one, nothing is said.
D22 D56: without a loaded invoice a seller's coverage is not observable: null, never 0.
D31: Wilson intervals.
D32: below 10 observations counts only, below 30 a small sample.`,
	Scope: pipeline.Whole,
	Inputs: []*pipeline.Dataset{
		datasets.InvoiceCounts, datasets.CarrierCounts, datasets.UploadCounts, datasets.SyncLagCounts,
		datasets.SellerAccounts, datasets.ObservedTables, datasets.PolicyValues,
	},
	Outputs: []*pipeline.Dataset{datasets.InvoiceCoverage, datasets.CarrierCompliance, datasets.CutOffCompliance},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	values, err := policy.Values(t)
	if err != nil {
		return err
	}
	limits, err := gate.Of(values, calendar.Day(t.AsOf))
	if err != nil {
		return err
	}
	if err := rateInvoices(t, limits); err != nil {
		return err
	}
	if err := rateCarriers(t, limits); err != nil {
		return err
	}
	return rateUploads(t, limits, values)
}
