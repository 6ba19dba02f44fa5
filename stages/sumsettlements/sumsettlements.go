package sumsettlements

import (
	"context"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
)

// Stage sums settlements by seller and month.
var Stage = &pipeline.Stage{
	Name: "sum_settlements",
	Doc: `Gross and largest refund of the months of sellers, within one partition.

A26: a single refund is compared with the settlement of its month; refunds are negative lines of type refund.
C09: the gross of the month is the sum of its sale lines, and of payouts without lines, in one currency; beside it stands the amount of the refunded order, settled in any month.
D09: the month is that of settled_on.
A30: verification transfers count for nothing.`,
	Scope:   pipeline.ByPosting,
	Inputs:  []*pipeline.Dataset{datasets.DatedLines},
	Outputs: []*pipeline.Dataset{datasets.SettlementSums},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	rec, err := pipeline.Collect(t, datasets.DatedLines)
	if err != nil {
		return err
	}
	defer rec.Release()
	l := newLines(rec)
	months := l.sum()
	l.addOrders(months)
	w := nullable.NewWriter(t, datasets.SettlementSums)
	defer w.Release()
	for _, m := range months {
		l.write(&w, m)
	}
	return w.Flush()
}

func (l *lines) write(w *nullable.Writer, m *month) {
	w.Code(datasets.SellerID, l.seller.At(m.row))
	w.Date(datasets.MonthOn, new(arrow.Date32(m.start)))
	w.Code(datasets.Currency, l.currency.At(m.row))
	w.Money(datasets.SettlementGross, &m.gross)
	if m.refundRow < 0 {
		w.Money(datasets.RefundAmount, nil)
		w.Money(datasets.RefundOrderAmount, nil)
		w.Text(datasets.PayoutID, "")
		w.Text(datasets.LineNo, "")
		w.Text(datasets.OrderID, "")
		return
	}
	w.Money(datasets.RefundAmount, new(-l.amounts[m.refundRow]))
	w.Money(datasets.RefundOrderAmount, m.orderAmount)
	w.Text(datasets.PayoutID, nullable.Text(l.payout, m.refundRow))
	w.Text(datasets.LineNo, nullable.Text(l.number, m.refundRow))
	w.Text(datasets.OrderID, l.orderOf(m.refundRow))
}
