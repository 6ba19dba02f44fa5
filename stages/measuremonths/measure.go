package measuremonths

import (
	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/ratio"
)

// What a figure rests on.
const (
	unknown      = "unknown"
	computed     = "computed" // from the loaded orders and disputes
	asGiven      = "given"
	byCounts     = "counts" // given
	byPercentage = "percentage"
)

// A measurer settles months.
type measurer struct {
	asOf, lead   calendar.Day
	decimalsFrom int // that percentages show
	reject       func(pipeline.Finding)
}

// Metrics are the row of a seller and month. What is not known is nil or an
// unknown ratio.
type metrics struct {
	key
	orders                              *int64
	gmv                                 *int64
	positive, dispute                   ratio.Ratio
	disputes, delivered                 *int64
	gmvBasis, ratingBasis, disputeBasis string
	ordersCoverage, disputesCoverage    coverage
	counted                             struct{ gmv, unvalued, delivered, disputes *int64 }
	given                               given
}

// measure settles a month from what the files show and what is given.
func (m *measurer) measure(k key, shown *shown, g given) metrics {
	c := shown.counts[k]
	r := metrics{key: k, given: g, ordersCoverage: m.coverOrders(k, shown), disputesCoverage: m.coverDisputes(k, shown)}
	if r.ordersCoverage != notLoaded {
		r.orders, r.counted.gmv, r.counted.unvalued, r.counted.delivered = &c.accepted, &c.gmv, &c.unvalued, &c.delivered
	}
	if r.disputesCoverage != notLoaded {
		r.counted.disputes = &c.disputes
	}
	r.positive, r.ratingBasis = g.positive()
	r.settleDisputes(c, &g)
	if r.ordersCoverage == covered && c.unvalued > 0 {
		r.ordersCoverage = unvalued
	}
	r.settleGMV(c, &g)
	if g.place.file != "" {
		m.check(&r, &g)
	}
	return r
}

func (r *metrics) settleGMV(c counts, g *given) {
	switch {
	case r.ordersCoverage == covered:
		r.gmv, r.gmvBasis = &c.gmv, computed
	case g.gmv != nil:
		r.gmv, r.gmvBasis = g.gmv, asGiven
	default:
		r.gmvBasis = unknown
	}
}

func (r *metrics) settleDisputes(c counts, g *given) {
	if r.ordersCoverage == covered && r.disputesCoverage == covered {
		r.disputes, r.delivered, r.disputeBasis = &c.disputes, &c.delivered, computed
		r.dispute = ratio.Ratio{Numerator: c.disputes, Denominator: c.delivered}
		return
	}
	r.dispute, r.disputeBasis = g.dispute()
	if r.disputeBasis == byCounts {
		r.disputes, r.delivered = g.disputes, g.delivered
	}
}

// writeRatio writes a rate as a pair of whole numbers, nulls for an unknown one.
func writeRatio(w *nullable.Writer, numerator, denominator *pipeline.Int, r ratio.Ratio) {
	w.IntOrNull(numerator, nullable.If(r.IsKnown(), r.Numerator))
	w.IntOrNull(denominator, nullable.If(r.IsKnown(), r.Denominator))
}

// check reports what is odd about given figures, and where they differ from the
// computed ones (9.12).
func (m *measurer) check(r *metrics, g *given) {
	m.checkPositive(g)
	m.checkDispute(r, g)
	switch {
	case g.amount == nil:
	case *g.amount < 0:
		m.report(g, datasets.MetricGMVAmount, impossible, amount(*g.amount), "an amount from 0 on was expected; it is not used")
	case g.gmv == nil:
		m.report(g, datasets.MetricGMVCurrency, noRate, g.currency, "no usable rate on the last day of the month, or on the as-of date: the amount is not used")
	case r.gmvBasis == computed && g.isInDollars() && *g.gmv != *r.gmv:
		m.report(g, datasets.MetricGMVAmount, differs, amount(*g.amount), "the orders of the month add up to "+amount(*r.gmv)+" USD, which counts")
	}
}
