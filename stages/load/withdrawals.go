package load

import (
	"cmp"
	"context"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
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

9.9: of a reversed row it is kept which status an older export shows: the row was
itself reversed then, and undoes no other.
A36: Payoneer has one row per direction; a debit and a credit of another currency
that alone share account and moment are one conversion, whose rate is the credit by
the debit.
A file of Payoneer's of which neither its dates nor the configuration tell day from
month is quarantined, row by row.` + rules,
	Scope:   datasets.ByAccount,
	Inputs:  []*pipeline.Dataset{datasets.RawWithdrawals, datasets.RawPayoneer, datasets.PayoneerDateOrders},
	Outputs: []*pipeline.Dataset{datasets.WithdrawalRows},
	Settles: []*pipeline.Dataset{datasets.RawWithdrawals, datasets.RawPayoneer},
	Run: func(_ context.Context, t *pipeline.Task) error {
		if err := loadTransactions(t); err != nil {
			return err
		}
		return loadPayoneer(t)
	},
}

// reversed is the status of a row that undoes another, or was itself undone.
const reversed = "reversed"

// loadTransactions writes the rows of the canonical table that are used.
func loadTransactions(t *pipeline.Task) error {
	rec, class, err := classify(t, datasets.RawWithdrawals)
	if err != nil {
		return err
	}
	defer rec.Release()
	former := formerStatuses(datasets.RawWithdrawals, rec, class)
	for used := range loaded(t, rec, class) {
		if err := writeTransactions(t, used, former); err != nil {
			return err
		}
	}
	return nil
}

// formerColumn is what is added to the rows of the canonical table.
var formerColumn = &pipeline.Dataset{Name: "former_statuses", Columns: []pipeline.Column{datasets.FormerStatus}}

func writeTransactions(t *pipeline.Task, used arrow.Record, former statuses) error {
	added, err := former.column(t, used)
	if err != nil {
		return err
	}
	defer added.Release()
	out := pipeline.Derive(datasets.WithdrawalRows, used, pipeline.ColumnsOf(formerColumn, added))
	defer out.Release()
	return t.Write(datasets.WithdrawalRows, out)
}

// A transactionKey is the key of a transaction; Payoneer's has a currency and no provider.
type transactionKey struct{ provider, account, txn, currency string }

// statuses are what older exports say of transactions that the newest calls reversed.
type statuses struct {
	key  []pipeline.Column
	byID map[transactionKey]string
}

// formerStatuses returns the newest status other than reversed that superseded rows show.
func formerStatuses(raw *pipeline.Dataset, rec arrow.Record, class []pipeline.Class) statuses {
	s := statuses{key: raw.Key, byID: make(map[transactionKey]string)}
	var older []int
	for row, c := range class {
		if c == pipeline.Superseded {
			older = append(older, row)
		}
	}
	r := resolver{dataset: raw}
	snapshot := r.snapshots(rec)
	slices.SortStableFunc(older, func(a, b int) int { return cmp.Compare(snapshot(int32(a)), snapshot(int32(b))) })
	for _, row := range older {
		status := nullable.Code(datasets.WithdrawalStatus.In(rec), row)
		if status == "" && isCompleted(raw, rec, row) {
			status = "completed"
		}
		if status != reversed {
			s.byID[s.keyOf(rec, row)] = cmp.Or(status, "unknown")
		}
	}
	return s
}

// isCompleted reports whether a row says when the money was there.
func isCompleted(raw *pipeline.Dataset, rec arrow.Record, row int) bool {
	return slices.Contains(raw.Columns, pipeline.Column(datasets.WithdrawalCompletedAt)) && datasets.WithdrawalCompletedAt.In(rec).IsValid(row)
}

func (s statuses) keyOf(rec arrow.Record, row int) transactionKey {
	k := transactionKey{account: nullable.Text(datasets.WithdrawalProviderAccount.In(rec), row), txn: nullable.Text(datasets.WithdrawalTxnID.In(rec), row)}
	if slices.Contains(s.key, pipeline.Column(datasets.Provider)) {
		k.provider = nullable.Code(datasets.Provider.In(rec), row)
	}
	if slices.Contains(s.key, pipeline.Column(datasets.WithdrawalCurrency)) {
		k.currency = nullable.Code(datasets.WithdrawalCurrency.In(rec), row)
	}
	return k
}

// of returns the former status of a row, "" for one that is not reversed.
func (s statuses) of(rec arrow.Record, row int) string {
	if len(s.byID) == 0 || nullable.Code(datasets.WithdrawalStatus.In(rec), row) != reversed {
		return ""
	}
	return s.byID[s.keyOf(rec, row)]
}

// column returns the former statuses of a batch.
func (s statuses) column(t *pipeline.Task, rec arrow.Record) (arrow.Record, error) {
	w := nullable.NewWriter(t, formerColumn)
	defer w.Release()
	for row := range int(rec.NumRows()) {
		w.Code(datasets.FormerStatus, s.of(rec, row))
	}
	return w.Rows()
}
