package findorderdays

import (
	"context"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
)

// Stage finds the order days of converted payouts.
var Stage = &pipeline.Stage{
	Name: "find_order_days",
	Doc: `First and last day on which the orders of a converted payout were taken into processing.

R03: since 2022-08 Ozon is said to convert at the rate of the order day. Order sources do not give the creation of an order: its acceptance into processing stands for it.
C21: the span is what candidate (d) of the rate audit needs; payouts with neither a rate nor a source amount are left out.
D18: a row that names only its order is dated by all postings of the order.`,
	Scope:   pipeline.ByPosting,
	Inputs:  []*pipeline.Dataset{datasets.PaymentRows, datasets.Postings},
	Outputs: []*pipeline.Dataset{datasets.OrderDays},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	payments, err := pipeline.Collect(t, datasets.PaymentRows)
	if err != nil {
		return err
	}
	defer payments.Release()
	if rows := int(payments.NumRows()); datasets.AppliedRate.In(payments).NullN() == rows && datasets.SourceAmount.In(payments).NullN() == rows {
		return nil
	}
	postings, err := readPostings(t)
	if err != nil {
		return err
	}
	defer postings.rec.Release()
	w := nullable.Writer{Builder: pipeline.NewBuilder(t.Mem, datasets.OrderDays)}
	defer w.Builder.Release()
	for _, s := range spansOf(payments, postings) {
		s.write(&w)
	}
	if w.Err != nil {
		return w.Err
	}
	days := w.Builder.Record()
	defer days.Release()
	return t.Write(datasets.OrderDays, days)
}

func (s *span) write(w *nullable.Writer) {
	w.Code(datasets.SellerID, s.seller)
	w.Text(datasets.PayoutID, s.payout)
	if s.hasDay {
		first, last := arrow.Date32(s.first), arrow.Date32(s.last)
		w.Date(datasets.FirstOrderOn, &first)
		w.Date(datasets.LastOrderOn, &last)
	} else {
		w.Date(datasets.FirstOrderOn, nil)
		w.Date(datasets.LastOrderOn, nil)
	}
	w.Int(datasets.UndatedOrders, s.undated)
}
