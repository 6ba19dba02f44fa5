package reconcilepayouts

import (
	"cmp"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/reversal"
	"ozpayout/stages/internal/vector"
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
	reversal                      reversal.Code
	file                          string
	row                           int64
}

// Kinds and states of transactions that have a meaning here.
const (
	receiptKind    = "receipt"
	withdrawalKind = "withdrawal"
	completed      = "completed"
)

// counts reports whether the money was there and was not taken back, as far as is known.
func (x *transaction) counts() bool { return x.status == completed && x.reversal != reversal.Undone }

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

// readTransactions reads what providers and banks say. What was completed after the as-of
// date is not completed yet (D06).
func readTransactions(t *pipeline.Task) (rows []*transaction, err error) {
	for batch, err := range t.Read(datasets.StatementRows) {
		if err != nil {
			return nil, err
		}
		read := newTransactionReader(batch)
		for row := range int(batch.NumRows()) {
			rows = append(rows, read.transaction(row, calendar.Day(t.AsOf)))
		}
	}
	return rows, nil
}

// A transactionReader reads rows of a batch, which they outlive.
type transactionReader struct {
	providers, kinds, statuses, currencies, creditedCurrencies, reversals, files vector.Codes[string]
	sellers, accounts, ids, payouts, numbers                                     *array.String
	created, completed, exported                                                 *array.Timestamp
	amounts, credited, rows                                                      *array.Int64
}

func newTransactionReader(batch arrow.Record) *transactionReader {
	words := func(column *pipeline.Code) vector.Codes[string] { return vector.WordsOf(column.In(batch)) }
	return &transactionReader{
		providers: words(datasets.Provider), kinds: words(datasets.WithdrawalTxnType), statuses: words(datasets.WithdrawalStatus),
		currencies: words(datasets.WithdrawalCurrency), creditedCurrencies: words(datasets.WithdrawalPayoutCurrency), reversals: words(datasets.ReversalCode), files: words(pipeline.FromFile),
		sellers: datasets.StatementOf.In(batch), accounts: datasets.WithdrawalProviderAccount.In(batch), ids: datasets.WithdrawalTxnID.In(batch),
		payouts: datasets.PayoutID.In(batch), numbers: datasets.BankReceiptNo.In(batch),
		created: datasets.WithdrawalCreatedAt.In(batch), completed: datasets.WithdrawalCompletedAt.In(batch), exported: datasets.ExportedAt.In(batch),
		amounts: datasets.WithdrawalAmount.In(batch), credited: datasets.WithdrawalPayoutAmount.In(batch), rows: pipeline.FromRow.In(batch),
	}
}

func (r *transactionReader) transaction(i int, asOf calendar.Day) *transaction {
	created := r.created.Value(i)
	x := &transaction{
		seller: nullable.CopyText(r.sellers, i), provider: r.providers.At(i), account: nullable.CopyText(r.accounts, i), id: nullable.CopyText(r.ids, i),
		kind: r.kinds.At(i), status: r.statuses.At(i), createdAt: created, on: calendar.ShanghaiDay(created),
		amount: r.amounts.Value(i), currency: r.currencies.At(i), credited: nullable.Value(r.credited, i),
		payout: nullable.CopyText(r.payouts, i), number: nullable.CopyText(r.numbers, i),
		reversal: reversal.Code(r.reversals.At(i)), file: r.files.At(i), row: r.rows.Value(i),
	}
	x.creditedCurrency = cmp.Or(r.creditedCurrencies.At(i), x.currency)
	switch {
	case r.completed.IsNull(i):
	case calendar.MoscowDay(r.completed.Value(i)) > asOf:
		x.status = ""
	default:
		x.on = calendar.ShanghaiDay(r.completed.Value(i))
		x.status = cmp.Or(x.status, completed)
	}
	if r.exported.IsValid(i) {
		x.exportedOn = new(calendar.MoscowDay(r.exported.Value(i)))
	}
	return x
}

// statementsOf sorts transactions by seller, and those of a seller by time.
func statementsOf(rows []*transaction, asOf calendar.Day) map[string]*statement {
	statements := make(map[string]*statement)
	for _, x := range rows {
		s := statements[x.seller]
		if s == nil {
			s = &statement{spans: make(map[string]span)}
			statements[x.seller] = s
		}
		if x.counts() {
			s.counted = append(s.counted, x)
		}
		s.cover(x)
	}
	for _, s := range statements {
		slices.SortFunc(s.counted, compareTimes)
		for provider, covered := range s.spans {
			if covered.last == 0 || covered.last > asOf {
				covered.last = asOf
			}
			s.spans[provider] = covered
		}
	}
	return statements
}

// compareTimes orders the transactions of a seller by time.
func compareTimes(a, b *transaction) int {
	return cmp.Or(
		cmp.Compare(a.createdAt, b.createdAt), cmp.Compare(a.file, b.file), cmp.Compare(a.provider, b.provider),
		cmp.Compare(a.account, b.account), cmp.Compare(a.row, b.row),
	)
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
