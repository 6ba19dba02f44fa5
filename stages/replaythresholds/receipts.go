package replaythresholds

import (
	"cmp"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
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

// readReceipt returns a row of withdrawals, nil for one that is no receipt in yuan
// or not known on the as-of date (D06).
func readReceipt(batch arrow.Record, i int, asOf arrow.Date32) *receipt {
	created, done, available := datasets.WithdrawalCreatedAt.In(batch), datasets.WithdrawalCompletedAt.In(batch), datasets.WithdrawalAvailableAt.In(batch)
	isYuan := nullable.Code(datasets.WithdrawalCurrency.In(batch), i) == yuan
	if nullable.Code(datasets.WithdrawalTxnType.In(batch), i) != receiptKind || !isYuan || created.IsNull(i) {
		return nil
	}
	r := &receipt{
		createdAt: created.Value(i), at: created.Value(i), amount: datasets.WithdrawalAmount.In(batch).Value(i),
		status: strings.Clone(nullable.Code(datasets.WithdrawalStatus.In(batch), i)),
		file:   strings.Clone(nullable.Code(pipeline.FromFile.In(batch), i)), row: pipeline.FromRow.In(batch).Value(i),
	}
	if done.IsValid(i) {
		r.at, r.status = done.Value(i), cmp.Or(r.status, completed)
	}
	if available.IsValid(i) {
		r.at = available.Value(i)
	}
	if isAfter(asOf, r.at) {
		return nil
	}
	return r
}

// inOrderOfTime sorts receipts of one account.
func inOrderOfTime(receipts []*receipt) []*receipt {
	slices.SortFunc(receipts, func(a, b *receipt) int {
		return cmp.Or(cmp.Compare(a.createdAt, b.createdAt), cmp.Compare(a.file, b.file), cmp.Compare(a.row, b.row))
	})
	return receipts
}

func isAfter(asOf arrow.Date32, at arrow.Timestamp) bool {
	return calendar.MoscowDay(at) > calendar.Day(asOf)
}
