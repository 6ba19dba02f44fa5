package flagfreezes

import (
	"context"
	"maps"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
)

// Stage flags the payouts that follow a trigger of the risk review.
var Stage = &pipeline.Stage{
	Name: "flag_freezes",
	Doc: `Flags the payouts that are expected to be frozen by the risk review.

B24: an account change or a repeated withdrawal while a payout is late freezes the next three payouts; the union of all triggers, no payout twice.
C29: the next payouts by settled_on of the seller, ties by payout_id.
D20: repeated is the second and every later attempt while the same payout is late; next is strictly after the day; test transfers are neither counted among the three nor as attempts.
9.13: attempts are those of the events and of the accounts at the providers; one in both, of the same provider and day in Moscow, counts once.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.LatePayoutParts, datasets.Payouts, datasets.RiskEvents, datasets.Withdrawals, datasets.PolicyValues},
	Outputs: []*pipeline.Dataset{datasets.PayoutFreezes},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	sellers, err := readSellers(t)
	if err != nil {
		return err
	}
	w := nullable.NewWriter(t, datasets.PayoutFreezes)
	defer w.Release()
	for _, id := range slices.Sorted(maps.Keys(sellers)) {
		of := sellers[id]
		for _, f := range freezesOf(triggersOf(of.events, of.late), of.payouts) {
			f.write(&w, id)
		}
	}
	return w.Flush()
}

func (f freeze) write(w *nullable.Writer, seller string) {
	w.Code(datasets.SellerID, seller)
	w.Text(datasets.PayoutID, f.payoutID)
	w.Date(datasets.FreezeFrom, (*arrow.Date32)(&f.by.day))
	w.Code(datasets.FreezeCode, f.by.kind)
	w.Code(datasets.FreezeFile, f.by.file)
	w.Int(datasets.FreezeRow, f.by.row)
}
