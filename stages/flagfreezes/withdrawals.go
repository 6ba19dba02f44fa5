package flagfreezes

import (
	"slices"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/reversal"
	"ozpayout/stages/internal/vector"
)

// A withdrawal is what an attempt and the transaction that came of it have in common.
type withdrawal struct {
	seller, provider string // "" = the event does not name the provider
	day              calendar.Day
}

// A shown attempt is a withdrawal that an account at a provider shows.
type shown struct {
	withdrawal
	event
	isReversed bool
	amount     int64 // minor units of currency
	currency   string
}

// IsCompleted reports whether the row may be undone: whatever came of an attempt.
func (x shown) IsCompleted() bool { return !x.isReversed }

// IsReversed reports whether the row undoes another, or was undone.
func (x shown) IsReversed() bool { return x.isReversed }

// Undoes reports whether a reversed row may be the undoing of an earlier one.
func (x shown) Undoes(before shown) bool {
	return x.amount == before.amount && x.currency == before.currency
}

// An accountKey names an account at a provider, without a name that of the seller.
type accountKey struct{ provider, name, seller string }

// readWithdrawals adds the attempts that the accounts at the providers show up to the
// as-of date and the events do not tell (formats.md 9.13), in order of time. What came
// of an attempt does not matter; a row that undoes another is none.
func readWithdrawals(t *pipeline.Task, values *policy.ValueTable, sellers map[string]*seller, told map[withdrawal]int) error {
	accounts := make(map[accountKey][]shown)
	for batch, err := range t.Read(datasets.Withdrawals) {
		if err != nil {
			return err
		}
		isWithdrawal := vector.CodesOf(datasets.WithdrawalTxnType.In(batch), func(code string) bool { return code == "withdrawal" })
		isReversed := vector.CodesOf(datasets.WithdrawalStatus.In(batch), func(code string) bool { return code == "reversed" })
		ids, providers, instants := datasets.SellerID.In(batch), datasets.Provider.In(batch), datasets.WithdrawalCreatedAt.In(batch)
		names, amounts, currencies := datasets.WithdrawalProviderAccount.In(batch), datasets.WithdrawalAmount.In(batch), datasets.WithdrawalCurrency.In(batch)
		files, rows := pipeline.FromFile.In(batch), pipeline.FromRow.In(batch)
		for i := range ids.Len() {
			if !isWithdrawal.At(i) || instants.IsNull(i) || ids.IsNull(i) {
				continue
			}
			e := event{kind: withdrawalAttempt, at: instants.Value(i), file: nullable.CopyCode(files, i), row: rows.Value(i)}
			if e.day = calendar.MoscowDay(e.at); e.day > calendar.Day(t.AsOf) {
				continue
			}
			if err := e.judgeBy(values); err != nil {
				return err
			}
			of := withdrawal{nullable.CopyCode(ids, i), nullable.CopyCode(providers, i), e.day}
			account := accountKey{of.provider, nullable.CopyText(names, i), of.seller}
			accounts[account] = append(accounts[account], shown{of, e, isReversed.At(i), amounts.Value(i), nullable.CopyCode(currencies, i)})
		}
	}
	var attempts []shown
	for _, rows := range accounts {
		reversal.Sort(rows, func(x shown) reversal.Place { return reversal.Place{At: x.at, File: x.file, Row: x.row} })
		attempts = append(attempts, reversal.WithoutUndoings(rows)...)
	}
	slices.SortFunc(attempts, func(a, b shown) int { return a.event.compare(b.event) })
	for _, a := range attempts {
		if anyProvider := (withdrawal{a.seller, "", a.withdrawal.day}); told[a.withdrawal] == 0 && told[anyProvider] > 0 {
			a.withdrawal = anyProvider
		}
		if told[a.withdrawal] > 0 {
			told[a.withdrawal]--
			continue
		}
		if sellers[a.seller] == nil {
			sellers[a.seller] = &seller{}
		}
		sellers[a.seller].events = append(sellers[a.seller].events, a.event)
	}
	return nil
}
