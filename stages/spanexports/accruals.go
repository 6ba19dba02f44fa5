package spanexports

import (
	"context"
	"maps"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/vector"
)

// Accruals says which days the accruals of each seller cover.
var Accruals = &pipeline.Stage{
	Name: "span_accruals",
	Doc: `The first and the last day of the accruals of each seller's payouts.

D22: for days that accruals do not cover there is nothing to compare a payout with.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.AccrualSums},
	Outputs: []*pipeline.Dataset{datasets.AccrualSpans},
	Run:     spanAccruals,
}

// A span is the days from the first to the last, both included.
type span struct{ first, last arrow.Date32 }

func spanAccruals(_ context.Context, t *pipeline.Task) error {
	known := make(map[string]span)
	for batch, err := range t.Read(datasets.AccrualSums) {
		if err != nil {
			return err
		}
		sellers := vector.WordsOf(datasets.SellerID.In(batch))
		first, last := datasets.FirstAccruedOn.In(batch), datasets.LastAccruedOn.In(batch)
		for row := range int(batch.NumRows()) {
			if first.IsNull(row) {
				continue
			}
			days := span{first.Value(row), last.Value(row)}
			if before, ok := known[sellers.At(row)]; ok {
				days = span{min(days.first, before.first), max(days.last, before.last)}
			}
			known[sellers.At(row)] = days
		}
	}
	w := nullable.NewWriter(t, datasets.AccrualSpans)
	defer w.Release()
	for _, seller := range slices.Sorted(maps.Keys(known)) {
		days := known[seller]
		w.Code(datasets.SellerID, seller)
		w.Date(datasets.FirstAccruedOn, &days.first)
		w.Date(datasets.LastAccruedOn, &days.last)
	}
	return w.Flush()
}
