package costwithdrawals

import (
	"cmp"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
)

// Kinds and states of transactions that have a meaning here.
const (
	receipt    = "receipt"
	conversion = "conversion"
	withdrawal = "withdrawal"
	fee        = "fee"
	refund     = "refund"

	completed = "completed"
	pending   = "pending"
	failed    = "failed"
	cancelled = "cancelled"
	reversed  = "reversed"
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
		for i := range int(batch.NumRows()) {
			x := readTransaction(batch, i)
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
		sortByTime(rows)
	}
	return accounts, nil
}

// sortByTime puts transactions in order. Those of one instant keep the direction
// of their file, which may list the newest first.
func sortByTime(rows []*transaction) {
	slices.SortFunc(rows, func(a, b *transaction) int { return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.row, b.row)) })
	direction := 1
	if len(rows) > 0 && rows[len(rows)-1].createdAt < rows[0].createdAt {
		direction = -1
	}
	slices.SortFunc(rows, func(a, b *transaction) int {
		return cmp.Or(cmp.Compare(a.createdAt, b.createdAt), cmp.Compare(a.file, b.file), direction*cmp.Compare(a.row, b.row))
	})
}

// readTransaction returns a row, nil for one without a time.
func readTransaction(batch arrow.Record, i int) *transaction {
	created := datasets.WithdrawalCreatedAt.In(batch)
	if created.IsNull(i) {
		return nil
	}
	code := func(column *pipeline.Code) string { return strings.Clone(nullable.Code(column.In(batch), i)) }
	text := func(column *pipeline.Text) string { return strings.Clone(nullable.Text(column.In(batch), i)) }
	x := &transaction{
		seller: code(datasets.SellerID), provider: code(datasets.Provider), account: text(datasets.WithdrawalProviderAccount), id: text(datasets.WithdrawalTxnID),
		kind: code(datasets.WithdrawalTxnType), status: code(datasets.WithdrawalStatus),
		createdAt:   created.Value(i),
		completedAt: instant(datasets.WithdrawalCompletedAt.In(batch), i),
		availableAt: instant(datasets.WithdrawalAvailableAt.In(batch), i),
		bookedAt:    instant(datasets.WithdrawalBookedAt.In(batch), i),
		amount:      datasets.WithdrawalAmount.In(batch).Value(i), currency: code(datasets.WithdrawalCurrency),
		fee: number(datasets.WithdrawalFeeAmount.In(batch), i), feeCurrency: code(datasets.WithdrawalFeeCurrency),
		rate:   number(datasets.WithdrawalExecutedRate.In(batch), i),
		payout: number(datasets.WithdrawalPayoutAmount.In(batch), i), payoutCurrency: code(datasets.WithdrawalPayoutCurrency),
		balance:  number(datasets.WithdrawalRunningBalance.In(batch), i),
		hasOrder: datasets.OrderID.In(batch).IsValid(i),
		file:     code(pipeline.FromFile), row: pipeline.FromRow.In(batch).Value(i),
	}
	if x.feeCurrency == "" {
		x.feeCurrency = x.currency
	}
	if x.status == "" && x.completedAt != nil {
		x.status = completed
	}
	return x
}

func instant(cells *array.Timestamp, i int) *arrow.Timestamp {
	if cells.IsNull(i) {
		return nil
	}
	at := cells.Value(i)
	return &at
}

func number(cells *array.Int64, i int) *int64 {
	if cells.IsNull(i) {
		return nil
	}
	n := cells.Value(i)
	return &n
}
