package listescalations

import (
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
)

// A reader reads rows of payout_facts.
type reader struct {
	seller, currency, status, intended, clockCode, dueRule, pack *array.Dictionary
	payout, number, batch, order, posting, receipt               *array.String
	amount                                                       *array.Int64
	clockStart, dueOn, arrivedOn                                 *array.Date32
	daysAfterDue                                                 *array.Int32
}

func newReader(rec arrow.Record) reader {
	return reader{
		seller: datasets.SellerID.In(rec), currency: datasets.Currency.In(rec), status: datasets.StatusCode.In(rec), intended: datasets.IntendedRoute.In(rec),
		clockCode: datasets.ClockCode.In(rec), dueRule: datasets.LineDueRule.In(rec), pack: datasets.PolicyPack.In(rec),
		payout: datasets.PayoutID.In(rec), number: datasets.LineNo.In(rec), batch: datasets.SettlementBatchNo.In(rec),
		order: datasets.OrderID.In(rec), posting: datasets.PostingNumber.In(rec), receipt: datasets.LastReceiptNo.In(rec),
		amount:     datasets.Amount.In(rec),
		clockStart: datasets.ClockStartOn.In(rec), dueOn: datasets.DueOn.In(rec), arrivedOn: datasets.ArrivedDay.In(rec),
		daysAfterDue: datasets.DaysAfterDue.In(rec),
	}
}

// line returns a row with copies of its texts, which outlive their batch.
func (r reader) line(row int) *line {
	l := &line{
		lineKey:       lineKey{code(r.seller, row), text(r.payout, row), text(r.number, row)},
		batch:         text(r.batch, row),
		order:         text(r.order, row),
		posting:       text(r.posting, row),
		receipt:       text(r.receipt, row),
		currency:      code(r.currency, row),
		status:        code(r.status, row),
		intendedRoute: code(r.intended, row),
		clockCode:     code(r.clockCode, row),
		dueRule:       code(r.dueRule, row),
		clockStart:    day(r.clockStart, row),
		dueOn:         day(r.dueOn, row),
		arrivedOn:     day(r.arrivedOn, row),
		pack:          code(r.pack, row),
	}
	if r.amount.IsValid(row) {
		minor := r.amount.Value(row)
		l.amount = &minor
	}
	if r.daysAfterDue.IsValid(row) {
		days := r.daysAfterDue.Value(row)
		l.daysAfterDue = &days
	}
	return l
}

func code(column *array.Dictionary, row int) string { return strings.Clone(nullable.Code(column, row)) }

func text(column *array.String, row int) string { return strings.Clone(nullable.Text(column, row)) }

func day(column *array.Date32, row int) *calendar.Day {
	if column.IsNull(row) {
		return nil
	}
	d := calendar.Day(column.Value(row))
	return &d
}
