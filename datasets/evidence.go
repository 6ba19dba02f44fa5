package datasets

import "ozpayout/pipeline"

// The evidence tables: what explain_delays looks up, without the columns that it does
// not ask for and the nine rows in ten that are about orders paid in time.
var (
	PostingEvidence  = evidence(Postings, OrderID)
	TrackingEvidence = evidence(TrackingEvents, TrackingCarrier, TrackingEvent, TrackingEventAt, TrackingSyncedAt, TrackingEventSource)
	ReturnEvidence   = evidence(Returns, OrderID, ReturnOpenedAt, ReturnClosedAt, ReturnIsClient, ReturnIsOpen)
	DisputeEvidence  = evidence(Disputes, OrderID, DisputeOpenedAt, DisputeClosedAt, IsFromReturn)
	InvoiceEvidence  = evidence(Invoices, OrderID, InvoiceStatus, InvoiceUploadedAt, InvoiceIssuedOn)
)

// evidence declares the evidence table of a table, with some columns of its posting:
// disputes becomes disputes_evidence.
func evidence(of *pipeline.Dataset, columns ...pipeline.Column) *pipeline.Dataset {
	columns = append([]pipeline.Column{PostingNumber}, columns...)
	return &pipeline.Dataset{
		Name: of.Name + "_evidence", Doc: "Rows of " + of.Name + " about orders with a late line, and a few others: who reads them looks up by posting or order.",
		Grain: of.Grain, Layer: pipeline.IntermediateLayer, Columns: append(columns, pipeline.FromFile, pipeline.FromRow), Partition: of.Partition,
	}
}
