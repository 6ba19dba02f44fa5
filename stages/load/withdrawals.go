package load

import (
	"context"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// Withdrawals joins the canonical table and the providers' own exports.
var Withdrawals = &pipeline.Stage{
	Name: "load_withdrawals",
	Doc: `Provider transactions without duplicates, from the canonical table and from Payoneer's export (9.9, 9.21).

A36: Payoneer has one row per direction; a debit and a credit of another currency
that alone share account and moment are one conversion, whose rate is the credit by
the debit.
Day and month of Payoneer's dates are told apart by a date above 12, or by the
configuration; a file in which nothing tells is quarantined, row by row.` + rules,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.RawWithdrawals, datasets.RawPayoneer},
	Outputs: []*pipeline.Dataset{datasets.Withdrawals},
	Settles: []*pipeline.Dataset{datasets.RawWithdrawals, datasets.RawPayoneer},
	Run: func(_ context.Context, t *pipeline.Task) error {
		if err := cleanTable(t, datasets.RawWithdrawals, datasets.Withdrawals); err != nil {
			return err
		}
		return loadPayoneer(t)
	},
}
