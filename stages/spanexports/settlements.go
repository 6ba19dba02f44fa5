package spanexports

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/vector"
)

// Settlements says what Payment History has of each seller.
var Settlements = &pipeline.Stage{
	Name: "span_settlements",
	Doc: `Since when Payment History has payouts of a seller, and whether both copies of it do.

C04: a line can be seen from the first settlement of its seller on.
B21: copies are compared for sellers who have both.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.Payouts},
	Outputs: []*pipeline.Dataset{datasets.SettlementSpans},
	Run:     spanSettlements,
}

// A settled seller is one who has payouts.
type settled struct {
	first           *arrow.Date32 // nil = no payout says when
	inTable, inJSON bool
}

func spanSettlements(_ context.Context, t *pipeline.Task) error {
	known := make(map[string]*settled)
	of := func(seller string) *settled {
		if known[seller] == nil {
			known[strings.Clone(seller)] = &settled{}
		}
		return known[seller]
	}
	for batch, err := range t.Read(datasets.Payouts) {
		if err != nil {
			return err
		}
		sellers := vector.CodesOf(datasets.SellerID.In(batch), of)
		forms := vector.CodesOf(datasets.PartForm.In(batch), func(form string) bool { return form == datasets.JSONForm })
		days, both := datasets.SettledOn.In(batch), datasets.IsInBoth.In(batch)
		for row := range int(batch.NumRows()) {
			s := sellers.At(row)
			if s == nil {
				continue
			}
			isBoth, isJSON := nullable.IsTrue(both, row), forms.At(row)
			s.inTable, s.inJSON = s.inTable || isBoth || !isJSON, s.inJSON || isBoth || isJSON
			if day := days.Value(row); days.IsValid(row) && (s.first == nil || day < *s.first) {
				s.first = &day
			}
		}
	}
	w := nullable.NewWriter(t, datasets.SettlementSpans)
	defer w.Release()
	for _, seller := range slices.Sorted(maps.Keys(known)) {
		s := known[seller]
		w.Code(datasets.SellerID, seller)
		w.Date(datasets.FirstSettledOn, s.first)
		w.Flag(datasets.HasBothCopies, new(s.inTable && s.inJSON))
	}
	return w.Flush()
}
