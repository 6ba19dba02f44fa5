package timepayouts

import (
	"context"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/policy"
)

// Stage estimates the time to payout.
var Stage = &pipeline.Stage{
	Name: "time_payouts",
	Doc: `How long payouts take by route, currency, tier and more, from arrived and open lines (Kaplan & Meier 1958).

B04: the wait runs from the clock start to the arrival, in working days.
B05 B06: median, restricted mean and the plain mean of what arrived, by route_class: rmb_direct and transit_account as typical_days lists them (C18). Typical is not due (C05).
B07: within_3 of rmb_direct stands beside 68 %; Wilson where every line was followed for 3 days, else the log-log band.
B10 B12: tiers are compared, and compared once more within routes.
C36: an export of arrived payouts only says nothing of those that still wait: no curve. It is one where no line of the seller is open or returned although payouts were settled within paid_only_within_days of the as-of date. Its lines are in no curve of other strata either.
D04: judged lines; a returned payout ends the wait otherwise, which the two cumulative columns count (Aalen & Johansen 1978) and survival takes as the last look.
D06: a payout that settles after the as-of date is not known on it.
D13: landmark_cause: lines unpaid on their due date, from there, by the cause that stood on it.
D32: below 10 lines no curve, below 30 a small sample. Strata of a kind are compared by a log-rank test (Mantel 1966), all tests together by Benjamini & Hochberg 1995.`,
	Scope: pipeline.Whole,
	Inputs: []*pipeline.Dataset{
		datasets.WaitCounts, datasets.UnpaidWaitCounts, datasets.Payouts, datasets.TypicalDays, datasets.PolicyValues, datasets.Calendar,
	},
	Outputs: []*pipeline.Dataset{datasets.TimeToPayout, datasets.TimeToPayoutSummary},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	asOf := calendar.Day(t.AsOf)
	values, err := policy.Values(t)
	if err != nil {
		return err
	}
	limits, err := gate.Of(values, asOf)
	if err != nil {
		return err
	}
	horizon, err := values.Int("rmst_days", asOf)
	if err != nil {
		return err
	}
	cohorts, err := readCohorts(t)
	if err != nil {
		return err
	}
	paidOnly, err := paidOnlySellers(t, values, cohorts)
	if err != nil {
		return err
	}
	typical, err := policy.TypicalDays(t)
	if err != nil {
		return err
	}
	waits := waitsOf(cohorts, typical, paidOnly)
	summaries := summarise(waits.strata(), limits, horizon)
	compare(summaries, waits.tiersByRoute)
	if err := writeCurves(t, summaries); err != nil {
		return err
	}
	return writeSummaries(t, summaries)
}
