package valueexposures

import (
	"context"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// Stage values open payouts.
var Stage = &pipeline.Stage{
	Name: "value_exposures",
	Doc: `Open payouts by seller and currency, with the money-days that they have waited and their value at risk over a month.

B30: value at risk is the open amount times the volatility of its currency against the yuan, over all loaded months.
C23: the definition of volatility is that of the policy pack.
D04: payouts that are returned, cancelled, carried over or below the minimum are not on their way; nor are test transfers.
D06: a payout that was settled after the as-of date is not known on it.
R02: a payout below the minimum comes with a later one, whether its hold or the pack says so.
9.2: a payout is open as a whole; what arrived of it is taken off. One that is rejected as a whole is not used.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.Payouts, datasets.Volatility, datasets.PolicyValues, datasets.Calendar},
	Outputs: []*pipeline.Dataset{datasets.Exposures},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	values, err := policy.Values(t)
	if err != nil {
		return err
	}
	definition, err := values.Text("volatility_definition", calendar.Day(t.AsOf))
	if err != nil {
		return err
	}
	workdays, err := policy.Workdays(t)
	if err != nil {
		return err
	}
	risks, err := readVolatility(t, definition)
	if err != nil {
		return err
	}
	exposures, err := readExposures(t, values, workdays)
	if err != nil {
		return err
	}
	w := nullable.NewWriter(t, datasets.Exposures)
	defer w.Release()
	for _, e := range exposures {
		e.write(&w, risks.of(e.currency))
		w.Code(datasets.DefinitionCode, definition)
		w.Code(datasets.VolatilityPeriod, datasets.All)
		w.Code(datasets.PolicyPack, t.Pack)
		w.Code(datasets.DecidedBy, "B30 C23")
	}
	return w.Flush()
}

func (e *exposure) write(w *nullable.Writer, r risk) {
	amount, waited, atRisk := nullable.Minor(&e.amount), nullable.Minor(&e.moneyDays), r.atRisk(&e.amount)
	if e.payouts == 0 {
		amount, waited, atRisk = nil, nil, nil
	}
	w.Code(datasets.SellerID, e.seller)
	w.Code(datasets.ExposedCurrency, e.currency)
	w.Money(datasets.OpenAmount, amount)
	w.Money(datasets.ValueAtRisk, atRisk)
	w.Int(datasets.OpenPayouts, e.payouts)
	w.Int(datasets.UnknownPayouts, e.unknown)
	w.Money(datasets.WaitingMoneyDays, waited)
	w.Date(datasets.OldestSettledOn, new(arrow.Date32(e.oldest)))
	w.Rate(datasets.ExposedVolatility, r.volatility)
	w.Code(datasets.ExposureState, e.state(r))
}

// state says what the figures lack: first of all a part of the amount.
func (e *exposure) state(r risk) string {
	if e.unknown > 0 {
		return "open_part_unknown"
	}
	return r.state
}
