package reconcilepayouts

import (
	"cmp"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/reversal"
	"ozpayout/stages/internal/routing"
)

// A transaction is a row of the statement of a provider or bank account.
type transaction struct {
	seller, provider, account, id string
	kind, status                  string
	createdAt                     arrow.Timestamp
	on                            calendar.Day // of Shanghai, on which the money was there, or is ordered
	amount                        int64        // minor units of currency
	currency                      string
	credited                      *int64 // of a withdrawal: minor units of creditedCurrency, nil = not stated
	creditedCurrency              string
	payout, number                string // what it says it is of, "" = nothing
	exportedOn                    *calendar.Day
	file                          string
	row                           int64
}

// Kinds and states of transactions that have a meaning here.
const (
	receiptKind    = "receipt"
	withdrawalKind = "withdrawal"
	completed      = "completed"
	reversed       = "reversed"
)

// IsCompleted reports whether the money was there.
func (x *transaction) IsCompleted() bool { return x.status == completed }

// IsReversed reports whether the row undoes another, or was undone.
func (x *transaction) IsReversed() bool { return x.status == reversed }

// Undoes reports whether a reversed row may be the undoing of an earlier one: of
// the same payout and bank receipt, where it names any.
func (x *transaction) Undoes(before *transaction) bool {
	return x.kind == before.kind && x.amount == before.amount && x.currency == before.currency &&
		x.account == before.account && x.provider == before.provider &&
		(x.payout == "" || x.payout == before.payout) && (x.number == "" || x.number == before.number)
}

// name names a transaction where payouts are named: its key after #, which no
// export of Ozon begins a payout with.
func (x *transaction) name() string { return "#" + x.provider + "/" + x.account + "/" + x.id }

// A span is what the statement of a provider covers: from its first row to the day
// that it was exported, or the as-of date where it does not say.
type span struct{ first, last calendar.Day }

// A statement is what the providers and banks say of a seller.
type statement struct {
	counted []*transaction // completed and not undone, in order of time
	spans   map[string]span
}

// hasProvider reports whether a collection provider is among them.
func (s *statement) hasProvider() bool {
	for provider := range s.spans {
		if provider != routing.Bank {
			return true
		}
	}
	return false
}

func (s *statement) hasBank() bool {
	_, ok := s.spans[routing.Bank]
	return ok
}

// readTransactions reads what providers and banks say up to the as-of date (D06),
// in order of time.
func readTransactions(t *pipeline.Task) (rows []*transaction, err error) {
	for batch, err := range t.Read(datasets.Withdrawals) {
		if err != nil {
			return nil, err
		}
		for i := range int(batch.NumRows()) {
			if x := readTransaction(batch, i, calendar.Day(t.AsOf)); x != nil {
				rows = append(rows, x)
			}
		}
	}
	reversal.Sort(rows, func(x *transaction) reversal.Place {
		// A file may list its accounts one after the other.
		return reversal.Place{At: x.createdAt, File: x.file + "/" + x.provider + "/" + x.account, Row: x.row}
	})
	return rows, nil
}

// readTransaction returns a row, nil for one that the as-of date does not know.
// What was completed after it is not completed yet.
func readTransaction(batch arrow.Record, i int, asOf calendar.Day) *transaction {
	created, completedAt := datasets.WithdrawalCreatedAt.In(batch), datasets.WithdrawalCompletedAt.In(batch)
	if created.IsNull(i) || calendar.MoscowDay(created.Value(i)) > asOf {
		return nil
	}
	code := func(column *pipeline.Code) string { return nullable.CopyCode(column.In(batch), i) }
	text := func(column *pipeline.Text) string { return nullable.CopyText(column.In(batch), i) }
	x := &transaction{
		seller: code(datasets.SellerID), provider: code(datasets.Provider), account: text(datasets.WithdrawalProviderAccount), id: text(datasets.WithdrawalTxnID),
		kind: code(datasets.WithdrawalTxnType), status: code(datasets.WithdrawalStatus),
		createdAt: created.Value(i), on: calendar.ShanghaiDay(created.Value(i)),
		amount: datasets.WithdrawalAmount.In(batch).Value(i), currency: code(datasets.WithdrawalCurrency),
		credited: nullable.Value(datasets.WithdrawalPayoutAmount.In(batch), i), creditedCurrency: code(datasets.WithdrawalPayoutCurrency),
		payout: text(datasets.PayoutID), number: text(datasets.BankReceiptNo),
		file: code(pipeline.FromFile), row: pipeline.FromRow.In(batch).Value(i),
	}
	switch {
	case completedAt.IsNull(i):
	case calendar.MoscowDay(completedAt.Value(i)) > asOf:
		x.status = ""
	default:
		x.on = calendar.ShanghaiDay(completedAt.Value(i))
		x.status = cmp.Or(x.status, completed)
	}
	if stamps := datasets.ExportedAt.In(batch); stamps.IsValid(i) {
		on := calendar.MoscowDay(stamps.Value(i))
		x.exportedOn = &on
	}
	if x.creditedCurrency == "" {
		x.creditedCurrency = x.currency
	}
	return x
}

// statementsOf sorts transactions by seller. Those of no known seller are nobody's.
func statementsOf(rows []*transaction, asOf calendar.Day) map[string]*statement {
	statements := make(map[string]*statement)
	for _, x := range rows {
		if x.seller == "" {
			continue
		}
		s := statements[x.seller]
		if s == nil {
			s = &statement{spans: make(map[string]span)}
			statements[x.seller] = s
		}
		s.counted = append(s.counted, x)
		s.cover(x)
	}
	for _, s := range statements {
		s.counted = reversal.Counted(s.counted)
		for provider, covered := range s.spans {
			if covered.last == 0 || covered.last > asOf {
				covered.last = asOf
			}
			s.spans[provider] = covered
		}
	}
	return statements
}

// cover widens the span of the provider of a row.
func (s *statement) cover(x *transaction) {
	covered, ok := s.spans[x.provider]
	if !ok {
		covered.first = x.on
	}
	covered.first = min(covered.first, x.on)
	if x.exportedOn != nil {
		covered.last = max(covered.last, *x.exportedOn)
	}
	s.spans[x.provider] = covered
}
