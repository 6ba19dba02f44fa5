package policy

import (
	"cmp"
	"math"
	"slices"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
)

// What the tier of a fee is read from.
const (
	NoTierBasis       = "none"
	AmountBasis       = "txn_amount"
	VolumeBasis       = "mean_monthly_volume"
	openEnd     int64 = math.MaxInt64
)

// A FeeTerm is a row of a fee schedule. Amounts are minor units of Currency.
type FeeTerm struct {
	Provider, Kind, Currency string
	RatePct                  int64 // percent of the gross amount, at scale 10
	Fixed                    int64 // per transaction
	Min, Max                 int64 // bounds of the fee; without an upper one Max is math.MaxInt64
	Basis                    string
	From, To                 int64 // tier, the upper bound excluded; without one To is math.MaxInt64
	Period                   Period
	RuleIDs, Source          string
	IsPublished              bool // from [datasets.PublishedFees], not the user's own
	File                     string
	Row                      int64
}

// FeeTerms reads [datasets.ProviderFees] and what the pack publishes,
// [datasets.PublishedFees], in the order of schedule, tier and period.
func FeeTerms(t *pipeline.Task) ([]FeeTerm, error) {
	type key struct {
		provider, kind, currency, basis string
		tierFrom                        int64
		from                            calendar.Day
	}
	var terms []FeeTerm
	for _, d := range []*pipeline.Dataset{datasets.ProviderFees, datasets.PublishedFees} {
		isPublished := d == datasets.PublishedFees
		rows := table[key, FeeTerm]{name: d.Name}
		err := each(t, d, func(c cursor, at place) error {
			if isPublished && c.Code(datasets.Pack) != t.Pack {
				return nil
			}
			term := feeTerm(c)
			term.IsPublished = isPublished
			if isPublished {
				term.RuleIDs = c.Code(datasets.RuleIDs)
			}
			return rows.add(key{term.Provider, term.Kind, term.Currency, term.Basis, term.From, term.Period.From}, term, at)
		})
		if err != nil {
			return nil, err
		}
		for _, kept := range rows.rows {
			kept.row.File, kept.row.Row = kept.file, kept.place.row
			terms = append(terms, kept.row)
		}
	}
	slices.SortFunc(terms, func(a, b FeeTerm) int {
		return cmp.Or(
			cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Currency, b.Currency),
			cmp.Compare(a.Basis, b.Basis), cmp.Compare(a.From, b.From), cmp.Compare(a.Period.From, b.Period.From),
			cmp.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row))
	})
	return terms, nil
}

func feeTerm(c cursor) FeeTerm {
	return FeeTerm{
		Provider: c.Code(datasets.Provider), Kind: c.Code(datasets.FeeKind), Currency: c.Code(datasets.FeeCurrency),
		RatePct: orElse(c.Rate(datasets.FeeRatePct), 0),
		Fixed:   orElse(c.Money(datasets.FeeFixedAmount), 0),
		Min:     orElse(c.Money(datasets.FeeMinAmount), 0),
		Max:     orElse(c.Money(datasets.FeeMaxAmount), openEnd),
		Basis:   cmp.Or(c.Code(datasets.FeeTierBasis), NoTierBasis),
		From:    orElse(c.Money(datasets.FeeTierFrom), 0),
		To:      orElse(c.Money(datasets.FeeTierTo), openEnd),
		Period:  Validity(c.Row),
		Source:  c.Text(datasets.FeeSource),
	}
}
