package countmonths

import (
	"maps"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
)

func (c *counter) write(t *pipeline.Task) error {
	if err := c.writeMonths(t); err != nil {
		return err
	}
	return c.writeSpans(t)
}

func (c *counter) writeMonths(t *pipeline.Task) error {
	w := nullable.NewWriter(t, datasets.MonthCounts)
	defer w.Release()
	for _, name := range slices.Sorted(maps.Keys(c.sellers)) {
		months := c.sellers[name].months
		for _, first := range slices.Sorted(maps.Keys(months)) {
			m := months[first]
			w.Code(datasets.PostingSeller, name)
			w.Date(datasets.CountMonth, new(arrow.Date32(first)))
			w.Int(datasets.AcceptedOrders, m.accepted)
			w.Int(datasets.DeliveredOrders, m.delivered)
			w.Money(datasets.CountedGMV, &m.gmv)
			w.Int(datasets.UnvaluedOrders, m.unvalued)
			w.Int(datasets.OpenedDisputes, m.disputes)
		}
	}
	return w.Flush()
}

func (c *counter) writeSpans(t *pipeline.Task) error {
	w := nullable.NewWriter(t, datasets.OrderSpans)
	defer w.Release()
	for _, name := range slices.Sorted(maps.Keys(c.sellers)) {
		s := c.sellers[name]
		w.Code(datasets.PostingSeller, name)
		w.Date(datasets.FirstAccepted, nullable.If(s.orders.from != never, arrow.Date32(s.orders.from)))
		w.Date(datasets.LastOrderDay, nullable.If(s.orders.to != sinceEver, arrow.Date32(s.orders.to)))
		w.Date(datasets.FirstUndated, nullable.If(s.undated != never, arrow.Date32(s.undated)))
		w.Date(datasets.FirstDispute, nullable.If(s.disputes.from != never, arrow.Date32(s.disputes.from)))
		w.Date(datasets.LastDispute, nullable.If(s.disputes.to != sinceEver, arrow.Date32(s.disputes.to)))
	}
	return w.Flush()
}
