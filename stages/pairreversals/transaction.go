package pairreversals

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/reversal"
)

// Kinds and states of transactions that have a meaning here.
const (
	receipt    = "receipt"
	conversion = "conversion"
	withdrawal = "withdrawal"
	fee        = "fee"

	completed = "completed"
	reversed  = "reversed"
)

// A transaction is a row of withdrawals. What a row does not state is nil or "".
type transaction struct {
	index                         int // in the table
	rank                          int // in the account, in order of time
	place                         reversal.Place
	id, kind, status, former      string
	amount                        int64 // minor units of currency
	currency                      string
	fee                           *int64 // in currency
	credited                      *int64
	payout, receiptNo, references string
	balance                       *int64
	isLater                       bool // completed after the as-of date

	code     reversal.Code
	isPaired bool // it is reversed, and so is its undoing
}

// readTransaction returns a row, nil for one that the as-of date does not know.
func readTransaction(rows arrow.Record, i int, asOf arrow.Date32) *transaction {
	created, completedAt := datasets.WithdrawalCreatedAt.In(rows), datasets.WithdrawalCompletedAt.In(rows)
	if created.IsNull(i) || calendar.MoscowDay(created.Value(i)) > calendar.Day(asOf) {
		return nil
	}
	code := func(column *pipeline.Code) string { return nullable.Code(column.In(rows), i) }
	text := func(column *pipeline.Text) string { return nullable.Text(column.In(rows), i) }
	x := &transaction{
		index: i,
		place: reversal.Place{At: created.Value(i), File: code(pipeline.FromFile), Row: pipeline.FromRow.In(rows).Value(i)},
		id:    text(datasets.WithdrawalTxnID), kind: code(datasets.WithdrawalTxnType),
		status: code(datasets.WithdrawalStatus), former: code(datasets.FormerStatus),
		amount: datasets.WithdrawalAmount.In(rows).Value(i), currency: code(datasets.WithdrawalCurrency),
		credited: nullable.Value(datasets.WithdrawalPayoutAmount.In(rows), i),
		payout:   text(datasets.PayoutID), receiptNo: text(datasets.BankReceiptNo), references: text(datasets.WithdrawalReference),
		balance: nullable.Value(datasets.WithdrawalRunningBalance.In(rows), i),
	}
	if currency := code(datasets.WithdrawalFeeCurrency); currency == "" || currency == x.currency {
		x.fee = nullable.Value(datasets.WithdrawalFeeAmount.In(rows), i)
	}
	if completedAt.IsValid(i) {
		x.status = cmp.Or(x.status, completed)
		x.isLater = calendar.MoscowDay(completedAt.Value(i)) > calendar.Day(asOf)
	}
	return x
}

// stands reports whether nothing is known yet to undo the row.
func (x *transaction) stands() bool {
	return x.code == "" || x.code == reversal.Itself && !x.isPaired
}

// mayUndo reports whether a reversed row may be the undoing of an earlier one of the same
// movement: it stands, and the row says nothing else of it.
func (x *transaction) mayUndo(before *transaction) bool {
	return before.stands() && !before.isLater &&
		(x.credited == nil || before.credited == nil || *x.credited == *before.credited) &&
		(x.payout == "" || x.payout == before.payout) && (x.receiptNo == "" || x.receiptNo == before.receiptNo)
}

// names reports whether a text names a transaction: whether its number stands there, not
// as a part of a longer one.
func names(text, id string) bool {
	if id == "" {
		return false
	}
	for from := 0; ; {
		at := strings.Index(text[from:], id)
		if at < 0 {
			return false
		}
		start, end := from+at, from+at+len(id)
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if !isOfNumber(before) && !isOfNumber(after) {
			return true
		}
		from = end
	}
}

func isOfNumber(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_/", r))
}
