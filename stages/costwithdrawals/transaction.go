package costwithdrawals

import (
	"cmp"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/reversal"
	"ozpayout/stages/internal/vector"
)

// Kinds and states of transactions that have a meaning here.
const (
	receipt    = "receipt"
	conversion = "conversion"
	withdrawal = "withdrawal"
	fee        = "fee"

	completed = "completed"
	pending   = "pending"
	failed    = "failed"
	cancelled = "cancelled"
)

// A transaction is a row of withdrawals. What a row does not state is nil or "".
type transaction struct {
	seller, provider, account, id string
	kind, status                  string
	createdAt                     arrow.Timestamp
	completedAt, availableAt      *arrow.Timestamp
	bookedAt                      *arrow.Timestamp
	amount                        int64 // minor units of currency
	currency                      string
	fee                           *int64 // minor units of feeCurrency
	feeCurrency                   string
	rate                          *int64 // payoutCurrency per currency, at scale 10
	payout                        *int64 // minor units of payoutCurrency
	payoutCurrency                string
	balance                       *int64
	hasOrder                      bool
	reversal                      reversal.Code
	way                           direction // by the running balance, see tellDirections
	file                          string
	row                           int64
}

// isPaidOut reports whether money was withdrawn or converted.
func (x *transaction) isPaidOut() bool { return x.kind == withdrawal || x.kind == conversion }

// target returns the currency that arrives. A row that names none and quotes no
// rate converts nothing.
func (x *transaction) target() string {
	if x.payoutCurrency == "" && x.rate == nil {
		return x.currency
	}
	return x.payoutCurrency
}

// settledAt returns when the money was there, the time of the order if the row
// does not say.
func (x *transaction) settledAt() arrow.Timestamp {
	if x.completedAt != nil {
		return *x.completedAt
	}
	return x.createdAt
}

// isAvailableTooLate reports whether the money is said to have become available on a day
// after that of the order, for which it was needed.
func (x *transaction) isAvailableTooLate() bool {
	return x.availableAt != nil && calendar.MoscowDay(*x.availableAt) > calendar.MoscowDay(x.createdAt)
}

// An accountKey names an account at a provider. Where the export does not name it,
// the transactions of each seller are an account: money of one is not of another.
type accountKey struct{ provider, account, seller string }

func (x *transaction) key() accountKey {
	if x.account == "" {
		return accountKey{x.provider, "", x.seller}
	}
	return accountKey{provider: x.provider, account: x.account}
}

func (k accountKey) compare(other accountKey) int {
	return cmp.Or(cmp.Compare(k.provider, other.provider), cmp.Compare(k.account, other.account), cmp.Compare(k.seller, other.seller))
}

// readAccounts reads the transactions of each account in order of time. What was
// ordered after the as-of date is not known yet; what was completed after it is
// still pending (D06).
func readAccounts(t *pipeline.Task) (map[accountKey][]*transaction, error) {
	accounts := make(map[accountKey][]*transaction)
	for batch, err := range t.Read(datasets.Withdrawals) {
		if err != nil {
			return nil, err
		}
		columns := columnsOf(batch)
		for i := range int(batch.NumRows()) {
			x := columns.transaction(i)
			if x == nil || calendar.MoscowDay(x.createdAt) > calendar.Day(t.AsOf) {
				continue
			}
			if x.completedAt != nil && calendar.MoscowDay(*x.completedAt) > calendar.Day(t.AsOf) {
				x.completedAt, x.status = nil, pending
			}
			accounts[x.key()] = append(accounts[x.key()], x)
		}
	}
	for _, rows := range accounts {
		reversal.Sort(rows, func(x *transaction) reversal.Place { return reversal.Place{At: x.createdAt, File: x.file, Row: x.row} })
	}
	return accounts, nil
}

// Columns are those of a batch of withdrawals.
type columns struct {
	seller, provider, kind, status           vector.Codes[string]
	currency, feeCurrency, payoutCurrency    vector.Codes[string]
	file, reversal                           vector.Codes[string]
	account, id, order                       *array.String
	created, completed, available, booked    *array.Timestamp
	amount, fee, rate, payout, balance, line *array.Int64
}

func columnsOf(batch arrow.Record) columns {
	words := func(column *pipeline.Code) vector.Codes[string] { return vector.WordsOf(column.In(batch)) }
	return columns{
		seller: words(datasets.SellerID), provider: words(datasets.Provider), kind: words(datasets.WithdrawalTxnType),
		status: words(datasets.WithdrawalStatus), currency: words(datasets.WithdrawalCurrency),
		feeCurrency: words(datasets.WithdrawalFeeCurrency), payoutCurrency: words(datasets.WithdrawalPayoutCurrency),
		file: words(pipeline.FromFile), reversal: words(datasets.ReversalCode),
		account: datasets.WithdrawalProviderAccount.In(batch), id: datasets.WithdrawalTxnID.In(batch), order: datasets.OrderID.In(batch),
		created: datasets.WithdrawalCreatedAt.In(batch), completed: datasets.WithdrawalCompletedAt.In(batch),
		available: datasets.WithdrawalAvailableAt.In(batch), booked: datasets.WithdrawalBookedAt.In(batch),
		amount: datasets.WithdrawalAmount.In(batch), fee: datasets.WithdrawalFeeAmount.In(batch),
		rate: datasets.WithdrawalExecutedRate.In(batch), payout: datasets.WithdrawalPayoutAmount.In(batch),
		balance: datasets.WithdrawalRunningBalance.In(batch), line: pipeline.FromRow.In(batch),
	}
}

// transaction returns a row, nil for one without a time.
func (c *columns) transaction(i int) *transaction {
	if c.created.IsNull(i) {
		return nil
	}
	x := &transaction{
		seller: c.seller.At(i), provider: c.provider.At(i),
		account: nullable.CopyText(c.account, i), id: nullable.CopyText(c.id, i),
		kind: c.kind.At(i), status: c.status.At(i),
		createdAt:   c.created.Value(i),
		completedAt: nullable.Value(c.completed, i),
		availableAt: nullable.Value(c.available, i),
		bookedAt:    nullable.Value(c.booked, i),
		amount:      c.amount.Value(i), currency: c.currency.At(i),
		fee: nullable.Value(c.fee, i), feeCurrency: c.feeCurrency.At(i),
		rate:   nullable.Value(c.rate, i),
		payout: nullable.Value(c.payout, i), payoutCurrency: c.payoutCurrency.At(i),
		balance:  nullable.Value(c.balance, i),
		hasOrder: c.order.IsValid(i), reversal: reversal.Code(c.reversal.At(i)),
		file: c.file.At(i), row: c.line.Value(i),
	}
	if x.feeCurrency == "" {
		x.feeCurrency = x.currency
	}
	if x.status == "" && x.completedAt != nil {
		x.status = completed
	}
	return x
}
