package decidetiers

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/apache/arrow/go/v17/arrow/array"

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
	for batch, err := range t.Read(datasets.SellerMonths) {
		if err != nil {
			return nil, err
		}
		sellers, names := datasets.SellerID.In(batch), datasets.SellerMonth.In(batch)
		gmv, disputes, delivered := datasets.GMVUSD.In(batch), datasets.MonthDisputes.In(batch), datasets.MonthDelivered.In(batch)
		positive, ratings := datasets.PositiveOf.In(batch), datasets.RatingsOf.In(batch)
		disputed, ofOrders := datasets.DisputesOf.In(batch), datasets.DeliveredOf.In(batch)
		bases, tiers := datasets.RatingBasis.In(batch), datasets.ShownTier.In(batch)
		for i := range int(batch.NumRows()) {
			name := nullable.CopyCode(names, i)
			first, err := time.Parse("2006-01", name)
			if err != nil {
				return nil, fmt.Errorf("month %q: %w", name, err)
			}
			months = append(months, month{
				seller: nullable.CopyCode(sellers, i), name: name, first: calendar.DayOf(first.Date()),
				gmv: nullable.Value(gmv, i), disputes: nullable.Value(disputes, i), delivered: nullable.Value(delivered, i),
				positive: rate(positive, ratings, i), isPositiveCounted: nullable.Code(bases, i) == "counts", dispute: rate(disputed, ofOrders, i),
				shownTier: nullable.CopyCode(tiers, i),
			})
		}
	}
	slices.SortFunc(months, func(a, b month) int {
		return cmp.Or(cmp.Compare(a.seller, b.seller), cmp.Compare(a.first, b.first))
	})
	return months, nil
}

func rate(numerators, denominators *array.Int64, i int) ratio.Ratio {
	if numerators.IsNull(i) || denominators.IsNull(i) {
		return ratio.Ratio{}
	}
	return ratio.Ratio{Numerator: numerators.Value(i), Denominator: denominators.Value(i)}
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
	for batch, err := range t.Read(datasets.SellerAccounts) {
		if err != nil {
			return nil, err
		}
		sellers, tiers := datasets.SellerID.In(batch), datasets.AccountTier.In(batch)
		from, to := datasets.ValidFrom.In(batch), datasets.ValidTo.In(batch)
		for i := range sellers.Len() {
			p := tierPeriod{policy.PeriodOf(from, to, i), nullable.CopyCode(tiers, i)}
			seller := nullable.CopyCode(sellers, i)
			periods[seller] = append(periods[seller], p)
		}
	}
	return periods, nil
}
