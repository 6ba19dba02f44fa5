package measuremonths

import (
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/money"
	"ozpayout/stages/internal/nullable"
)

// nobody stands for the unknown sellers of orders.
const nobody = ""

// Counts are what the files show of a month.
type counts struct {
	accepted, delivered, unvalued, disputes int64
	gmv                                     int64 // minor units of USD
}

// add adds the counts of a partition. A value that no longer fits is unvalued.
func (c *counts) add(d counts) {
	c.accepted += d.accepted
	c.delivered += d.delivered
	c.unvalued += d.unvalued
	c.disputes += d.disputes
	sum, fits := money.Add(c.gmv, d.gmv)
	if !fits {
		c.unvalued++
		return
	}
	c.gmv = sum
}

// spans are what the files of a seller reach from and to.
type spans struct {
	orders, disputes span
	hasUndated       bool
	undated          calendar.Day // first day from which on an order may have been delivered
}

// isUndatedIn reports whether an order may have been delivered in the month
// without anybody saying so.
func (s spans) isUndatedIn(m month) bool { return s.hasUndated && s.undated <= m.last }

func (s spans) join(other spans) spans {
	joined := spans{orders: s.orders.join(other.orders), disputes: s.disputes.join(other.disputes), hasUndated: s.hasUndated || other.hasUndated}
	switch {
	case s.hasUndated && other.hasUndated:
		joined.undated = min(s.undated, other.undated)
	case s.hasUndated:
		joined.undated = s.undated
	default:
		joined.undated = other.undated
	}
	return joined
}

// shown is what the files show of all sellers.
type shown struct {
	counts map[key]counts
	spans  map[string]spans
}

func readShown(t *pipeline.Task) (*shown, error) {
	s := &shown{counts: make(map[key]counts), spans: make(map[string]spans)}
	if err := s.readCounts(t); err != nil {
		return nil, err
	}
	return s, s.readSpans(t)
}

// readCounts adds up the counts of all partitions.
func (s *shown) readCounts(t *pipeline.Task) error {
	for batch, err := range t.Read(datasets.MonthCounts) {
		if err != nil {
			return err
		}
		sellers, months := datasets.PostingSeller.In(batch), datasets.CountMonth.In(batch)
		accepted, delivered := datasets.AcceptedOrders.In(batch), datasets.DeliveredOrders.In(batch)
		gmv, unvalued, disputes := datasets.CountedGMV.In(batch), datasets.UnvaluedOrders.In(batch), datasets.OpenedDisputes.In(batch)
		for i := range int(batch.NumRows()) {
			k := key{nullable.Code(sellers, i), monthOf(calendar.Day(months.Value(i)))}
			sum, known := s.counts[k]
			if !known {
				k.seller = strings.Clone(k.seller)
			}
			sum.add(counts{accepted.Value(i), delivered.Value(i), unvalued.Value(i), disputes.Value(i), gmv.Value(i)})
			s.counts[k] = sum
		}
	}
	return nil
}

// readSpans joins the spans of all partitions.
func (s *shown) readSpans(t *pipeline.Task) error {
	for batch, err := range t.Read(datasets.OrderSpans) {
		if err != nil {
			return err
		}
		sellers := datasets.PostingSeller.In(batch)
		accepted, last := datasets.FirstAccepted.In(batch), datasets.LastOrderDay.In(batch)
		undated := datasets.FirstUndated.In(batch)
		firstDispute, lastDispute := datasets.FirstDispute.In(batch), datasets.LastDispute.In(batch)
		for i := range int(batch.NumRows()) {
			part := spans{orders: spanOf(accepted, last, i), disputes: spanOf(firstDispute, lastDispute, i)}
			if part.hasUndated = undated.IsValid(i); part.hasUndated {
				part.undated = calendar.Day(undated.Value(i))
			}
			seller := nullable.CopyCode(sellers, i)
			s.spans[seller] = s.spans[seller].join(part)
		}
	}
	return nil
}

// spanOf returns the days that a row reaches from and to.
func spanOf(from, to *array.Date32, i int) span {
	if to.IsNull(i) {
		return span{}
	}
	s := span{never, calendar.Day(to.Value(i))}
	if from.IsValid(i) {
		s.from = calendar.Day(from.Value(i))
	}
	return s
}

// A place is where a row stands in the input.
type place struct {
	file, sheet string
	row         int64
}

func placeOf(batch arrow.Record, i int) place {
	return place{
		nullable.CopyCode(pipeline.FromFile.In(batch), i), nullable.CopyCode(pipeline.FromSheet.In(batch), i),
		pipeline.FromRow.In(batch).Value(i),
	}
}
