package comparetiers

import (
	"context"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// Stage compares tiers.
var Stage = &pipeline.Stage{
	Name: "compare_tiers",
	Doc: `On-time rates of Premium against ordinary sellers, by seller and month.

B12: the difference has Newcombe's interval and stands beside the published 11.6 percentage points; within routes, which differ between tiers, the odds are compared by Mantel and Haenszel.
D07: an unknown route is no stratum: its lines need not be alike. An unknown tier is on neither side.
D30: the counts are those of the on-time rates.
D32: the smaller side decides: below 10 lines counts only, below 30 no verdict; within routes there is no test below 10 lines of a tier.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.OnTimeRates, datasets.PublishedClaims, datasets.PolicyValues},
	Outputs: []*pipeline.Dataset{datasets.TierComparison},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	limits, err := gate.Read(t)
	if err != nil {
		return err
	}
	claims, err := policy.Claims(t)
	if err != nil {
		return err
	}
	groups, err := readGroups(t)
	if err != nil {
		return err
	}
	w := nullable.NewWriter(t, datasets.TierComparison)
	defer w.Release()
	claimed := claims.Share("b12_difference", "percentage points")
	for _, g := range groups {
		compare(g, claimed, limits).write(&w, t.Pack)
	}
	return w.Flush()
}

func (c comparison) write(w *nullable.Writer, pack string) {
	w.Code(datasets.SellerID, c.seller)
	w.Code(datasets.Period, c.period)
	w.Int(datasets.PremiumLines, c.all.premium.lines)
	w.Int(datasets.PremiumOnTime, c.all.premium.onTime)
	w.Share(datasets.PremiumRate, c.premiumRate)
	w.Int(datasets.OrdinaryLines, c.all.ordinary.lines)
	w.Int(datasets.OrdinaryOnTime, c.all.ordinary.onTime)
	w.Share(datasets.OrdinaryRate, c.ordinaryRate)
	w.Share(datasets.TierDifference, c.difference)
	w.Share(datasets.TierDifferenceLo, c.interval.Low)
	w.Share(datasets.TierDifferenceHi, c.interval.High)
	w.Share(datasets.ClaimedDifference, c.claimed)
	w.Code(datasets.TierVerdict, c.verdict)
	w.Int(datasets.TierRoutes, c.strata)
	w.Int(datasets.TierRouteLines, c.strataLines)
	w.Share(datasets.TierOdds, c.odds.Ratio)
	w.Share(datasets.TierOddsLo, c.odds.Low)
	w.Share(datasets.TierOddsHi, c.odds.High)
	w.Share(datasets.TierChiSquare, c.odds.ChiSquare)
	w.Share(datasets.TierPValue, c.odds.P)
	w.Code(datasets.PolicyPack, pack)
	w.Code(datasets.DecidedBy, "B12 D30 D32")
}
