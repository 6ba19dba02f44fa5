package load

import (
	"context"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// DateOrders tells how the dates of Payoneer's exports are to be read.
var DateOrders = &pipeline.Stage{
	Name: "find_date_orders",
	Doc: `In which order Payoneer's exports write day and month (9.21).

A date above 12 tells, for all dates of its file.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.RawPayoneer},
	Outputs: []*pipeline.Dataset{datasets.PayoneerDateOrders},
	Run:     func(_ context.Context, t *pipeline.Task) error { return findDateOrders(t) },
}

// Withdrawals joins the canonical table and the providers' own exports.
var Withdrawals = &pipeline.Stage{
	Name: "load_withdrawals",
	Doc: `Provider transactions without duplicates, from the canonical table and from Payoneer's export (9.9, 9.21).

A36: Payoneer has one row per direction; a debit and a credit of another currency
that alone share account and moment are one conversion, whose rate is the credit by
the debit.
A file of Payoneer's of which neither its dates nor the configuration tell day from
month is quarantined, row by row.` + rules,
	Scope:   datasets.ByAccount,
	Inputs:  []*pipeline.Dataset{datasets.RawWithdrawals, datasets.RawPayoneer, datasets.PayoneerDateOrders},
	Outputs: []*pipeline.Dataset{datasets.Withdrawals},
	Settles: []*pipeline.Dataset{datasets.RawWithdrawals, datasets.RawPayoneer},
	Run: func(_ context.Context, t *pipeline.Task) error {
		if err := cleanTable(t, datasets.RawWithdrawals, datasets.Withdrawals); err != nil {
			return err
		}
		return loadPayoneer(t)
	},
}
