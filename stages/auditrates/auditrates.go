package auditrates

import (
	"context"
	"maps"
	"slices"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// Stage audits the rates of converted payouts.
var Stage = &pipeline.Stage{
	Name: "audit_rates",
	Doc: `The rate of each converted payout against the official rates that it may be based on, and the basis that fits.

B28: the implied rate is within 5 basis points of the basis that the policy expects, decided without rounding; the rate of the two amounts is audited beside the applied one.
C21: the bases are in force on the day before settlement (a, the default), set on that day and so in force from settlement (b, no value where none was set), in force on settlement (c) and in force on the order day (d). All are computed; the one with the smallest median deviation is named.
C22: a rate is carried over weekends and holidays, and marked; one that is too old is not used.
R03: the order day is used where all orders of a payout have one rate; where they have several, which of them counts is not guessed.
R10: the expected basis is dated: a payout is judged by that of its settlement.
D32: below 10 payouts no share, below 30 a small sample.
9.2: test transfers are in no summary, payouts that are rejected as a whole in no table; a rate without a source currency is against the rouble.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.Payouts, datasets.OrderDays, datasets.FXRates, datasets.PolicyValues},
	Outputs: []*pipeline.Dataset{datasets.RateAudits, datasets.RateBasisSummary},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	values, err := policy.Values(t)
	if err != nil {
		return err
	}
	rates, err := policy.Rates(t, values)
	if err != nil {
		return err
	}
	orders, err := readOrderDays(t)
	if err != nil {
		return err
	}
	w := nullable.Writer{Builder: pipeline.NewBuilder(t.Mem, datasets.RateAudits)}
	defer w.Builder.Release()
	groups, known := make(summary), make(deviations)
	for batch, err := range t.Read(datasets.Payouts) {
		if err != nil {
			return err
		}
		read := newReader(batch)
		for i := range int(batch.NumRows()) {
			c, ok := read.conversion(i)
			if !ok {
				continue
			}
			f := finding{conversion: c, audits: c.audit(rates, orders[c.payoutKey], known)}
			if f.expected, f.tolerance, err = expectation(values, c.settledOn); err != nil {
				return err
			}
			f.write(&w, t.Pack)
			groups.add(f)
		}
	}
	if w.Err != nil {
		return w.Err
	}
	audits := w.Builder.Record()
	defer audits.Release()
	if err := t.Write(datasets.RateAudits, audits); err != nil {
		return err
	}
	return writeSummary(t, values, groups)
}

// expectation returns the basis and the tolerance of the policy on a day.
func expectation(values *policy.ValueTable, day calendar.Day) (expected basis, tolerance int, err error) {
	code, err := values.Text("rate_basis", day)
	if err != nil {
		return 0, 0, err
	}
	if expected, err = basisOf(code); err != nil {
		return 0, 0, err
	}
	tolerance, err = values.Int("rate_tolerance_bp", day)
	return expected, tolerance, err
}

func writeSummary(t *pipeline.Task, values *policy.ValueTable, groups summary) error {
	expected, _, err := expectation(values, calendar.Day(t.AsOf))
	if err != nil {
		return err
	}
	limits, err := gate.Of(values, calendar.Day(t.AsOf))
	if err != nil {
		return err
	}
	w := nullable.Writer{Builder: pipeline.NewBuilder(t.Mem, datasets.RateBasisSummary)}
	defer w.Builder.Release()
	for _, key := range slices.SortedFunc(maps.Keys(groups), groupKey.compare) {
		group := groups[key]
		for b := range group {
			slices.Sort(group[b].sizes)
		}
		fits, isKnown := best(group, expected)
		for b := range bases {
			writeSample(&w, key, b, &group[b], limits)
			var isBest *bool
			if isKnown {
				isThis := b == fits
				isBest = &isThis
			}
			w.Flag(datasets.FitsBest, isBest)
			isExpected := b == expected
			w.Flag(datasets.IsExpectedBasis, &isExpected)
			w.Code(datasets.PolicyPack, t.Pack)
		}
	}
	if w.Err != nil {
		return w.Err
	}
	summary := w.Builder.Record()
	defer summary.Release()
	return t.Write(datasets.RateBasisSummary, summary)
}
