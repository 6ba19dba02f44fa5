package measuremonths

import (
	"context"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// Stage settles the monthly metrics.
var Stage = &pipeline.Stage{
	Name: "measure_months",
	Doc: `GMV, positive rating and dispute rate of each seller and calendar month, exact, with the basis of each.

B11: the three metrics of a tier; rates are kept as pairs of whole numbers.
C25: GMV is computed from orders where they cover the month: the month is over, the first order of the seller was accepted at least order_lead_days before it, an order was accepted or delivered on its last day or later, every delivery has a date, every order delivered in it has a known seller, a value and a rate. Else the GMV given in tier_metrics counts, one in another currency at the rate of the last day of the month, of the as-of date in a month that goes on.
C26: the positive rating is as given, with its definition; counts win over a percentage.
C27: disputes opened by orders delivered in the month, computed where orders cover it as above, values aside, and disputes do: one was opened in the month or before, and the table shows a day at its end or later. Else the given counts, else the given percentage.
D06: what is given of a month that begins after the as-of date is not known yet.
D22 D56: what is not loaded is unknown, never 0.
9.12: a given figure that differs from the computed one, and a percentage that does not follow from its counts beyond its own rounding, are findings; a positive rating of at most 1 % looks like a fraction.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.MonthCounts, datasets.OrderSpans, datasets.TierMetrics, datasets.FXRates, datasets.PolicyValues},
	Outputs: []*pipeline.Dataset{datasets.SellerMonths},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	values, err := policy.Values(t)
	if err != nil {
		return err
	}
	asOf := calendar.Day(t.AsOf)
	m := &measurer{asOf: asOf, reject: t.Reject}
	lead, err := values.Int("order_lead_days", asOf)
	if err != nil {
		return err
	}
	m.lead = calendar.Day(lead)
	if m.decimalsFrom, err = values.Int("percent_decimals_from", asOf); err != nil {
		return err
	}
	rates, err := policy.Rates(t, values)
	if err != nil {
		return err
	}
	shown, err := readShown(t)
	if err != nil {
		return err
	}
	given, err := m.readGiven(t, rates)
	if err != nil {
		return err
	}
	w := nullable.NewWriter(t, datasets.SellerMonths)
	defer w.Release()
	for _, key := range monthsOf(shown, given) {
		m.measure(key, shown, given[key]).write(&w, t.Pack)
	}
	return w.Flush()
}

func (r metrics) write(w *nullable.Writer, pack string) {
	w.Code(datasets.SellerID, r.seller)
	w.Code(datasets.SellerMonth, r.month.first.Month())
	w.IntOrNull(datasets.MonthOrders, r.orders)
	w.Money(datasets.GMVUSD, r.gmv)
	w.Share(datasets.PositiveRate, r.positive.Float())
	w.IntOrNull(datasets.MonthDisputes, r.disputes)
	w.IntOrNull(datasets.MonthDelivered, r.delivered)
	w.Share(datasets.DisputeRate, r.dispute.Float())
	w.Code(datasets.GMVBasis, r.gmvBasis)
	w.Code(datasets.RatingBasis, r.ratingBasis)
	w.Code(datasets.DisputeBasis, r.disputeBasis)
	w.Code(datasets.OrdersCoverage, r.ordersCoverage)
	w.Code(datasets.DisputeCoverage, r.disputesCoverage)
	w.Money(datasets.CountedGMV, r.counted.gmv)
	w.IntOrNull(datasets.UnvaluedOrders, r.counted.unvalued)
	w.IntOrNull(datasets.DeliveredOrders, r.counted.delivered)
	w.IntOrNull(datasets.OpenedDisputes, r.counted.disputes)
	w.Money(datasets.GivenGMV, r.given.gmv)
	writeRatio(w, datasets.PositiveOf, datasets.RatingsOf, r.positive)
	writeRatio(w, datasets.DisputesOf, datasets.DeliveredOf, r.dispute)
	w.Code(datasets.ShownTier, r.given.tier)
	w.Text(datasets.MetricRatingDefinition, r.given.definition)
	w.Code(datasets.GivenFile, r.given.place.file)
	w.IntOrNull(datasets.GivenRow, nullable.If(r.given.place.file != "", r.given.place.row))
	w.Code(datasets.PolicyPack, pack)
	w.Code(datasets.DecidedBy, "B11 C25 C26 C27")
}
