package explaindelays

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/vector"
)

// facts are the tables that a late line is joined with.
type facts struct {
	postings *postingTable
	tracking trackingTable
	returns  returnTable
	disputes disputeTable
	invoices invoiceTable
	sellers  *sellers
	ofSeller vector.Codes[*sellerFacts] // by line
	flagged  flaggedTable
	held     []arrow.Record // batches that the tables and all texts of lines live in
}

// readFacts reads the tables for the late ones of lines, by row. Release them after
// use.
func readFacts(t *pipeline.Task, r *rules, lines *lineColumns, lateRows []int32) (f *facts, err error) {
	f = &facts{}
	read := func(d *pipeline.Dataset) arrow.Record {
		if err != nil {
			return nil
		}
		var rec arrow.Record
		if rec, err = pipeline.Collect(t, d); err == nil {
			f.held = append(f.held, rec)
		}
		return rec
	}
	postings, tracking, returns := read(datasets.PostingEvidence), read(datasets.TrackingEvidence), read(datasets.ReturnEvidence)
	disputes, invoices, flagged := read(datasets.DisputeEvidence), read(datasets.InvoiceEvidence), read(datasets.PayoutFreezes)
	products := read(datasets.ProductCategories)
	if err == nil {
		f.sellers, err = readSellers(t, products)
	}
	if err != nil {
		f.release()
		return nil, err
	}
	f.ofSeller = vector.CodesOf(lines.sellerCodes, f.sellers.of)
	f.postings = newPostingTable(postings, lines, lateRows)
	late := f.postings.late
	f.tracking, f.returns = newTrackingTable(tracking, late, r), newReturnTable(returns, late)
	f.disputes, f.invoices, f.flagged = newDisputeTable(disputes, late), newInvoiceTable(invoices, late), newFlaggedTable(flagged)
	return f, nil
}

func (f *facts) release() {
	for _, rec := range f.held {
		rec.Release()
	}
}

// join gives a line, the i-th late one, the facts about its posting, order, payout and
// seller, in the room of those of the line before.
func (f *facts) join(i, row int, l *line) {
	f.postings.place(i, l)
	l.tracking = f.tracking.of(l, l.tracking[:0])
	l.returns = f.returns.of(l, l.returns[:0])
	l.disputes = f.disputes.of(l, l.disputes[:0])
	l.invoices = f.invoices.of(l, l.invoices[:0])
	l.flagged = f.flagged.of(l)
	if l.sellerFacts = f.ofSeller.At(row); l.sellerFacts == nil {
		l.sellerFacts = f.sellers.of("")
	}
	l.reviews = f.sellers.appendReviews(l.reviews[:0], l)
}
