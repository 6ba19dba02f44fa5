package findorderdays

import (
	"context"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/vector"
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
	return write(t, payments, spansOf(payments, postings))
}

func write(t *pipeline.Task, payments arrow.Record, spans []span) error {
	rows := make([]int32, len(spans))
	firsts, lasts := vector.New[arrow.Date32](t.Mem, len(spans)), vector.New[arrow.Date32](t.Mem, len(spans))
	undated := vector.New[int64](t.Mem, len(spans))
	defer firsts.Release()
	defer lasts.Release()
	defer undated.Release()
	for i := range spans {
		s := &spans[i]
		rows[i] = s.row
		firsts.AppendIf(s.hasDay, arrow.Date32(s.first))
		lasts.AppendIf(s.hasDay, arrow.Date32(s.last))
		undated.Append(s.undated)
	}
	days := pipeline.DeriveRows(t.Mem, datasets.OrderDays, payments, rows, map[pipeline.Column]arrow.Array{
		datasets.FirstOrderOn: firsts.Column(pipeline.DateType.Arrow()), datasets.LastOrderOn: lasts.Column(pipeline.DateType.Arrow()),
		datasets.UndatedOrders: undated.Column(pipeline.IntType.Arrow()),
	})
	defer days.Release()
	return t.Write(datasets.OrderDays, days)
}
