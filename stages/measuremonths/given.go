package measuremonths

import (
	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/fxrate"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/ratio"
)

// given is a month as the seller gives it in tier_metrics; nil is not given.
type given struct {
	amount   *int64 // GMV in minor units of currency
	currency string
	gmv      *int64 // the same in USD

	positives, ratings  *int64
	positivePercent     *int64 // scale 10
	disputes, delivered *int64
	disputePercent      *int64 // scale 10

	tier, definition string
	place            place
}

// readGiven reads tier_metrics; its key is the seller and month. What is given of a
// month that has not begun is not known yet (D06).
func (m *measurer) readGiven(t *pipeline.Task, rates *policy.RateTable) (map[key]given, error) {
	months := make(map[key]given)
	for r, err := range nullable.Rows(t, datasets.TierMetrics) {
		if err != nil {
			return nil, err
		}
		seller, month := r.Code(datasets.SellerID), r.Date(datasets.MetricMonth)
		if seller == "" || month == nil {
			continue
		}
		g := given{
			amount: r.Money(datasets.MetricGMVAmount), currency: r.Code(datasets.MetricGMVCurrency),
			positives: r.IntOrNull(datasets.MetricRatingsPositive), ratings: r.IntOrNull(datasets.MetricRatingsTotal),
			positivePercent: r.Rate(datasets.MetricPositiveRatingPct),
			disputes:        r.IntOrNull(datasets.MetricDisputesOpened), delivered: r.IntOrNull(datasets.MetricOrdersDelivered),
			disputePercent: r.Rate(datasets.MetricDisputeRatePct),
			tier:           r.Code(datasets.MetricTier), definition: r.Text(datasets.MetricRatingDefinition), place: placeOf(r),
		}
		k := key{seller, monthOf(calendar.Day(*month))}
		if k.month.first > m.asOf {
			m.reject(g.finding(datasets.MetricMonth, afterAsOf, k.month.first.Month(), pipeline.Note, "The month begins after the as-of date: its figures are not yet known on it."))
			continue
		}
		g.gmv = g.dollars(rates, min(k.month.last, m.asOf))
		months[k] = g
	}
	return months, nil
}

// dollars returns the GMV in USD: as given, or at the rate of the last day of the month
// that is known; nil without a usable rate. An empty currency is USD (9.12).
func (g *given) dollars(rates *policy.RateTable, last calendar.Day) *int64 {
	if g.amount == nil || *g.amount < 0 {
		return nil
	}
	if g.isInDollars() {
		return g.amount
	}
	from, state := rates.Series(g.currency).At(last)
	to, dollarState := rates.Series("USD").At(last)
	if state != policy.InForce || dollarState != policy.InForce {
		return nil
	}
	if converted, ok := fxrate.Convert(*g.amount, from, to); ok {
		return &converted
	}
	return nil
}

func (g *given) isInDollars() bool { return g.currency == "" || g.currency == "USD" }

// positive returns the positive rating and what it rests on: counts win over the
// percentage (C26).
func (g *given) positive() (ratio.Ratio, string) {
	switch {
	case g.hasRatings() && *g.positives >= 0 && *g.positives <= *g.ratings && *g.ratings > 0:
		return ratio.Ratio{Numerator: *g.positives, Denominator: *g.ratings}, byCounts
	case g.positivePercent != nil && isShare(*g.positivePercent):
		return ratio.OfPercent(*g.positivePercent), byPercentage
	}
	return ratio.Ratio{}, unknown
}

// dispute returns the dispute rate as given, in the same way.
func (g *given) dispute() (ratio.Ratio, string) {
	switch {
	case g.hasDisputes() && *g.disputes >= 0 && *g.delivered > 0:
		return ratio.Ratio{Numerator: *g.disputes, Denominator: *g.delivered}, byCounts
	case g.disputePercent != nil && isShare(*g.disputePercent):
		return ratio.OfPercent(*g.disputePercent), byPercentage
	}
	return ratio.Ratio{}, unknown
}

// isShare reports whether a percentage in a column of type Rate is from 0 to 100.
func isShare(percent int64) bool {
	r := ratio.OfPercent(percent)
	return r.IsKnown() && r.Compare(ratio.Ratio{Numerator: 1, Denominator: 1}) <= 0
}

func (g *given) hasRatings() bool { return g.positives != nil && g.ratings != nil }

func (g *given) hasDisputes() bool { return g.disputes != nil && g.delivered != nil }
