package replaythresholds

import (
	"cmp"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/reversal"
	"ozpayout/stages/internal/vector"
)

// Kinds and states of transactions that have a meaning here.
const (
	receiptKind = "receipt"
	completed   = "completed"
	reversed    = "reversed"
)

// A receipt is money in yuan that came into an account, or the undoing of it.
type receipt struct {
	createdAt arrow.Timestamp
	at        arrow.Timestamp // when it could be withdrawn
	amount    int64
	status    string
	file      string
	row       int64
}

// IsCompleted reports whether the money was there.
func (r *receipt) IsCompleted() bool { return r.status == completed }

// IsReversed reports whether the row undoes another, or was undone.
func (r *receipt) IsReversed() bool { return r.status == reversed }

// Undoes reports whether a reversed row may be the undoing of an earlier one.
func (r *receipt) Undoes(before *receipt) bool { return r.amount == before.amount }

// Columns are those of a batch of withdrawals.
type columns struct {
	provider, seller, kind, currency, status, file vector.Codes[string]
	account                                        *array.String
	created, completed, available                  *array.Timestamp
	amount, line                                   *array.Int64
}

func columnsOf(batch arrow.Record) columns {
	words := func(column *pipeline.Code) vector.Codes[string] { return vector.WordsOf(column.In(batch)) }
	return columns{
		provider: words(datasets.Provider), seller: words(datasets.SellerID), kind: words(datasets.WithdrawalTxnType),
		currency: words(datasets.WithdrawalCurrency), status: words(datasets.WithdrawalStatus), file: words(pipeline.FromFile),
		account: datasets.WithdrawalProviderAccount.In(batch),
		created: datasets.WithdrawalCreatedAt.In(batch), completed: datasets.WithdrawalCompletedAt.In(batch),
		available: datasets.WithdrawalAvailableAt.In(batch),
		amount:    datasets.WithdrawalAmount.In(batch), line: pipeline.FromRow.In(batch),
	}
}

// receipt returns a row, nil for one that is no receipt in yuan or not known on the
// as-of date (D06).
func (c *columns) receipt(i int, asOf arrow.Date32) *receipt {
	if c.kind.At(i) != receiptKind || c.currency.At(i) != yuan || c.created.IsNull(i) {
		return nil
	}
	r := &receipt{
		createdAt: c.created.Value(i), at: c.created.Value(i), amount: c.amount.Value(i),
		status: c.status.At(i), file: c.file.At(i), row: c.line.Value(i),
	}
	if c.completed.IsValid(i) {
		r.at, r.status = c.completed.Value(i), cmp.Or(r.status, completed)
	}
	if c.available.IsValid(i) {
		r.at = c.available.Value(i)
	}
	if isAfter(asOf, r.at) {
		return nil
	}
	return r
}

// place is when the receipt came and where it stands.
func (r *receipt) place() reversal.Place {
	return reversal.Place{At: r.createdAt, File: r.file, Row: r.row}
}

func isAfter(asOf arrow.Date32, at arrow.Timestamp) bool {
	return calendar.MoscowDay(at) > calendar.Day(asOf)
}
