package decidetiers

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/ratio"
)

// readMonths reads the months of all sellers, in order.
func readMonths(t *pipeline.Task) ([]month, error) {
	var months []month
	for r, err := range nullable.Rows(t, datasets.SellerMonths) {
		if err != nil {
			return nil, err
		}
		name := r.Code(datasets.SellerMonth)
		first, err := time.Parse("2006-01", name)
		if err != nil {
			return nil, fmt.Errorf("month %q: %w", name, err)
		}
		months = append(months, month{
			seller: r.Code(datasets.SellerID), name: name, first: calendar.DayOf(first.Date()),
			gmv: r.Money(datasets.GMVUSD), disputes: r.IntOrNull(datasets.MonthDisputes), delivered: r.IntOrNull(datasets.MonthDelivered),
			positive: rate(r, datasets.PositiveOf, datasets.RatingsOf), isPositiveCounted: r.Code(datasets.RatingBasis) == "counts",
			dispute: rate(r, datasets.DisputesOf, datasets.DeliveredOf), shownTier: r.Code(datasets.ShownTier),
		})
	}
	slices.SortFunc(months, func(a, b month) int {
		return cmp.Or(cmp.Compare(a.seller, b.seller), cmp.Compare(a.first, b.first))
	})
	return months, nil
}

func rate(r nullable.Row, numerator, denominator *pipeline.Int) ratio.Ratio {
	n, d := r.IntOrNull(numerator), r.IntOrNull(denominator)
	if n == nil || d == nil {
		return ratio.Ratio{}
	}
	return ratio.Ratio{Numerator: *n, Denominator: *d}
}

// accounts are the tiers of each seller by period.
type accounts map[string][]tierPeriod

type tierPeriod struct {
	policy.Period
	tier string
}

// tierOn returns the tier of a seller's account on a day, "" where nobody says it.
// Periods do not overlap: rows that do are rejected when they are loaded.
func (a accounts) tierOn(seller string, day calendar.Day) string {
	for _, p := range a[seller] {
		if p.Holds(day) {
			return p.tier
		}
	}
	return ""
}

func readAccounts(t *pipeline.Task) (accounts, error) {
	periods := make(accounts)
	for r, err := range nullable.Rows(t, datasets.SellerAccounts) {
		if err != nil {
			return nil, err
		}
		seller := r.Code(datasets.SellerID)
		periods[seller] = append(periods[seller], tierPeriod{policy.Validity(r), r.Code(datasets.AccountTier)})
	}
	return periods, nil
}
