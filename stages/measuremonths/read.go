package measuremonths

import (
	"github.com/apache/arrow/go/v17/arrow"

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
	for r, err := range nullable.Rows(t, datasets.MonthCounts) {
		if err != nil {
			return err
		}
		k := key{r.Code(datasets.PostingSeller), monthOf(calendar.Day(*r.Date(datasets.CountMonth)))}
		sum := s.counts[k]
		sum.add(counts{
			accepted: r.Int(datasets.AcceptedOrders), delivered: r.Int(datasets.DeliveredOrders), unvalued: r.Int(datasets.UnvaluedOrders),
			disputes: r.Int(datasets.OpenedDisputes), gmv: *r.Money(datasets.CountedGMV),
		})
		s.counts[k] = sum
	}
	return nil
}

// readSpans joins the spans of all partitions.
func (s *shown) readSpans(t *pipeline.Task) error {
	for r, err := range nullable.Rows(t, datasets.OrderSpans) {
		if err != nil {
			return err
		}
		part := spans{
			orders:   spanOf(r.Date(datasets.FirstAccepted), r.Date(datasets.LastOrderDay)),
			disputes: spanOf(r.Date(datasets.FirstDispute), r.Date(datasets.LastDispute)),
		}
		if undated := r.Date(datasets.FirstUndated); undated != nil {
			part.hasUndated, part.undated = true, calendar.Day(*undated)
		}
		seller := r.Code(datasets.PostingSeller)
		s.spans[seller] = s.spans[seller].join(part)
	}
	return nil
}

// spanOf returns the days that a row reaches from and to; nil is not known.
func spanOf(from, to *arrow.Date32) span {
	if to == nil {
		return span{}
	}
	s := span{never, calendar.Day(*to)}
	if from != nil {
		s.from = calendar.Day(*from)
	}
	return s
}

// A place is where a row stands in the input.
type place struct {
	file, sheet string
	row         int64
}

func placeOf(r nullable.Row) place {
	return place{r.Code(pipeline.FromFile), r.Code(pipeline.FromSheet), r.Int(pipeline.FromRow)}
}
