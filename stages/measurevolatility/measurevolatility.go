package measurevolatility

import (
	"context"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// Stage measures volatility.
var Stage = &pipeline.Stage{
	Name: "measure_volatility",
	Doc: `Volatility of each currency against the rouble and the yuan, by month, half-year and over all, in five definitions.

B30: the published 4.2 % (rouble leg) and 0.3 % (dollar leg) of 2024H1 stand beside every figure of their pair, whatever comes out.
C21: a rate belongs to the working day on which it was set, the day before it came into force.
C23: the definition is a parameter; the default is the mean over the months of max/min - 1. A value that lacks working days says so, as returns then span several days.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.FXRates, datasets.PublishedClaims, datasets.PolicyValues, datasets.Calendar},
	Outputs: []*pipeline.Dataset{datasets.Volatility},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	values, err := policy.Values(t)
	if err != nil {
		return err
	}
	standard, err := values.Text("volatility_definition", calendar.Day(t.AsOf))
	if err != nil {
		return err
	}
	workdays, err := policy.Calendar(t, "RU")
	if err != nil {
		return err
	}
	claims, err := policy.Claims(t)
	if err != nil {
		return err
	}
	roubles, err := readRoubles(t)
	if err != nil {
		return err
	}
	w := nullable.NewWriter(t, datasets.Volatility)
	defer w.Release()
	for _, s := range pairs(roubles) {
		claimed := claimOf(claims, s.currency, s.against)
		for _, p := range periodsOf(s.quotes, workdays) {
			missing := p.missing(s.quotes, workdays)
			for _, d := range definitions {
				value := d.value(p.months)
				w.Code(datasets.VolatileCurrency, s.currency)
				w.Code(datasets.VolatileAgainst, s.against)
				w.Code(datasets.VolatilityPeriod, p.name)
				w.Code(datasets.DefinitionCode, d.code)
				w.Share(datasets.VolatilityValue, value)
				w.Int(datasets.VolatilityDays, p.days())
				w.Share(datasets.ClaimedVolatility, claimed)
				w.Code(datasets.VolatilityState, stateOf(value, missing))
				w.IntOrNull(datasets.MissingDays, missing)
				w.Int(datasets.VolatilityMonths, int64(len(p.months)))
				w.Flag(datasets.IsDefaultDefinition, new(d.code == standard))
				w.Code(datasets.PolicyPack, t.Pack)
				w.Code(datasets.DecidedBy, "B30 C21 C23")
			}
		}
	}
	return w.Flush()
}

// claimOf returns the published figure of a pair, NaN if there is none. The article
// does not say against which currency the rouble moves (C23): its figure stands
// beside the rouble and the yuan, and the rouble and the dollar; that of the dollar
// channel beside the dollar and the yuan.
func claimOf(claims policy.ClaimList, currency, against string) float64 {
	id := ""
	switch currency + against {
	case rouble + yuan, yuan + rouble, dollar + rouble:
		id = "b30_rub_volatility"
	case dollar + yuan:
		id = "b30_usd_volatility"
	}
	return claims.Share(id, "percent")
}

const dollar = "USD"
