package listchanges

import (
	"context"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
)

// Stage lists the changes of payouts.
var Stage = &pipeline.Stage{
	Name: "list_changes",
	Doc: `What changed in a payout from one export to the next that says otherwise, one row per column.

B20: settlement and arrival of a payout are among what may change.
D40: a row that a newer export replaced is superseded; here stands what it said.
9.1: the difference of two snapshots goes to the change log. Lines of one payout may change apart: their values are joined by |.`,
	Scope:   datasets.ByPayout,
	Inputs:  []*pipeline.Dataset{datasets.PayoutChangeParts},
	Outputs: []*pipeline.Dataset{datasets.PayoutChanges},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	changes, err := readChanges(t)
	if err != nil {
		return err
	}
	w := nullable.NewWriter(t, datasets.PayoutChanges)
	defer w.Release()
	for _, c := range changes {
		w.Code(datasets.SellerID, c.seller)
		w.Text(datasets.PayoutID, c.payout)
		w.Code(datasets.ChangedColumn, c.column)
		w.Instant(datasets.ExportedAt, &c.exportedAt)
		w.Text(datasets.ValueBefore, c.before.String())
		w.Text(datasets.ValueAfter, c.after.String())
		w.Code(pipeline.FromFile, c.first.file)
		w.Int(pipeline.FromRow, c.first.row)
	}
	return w.Flush()
}
