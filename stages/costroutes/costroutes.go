package costroutes

import (
	"context"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// Stage compares payout routes.
var Stage = &pipeline.Stage{
	Name: "cost_routes",
	Doc: `What the payout routes cost, how they differ two by two, and which currencies they are said to settle and do.

A04: payouts settled before the channel is said to have started are counted and told.
A34 R04 R08: a currency that is observed on a route and not in its published list is told; without a list the capability is unknown.
A35: all-in cost is spread and fees by the amount at the CBR cross, timing left out; a difference is that of route_b less route_a, of all conversions, and of those on the same day and from the same currency.
A36: share of withdrawals from accounts with order-level data, and the median booking lag.
B05 C18: RMB direct is the flag of the route and settlement in CNY.
B14 C19 C20: nspk_direct is claimed or unknown, never checked and never no.
C03: the article names Payoneer and WorldFirst as one; the claim of 0.35 percentage points is compared with LianLian against Payoneer.
D06: payouts settled, and withdrawals ordered, after the as-of date are not observed yet.
D32: below route_pair_min_days days in common nothing is compared, below 30 there is no verdict.
9.9: withdrawals that are not completed, were reversed or have no known cost are counted apart.
methods.md sections 8, 9: a route's cost is the sum of costs by the sum of amounts; intervals resample withdrawal days, seeded per row.`,
	Scope: pipeline.Whole,
	Inputs: []*pipeline.Dataset{
		datasets.WithdrawalCosts, datasets.Withdrawals, datasets.Payouts, datasets.ProviderRoutes, datasets.PublishedClaims, datasets.PolicyValues,
	},
	Outputs: []*pipeline.Dataset{datasets.RouteCosts, datasets.RoutePairs, datasets.RouteCapabilities},
	Run:     run,
}

// seed is that of the bootstrap.
const seed = 20240831

func run(_ context.Context, t *pipeline.Task) error {
	values, err := policy.Values(t)
	if err != nil {
		return err
	}
	limits, err := gate.Of(values, calendar.Day(t.AsOf))
	if err != nil {
		return err
	}
	minDays, err := values.Int("route_pair_min_days", calendar.Day(t.AsOf))
	if err != nil {
		return err
	}
	published, err := policy.Claims(t)
	if err != nil {
		return err
	}
	claim := costClaimOf(published)
	costs, err := readCosts(t)
	if err != nil {
		return err
	}
	seen, err := readObservations(t)
	if err != nil {
		return err
	}
	if err := writeCosts(t, routesOf(costs, seen.paidOut), claim, limits); err != nil {
		return err
	}
	if err := writePairs(t, pairsOf(costs, claim, limits, minDays), claim); err != nil {
		return err
	}
	terms, err := policy.Routes(t)
	if err != nil {
		return err
	}
	return writeCapabilities(t, capabilitiesOf(seen, terms, calendar.Day(t.AsOf), t.Reject))
}

// write builds the batch of an output row by row and writes it.
func write[R any](t *pipeline.Task, d *pipeline.Dataset, rows []R, appendRow func(*nullable.Writer, R)) error {
	w := nullable.NewWriter(t, d)
	defer w.Release()
	for _, row := range rows {
		appendRow(&w, row)
	}
	return w.Flush()
}
