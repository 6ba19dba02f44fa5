package pairreversals

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/reversal"
)

// Stage pairs reversals with what they undo.
var Stage = &pipeline.Stage{
	Name: "pair_reversals",
	Doc: `Tells which transactions were undone: by a later row of their account, or in place.

9.9: a reversed row undoes the one before it of the same kind and amount, or was itself undone. Which of the two is read, in this order, from: an older export that shows the row as completed (itself); its reference or bank receipt number, which names the other; an older export that shows it in another status; the running balance, which goes back or does not; one that is reversed before it, of which it is the undoing; the payout that both name.
9.9: where nothing of that tells, neither is taken for granted: both are marked as maybe, with a finding. So it is told when several equal rows before it could be meant; the last is taken.
9.9: rows of one instant, such as rows of which only the day is exported, follow the direction in which their file lists the account, told from all its rows, whosever they are.
D06: what was ordered after the as-of date is not known, and what was completed after it undoes nothing yet.

Where the export does not name the account, the transactions of each seller are one.`,
	Scope:   datasets.ByAccount,
	Inputs:  []*pipeline.Dataset{datasets.WithdrawalRows},
	Outputs: []*pipeline.Dataset{datasets.Withdrawals},
	Run:     run,
}

// added is what the stage adds to each row.
var added = &pipeline.Dataset{Name: "reversal_codes", Columns: []pipeline.Column{datasets.ReversalCode}}

func run(_ context.Context, t *pipeline.Task) error {
	rows, err := pipeline.Collect(t, datasets.WithdrawalRows)
	if err != nil {
		return err
	}
	defer rows.Release()
	accounts := readAccounts(t, rows)
	codes := make([]reversal.Code, rows.NumRows())
	for _, key := range slices.SortedFunc(maps.Keys(accounts), accountKey.compare) {
		account := accounts[key]
		for _, f := range pair(account) {
			f.tell(t)
		}
		for _, x := range account {
			codes[x.index] = x.code
		}
	}
	w := nullable.NewWriter(t, added)
	defer w.Release()
	for _, code := range codes {
		w.Code(datasets.ReversalCode, string(code))
	}
	columns, err := w.Rows()
	if err != nil {
		return err
	}
	defer columns.Release()
	out := pipeline.Derive(datasets.Withdrawals, rows, pipeline.ColumnsOf(added, columns))
	defer out.Release()
	return t.Write(datasets.Withdrawals, out)
}

// An accountKey names an account at a provider. Where the export does not name it,
// the transactions of each seller are an account: money of one is not of another.
type accountKey struct{ provider, account, unnamedOf string }

func (k accountKey) compare(other accountKey) int {
	return cmp.Or(cmp.Compare(k.provider, other.provider), cmp.Compare(k.account, other.account), cmp.Compare(k.unnamedOf, other.unnamedOf))
}

// readAccounts returns the transactions that the as-of date knows of the accounts in
// which any was reversed, in order of time.
func readAccounts(t *pipeline.Task, rows arrow.Record) map[accountKey][]*transaction {
	keys := make([]accountKey, rows.NumRows())
	hasReversed := make(map[accountKey]bool)
	providers, names, sellers := datasets.Provider.In(rows), datasets.WithdrawalProviderAccount.In(rows), datasets.SellerID.In(rows)
	statuses := datasets.WithdrawalStatus.In(rows)
	for i := range keys {
		keys[i] = accountKey{provider: nullable.Code(providers, i), account: nullable.Text(names, i)}
		if keys[i].account == "" {
			keys[i].unnamedOf = nullable.Code(sellers, i)
		}
		if nullable.Code(statuses, i) == reversed {
			hasReversed[keys[i]] = true
		}
	}
	accounts := make(map[accountKey][]*transaction, len(hasReversed))
	for i, key := range keys {
		if !hasReversed[key] {
			continue
		}
		if x := readTransaction(rows, i, t.AsOf); x != nil {
			accounts[key] = append(accounts[key], x)
		}
	}
	for _, account := range accounts {
		reversal.Sort(account, func(x *transaction) reversal.Place { return x.place })
	}
	return accounts
}

// A doubt is a reversal of which the data do not say what it undoes.
type doubt struct {
	reversal, other *transaction
	isCertain       bool // that it undoes another; only which of several is not said
}

func (d doubt) tell(t *pipeline.Task) {
	expected := "the row may be the undoing of row %d of %s or was itself undone: a reference, a running balance or an older export that tells was expected"
	if d.isCertain {
		expected = "row %d of %s is taken for what the row undoes, the last of several equal ones: a reference that names it was expected"
	}
	t.Reject(pipeline.Finding{
		File: d.reversal.place.File, Row: d.reversal.place.Row, Column: datasets.WithdrawalStatus.Name, Code: "reversal_unclear",
		Severity: pipeline.Warning, Dataset: datasets.Withdrawals.Name,
		Message: fmt.Sprintf(expected, d.other.place.Row, d.other.place.File),
	})
}
