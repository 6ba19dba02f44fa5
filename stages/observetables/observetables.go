package observetables

import (
	"context"
	"maps"
	"slices"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
)

// Stage says which sellers each table has rows of.
var Stage = &pipeline.Stage{
	Name: "observe_tables",
	Doc: `Which sellers the tables that are spread by order have rows of.

D22: a table that is not loaded for a seller makes its causes not observable for that seller.
D45: a row without a seller counts for the seller of its posting, or of its order; of none where payments name several.
D56: a table is loaded for a seller when it has a row of that seller; a dispute that only a return shows is none of the disputes table.`,
	Scope: pipeline.ByPosting,
	Inputs: []*pipeline.Dataset{
		datasets.PaymentRows, datasets.Postings, datasets.TrackingEvents, datasets.Returns, datasets.Invoices, datasets.Disputes,
	},
	Outputs: []*pipeline.Dataset{datasets.ObservedParts},
	Run:     run,
}

// A table is a dataset that is looked at. Without a seller column all its
// rows are of the seller of their posting.
type table struct {
	dataset *pipeline.Dataset
	seller  *pipeline.Code
	// foreign marks rows that another table shows; nil for none. They are no sign
	// that this one is loaded.
	foreign *pipeline.Flag
}

var tables = []table{
	{dataset: datasets.PaymentRows, seller: datasets.SellerID},
	{dataset: datasets.Postings},
	{dataset: datasets.TrackingEvents, seller: datasets.SellerID},
	{dataset: datasets.Returns, seller: datasets.SellerID},
	{dataset: datasets.Invoices, seller: datasets.SellerID},
	{dataset: datasets.Disputes, seller: datasets.SellerID, foreign: datasets.IsFromReturn},
}

func run(_ context.Context, t *pipeline.Task) error {
	payments, err := pipeline.Collect(t, datasets.PaymentRows)
	if err != nil {
		return err
	}
	defer payments.Release()
	known := newOwners(payments)
	w := nullable.NewWriter(t, datasets.ObservedParts)
	defer w.Release()
	for _, table := range tables {
		sellers, err := table.seen(t, known)
		if err != nil {
			return err
		}
		for _, seller := range slices.Sorted(maps.Keys(sellers)) {
			w.Code(datasets.TableName, table.dataset.Name)
			w.Code(datasets.SellerID, seller)
		}
	}
	return w.Flush()
}
