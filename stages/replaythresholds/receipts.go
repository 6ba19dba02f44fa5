package replaythresholds

import (
	"cmp"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/vector"
)

// Kinds and states of transactions that have a meaning here.
const (
	receiptKind = "receipt"
	completed   = "completed"
)

// Columns are those of a batch of withdrawals.
type columns struct {
	provider, seller, kind, currency, status, reversal vector.Codes[string]
	account                                            *array.String
	created, completed, available                      *array.Timestamp
	amount                                             *array.Int64
}

func columnsOf(batch arrow.Record) columns {
	words := func(column *pipeline.Code) vector.Codes[string] { return vector.WordsOf(column.In(batch)) }
	return columns{
		provider: words(datasets.Provider), seller: words(datasets.SellerID), kind: words(datasets.WithdrawalTxnType),
		currency: words(datasets.WithdrawalCurrency), status: words(datasets.WithdrawalStatus), reversal: words(datasets.ReversalCode),
		account: datasets.WithdrawalProviderAccount.In(batch),
		created: datasets.WithdrawalCreatedAt.In(batch), completed: datasets.WithdrawalCompletedAt.In(batch),
		available: datasets.WithdrawalAvailableAt.In(batch),
		amount:    datasets.WithdrawalAmount.In(batch),
	}
}

// receipt returns the day of Shanghai on which a row came in and could be withdrawn, and
// its amount. It is not ok for one that is no completed receipt in yuan, that was or may
// have been undone, or that is not known on the as-of date (D06).
func (c *columns) receipt(i int, asOf arrow.Date32) (day calendar.Day, amount int64, ok bool) {
	if c.kind.At(i) != receiptKind || c.currency.At(i) != yuan || c.created.IsNull(i) || c.reversal.At(i) != "" {
		return 0, 0, false
	}
	at, status := c.created.Value(i), c.status.At(i)
	if c.completed.IsValid(i) {
		at, status = c.completed.Value(i), cmp.Or(status, completed)
	}
	if isAfter(asOf, at) {
		return 0, 0, false
	}
	if c.available.IsValid(i) {
		at = c.available.Value(i)
	}
	return calendar.ShanghaiDay(at), c.amount.Value(i), status == completed && !isAfter(asOf, at)
}

func isAfter(asOf arrow.Date32, at arrow.Timestamp) bool {
	return calendar.MoscowDay(at) > calendar.Day(asOf)
}
