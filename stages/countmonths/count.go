package countmonths

import (
	"math"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/money"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/vector"
)

// A month counts what happened in a calendar month.
type month struct {
	accepted, delivered, unvalued, disputes int64
	gmv                                     int64 // minor units of USD
}

// A seller is what a partition shows of a seller; of the empty one, what it shows
// of orders of unknown sellers.
type seller struct {
	months   map[calendar.Day]*month // by first day
	last     calendar.Day            // month that was asked for last
	lastOf   *month
	orders   span
	undated  calendar.Day // first day from which on an order may have been delivered
	disputes span
}

// A span is the days that rows reach from and to; empty where from is after to.
type span struct{ from, to calendar.Day }

const (
	sinceEver calendar.Day = 0 // 1970: before any order
	never     calendar.Day = math.MaxInt32
)

func newSeller() *seller {
	return &seller{
		months: make(map[calendar.Day]*month), last: never, orders: span{never, sinceEver}, undated: never, disputes: span{never, sinceEver},
	}
}

// in returns the counts of the month of a day.
func (s *seller) in(day calendar.Day) *month {
	first := day.MonthStart()
	if first == s.last {
		return s.lastOf
	}
	m := s.months[first]
	if m == nil {
		m = &month{}
		s.months[first] = m
	}
	s.last, s.lastOf = first, m
	return m
}

// A counter counts the orders and disputes of a partition.
type counter struct {
	asOf    calendar.Day
	rates   *policy.RateTable
	dollars *policy.RateSeries
	sellers map[string]*seller
}

// of returns the counts of a seller, whose name is kept.
func (c *counter) of(name string) *seller {
	s := c.sellers[name]
	if s == nil {
		s = newSeller()
		c.sellers[strings.Clone(name)] = s
	}
	return s
}

// countOrders counts the postings of the partition.
func (c *counter) countOrders(t *pipeline.Task) error {
	for batch, err := range t.Read(datasets.PostingFacts) {
		if err != nil {
			return err
		}
		c.countBatch(batch)
	}
	return nil
}

func (c *counter) countBatch(batch arrow.Record) {
	sellers := vector.CodesOf(datasets.PostingSeller.In(batch), c.of)
	series := vector.CodesOf(datasets.PostingCurrency.In(batch), c.rates.Series)
	isUSD := vector.CodesOf(datasets.PostingCurrency.In(batch), func(currency string) bool { return currency == "USD" })
	accepted, delivered, confirmed := datasets.AcceptedOn.In(batch), datasets.DeliveredOn.In(batch), datasets.ConfirmationOn.In(batch)
	values, undated := datasets.PostingValue.In(batch), datasets.IsUndated.In(batch)
	var nobody *seller
	for i := range int(batch.NumRows()) {
		s := sellers.At(i)
		if s == nil {
			if nobody == nil {
				nobody = c.of("")
			}
			s = nobody
		}
		acceptedOn := sinceEver
		if accepted.IsValid(i) {
			acceptedOn = calendar.Day(accepted.Value(i))
			s.in(acceptedOn).accepted++
			s.orders.from, s.orders.to = min(s.orders.from, acceptedOn), max(s.orders.to, acceptedOn)
		}
		if nullable.IsTrue(undated, i) {
			s.undated = min(s.undated, acceptedOn)
		}
		if delivered.IsNull(i) {
			continue
		}
		on := calendar.Day(delivered.Value(i))
		s.orders.to = max(s.orders.to, on)
		m := s.in(on)
		m.delivered++
		value, ok := int64(0), false
		switch {
		case values.IsNull(i):
		case isUSD.At(i): // whether there is a rate or not
			value, ok = values.Value(i), true
		case confirmed.IsValid(i):
			value, ok = usd(values.Value(i), series.At(i), c.dollars, calendar.Day(confirmed.Value(i)))
		}
		m.add(value, ok)
	}
}

// add adds the value of an order. One that is not known, or that does not fit, is
// counted.
func (m *month) add(value int64, isKnown bool) {
	sum, fits := money.Add(m.gmv, value)
	if !isKnown || !fits {
		m.unvalued++
		return
	}
	m.gmv = sum
}
