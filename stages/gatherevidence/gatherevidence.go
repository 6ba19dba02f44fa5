package gatherevidence

import (
	"context"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
)

// Stage keeps the rows of orders with a late line.
var Stage = &pipeline.Stage{
	Name: "gather_evidence",
	Doc: `Keeps the rows about orders that have a late line.

B09: causes are looked for where a line is late.
D18: by order, since events of an order cover all its postings.`,
	Scope: pipeline.ByPosting,
	Inputs: []*pipeline.Dataset{
		datasets.DatedLines, datasets.Postings, datasets.TrackingEvents, datasets.Returns, datasets.Disputes, datasets.Invoices,
	},
	Outputs: []*pipeline.Dataset{
		datasets.PostingEvidence, datasets.TrackingEvidence, datasets.ReturnEvidence, datasets.DisputeEvidence, datasets.InvoiceEvidence,
	},
	Run: run,
}

// A table is what is kept of another.
type table struct{ from, to *pipeline.Dataset }

var tables = []table{
	{datasets.Postings, datasets.PostingEvidence},
	{datasets.TrackingEvents, datasets.TrackingEvidence},
	{datasets.Returns, datasets.ReturnEvidence},
	{datasets.Disputes, datasets.DisputeEvidence},
	{datasets.Invoices, datasets.InvoiceEvidence},
}

func run(_ context.Context, t *pipeline.Task) error {
	late, err := lateOrders(t)
	if err != nil || late == nil {
		return err
	}
	for _, table := range tables {
		for rec, err := range t.Read(table.from) {
			if err != nil {
				return err
			}
			if err := keep(t, table, rec, late); err != nil {
				return err
			}
		}
	}
	return nil
}

// lateOrders returns the orders of late lines, nil if there are none.
func lateOrders(t *pipeline.Task) (*orderSet, error) {
	var hashes []uint64
	for rec, err := range t.Read(datasets.DatedLines) {
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, lateHashes(t, rec)...)
	}
	if len(hashes) == 0 {
		return nil, nil
	}
	late := newOrderSet(len(hashes))
	for _, hash := range hashes {
		late.add(hash)
	}
	return late, nil
}

// orderColumns are the columns of dated_lines that name the order, else the payout.
var orderColumns = &pipeline.Dataset{
	Name: "dated_lines", Columns: []pipeline.Column{datasets.PostingNumber, datasets.OrderID, datasets.PayoutID}, Partition: datasets.DatedLines.Partition,
}

// lateHashes returns the partition hashes of the orders of late lines.
func lateHashes(t *pipeline.Task, lines arrow.Record) []uint64 {
	isLate := datasets.IsLate.In(lines)
	var rows []int32
	for row := range isLate.Len() {
		if nullable.IsTrue(isLate, row) {
			rows = append(rows, int32(row))
		}
	}
	orders := pipeline.Derive(orderColumns, lines, nil)
	defer orders.Release()
	late := pipeline.Take(t.Mem, orders, rows)
	defer late.Release()
	return pipeline.PartitionHashes(orderColumns, late)
}

// keep writes the rows of late orders.
func keep(t *pipeline.Task, table table, rec arrow.Record, late *orderSet) error {
	var rows []int32
	for row, hash := range pipeline.PartitionHashes(table.from, rec) {
		if late.has(hash) {
			rows = append(rows, int32(row))
		}
	}
	if len(rows) == 0 {
		return nil
	}
	kept := pipeline.DeriveRows(t.Mem, table.to, rec, rows, nil)
	defer kept.Release()
	return t.Write(table.to, kept)
}
