package listescalations

import (
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

// line returns a row. Its texts lie in the batch.
func (r reader) line(row int) *line {
	return &line{
		lineKey:       lineKey{nullable.Code(r.seller, row), nullable.Text(r.payout, row), nullable.Text(r.number, row)},
		batch:         nullable.Text(r.batch, row),
		order:         nullable.Text(r.order, row),
		posting:       nullable.Text(r.posting, row),
		receipt:       nullable.Text(r.receipt, row),
		amount:        nullable.Value(r.amount, row),
		currency:      nullable.Code(r.currency, row),
		status:        nullable.Code(r.status, row),
		intendedRoute: nullable.Code(r.intended, row),
		clockCode:     nullable.Code(r.clockCode, row),
		dueRule:       nullable.Code(r.dueRule, row),
		clockStart:    day(r.clockStart, row),
		dueOn:         day(r.dueOn, row),
		arrivedOn:     day(r.arrivedOn, row),
		daysAfterDue:  nullable.Value(r.daysAfterDue, row),
		pack:          nullable.Code(r.pack, row),
	}
}

func day(column *array.Date32, row int) *calendar.Day {
	return (*calendar.Day)(nullable.Value(column, row))
}
