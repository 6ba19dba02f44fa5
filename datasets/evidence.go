package datasets

import "ozpayout/pipeline"

// The evidence tables: what explain_delays looks up, without the nine rows in ten
// that are about orders paid in time.
var (
	PostingEvidence  = evidence(Postings)
	TrackingEvidence = evidence(TrackingEvents)
	ReturnEvidence   = evidence(Returns)
	DisputeEvidence  = evidence(Disputes)
	InvoiceEvidence  = evidence(Invoices)
)

// evidence declares the evidence table of a table: disputes becomes disputes_evidence.
func evidence(of *pipeline.Dataset) *pipeline.Dataset {
	return &pipeline.Dataset{
		Name: of.Name + "_evidence", Doc: "Rows of " + of.Name + " about orders with a late line, and a few others: who reads them looks up by posting or order.",
		Grain: of.Grain, Layer: pipeline.IntermediateLayer, Columns: of.Columns, Key: of.Key, Partition: of.Partition,
	}
}
