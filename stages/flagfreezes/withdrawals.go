package flagfreezes

import (
	"slices"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
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
}

// byAnyProvider returns what an event has in common with the withdrawal that does not name
// the provider.
func (w withdrawal) byAnyProvider() withdrawal { return withdrawal{w.seller, "", w.day} }

// readWithdrawals adds the attempts that the accounts at the providers show up to the
// as-of date and the events do not tell (formats.md 9.13): of several of one provider and
// day the first are told. What came of an attempt does not matter; a row that undoes
// another, or may, is none.
func (b *eventBook) readWithdrawals(t *pipeline.Task) error {
	var doubtful []shown // events may tell of them
	for batch, err := range t.Read(datasets.Withdrawals) {
		if err != nil {
			return err
		}
		isWithdrawal := vector.CodesOf(datasets.WithdrawalTxnType.In(batch), func(code string) bool { return code == "withdrawal" })
		isUndoing := vector.CodesOf(datasets.ReversalCode.In(batch), func(code string) bool { return reversal.Code(code).IsUndoing() })
		ids, providers, files := vector.WordsOf(datasets.SellerID.In(batch)), vector.WordsOf(datasets.Provider.In(batch)), vector.WordsOf(pipeline.FromFile.In(batch))
		instants, rows := datasets.WithdrawalCreatedAt.In(batch), pipeline.FromRow.In(batch)
		for i := range int(batch.NumRows()) {
			if !isWithdrawal.At(i) || isUndoing.At(i) || instants.IsNull(i) || ids.At(i) == "" {
				continue
			}
			e := event{kind: withdrawalAttempt, at: instants.Value(i), file: files.At(i), row: rows.Value(i)}
			if e.day = calendar.MoscowDay(e.at); e.day > calendar.Day(t.AsOf) {
				continue
			}
			if err := e.judgeBy(b.values); err != nil {
				return err
			}
			a := shown{withdrawal{ids.At(i), providers.At(i), e.day}, e}
			if b.told[a.withdrawal] > 0 || b.told[a.byAnyProvider()] > 0 {
				doubtful = append(doubtful, a)
				continue
			}
			b.add(a.seller, e)
		}
	}
	b.addDoubtful(doubtful)
	return nil
}

// addDoubtful adds the attempts for which no event is left: each event tells of one, the
// earliest first.
func (b *eventBook) addDoubtful(doubtful []shown) {
	slices.SortFunc(doubtful, func(a, b shown) int { return a.event.compare(b.event) })
	for _, a := range doubtful {
		by := a.withdrawal
		if b.told[by] == 0 {
			by = a.byAnyProvider()
		}
		if b.told[by] > 0 {
			b.told[by]--
			continue
		}
		b.add(a.seller, a.event)
	}
}
