package forecastarrivals

import (
	"context"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/policy"
)

// Stage forecasts arrivals.
var Stage = &pipeline.Stage{
	Name: "forecast_arrivals",
	Doc: `Expected arrivals of open payouts on the next working days, and a back-test of the forecast.

B04: the wait of a payout runs from its settlement to its arrival, in working days. P(arrived by day s+h, unpaid at s) = 1 - S(s+h)/S(s) of the curve of the seller's own payouts in the currency (Kaplan & Meier 1958), of all sellers' where its own are too few. Payouts weigh their amounts in the curve, since money is forecast; each counts once where all of them are less than small_sample_below times the largest.
D04 D21: test transfers, payouts rejected as a whole, returned, cancelled and carried over are not awaited; nor is an arrival whose day nobody says.
D06: a partial arrival is open with what is left of it, with nothing where nobody says how much arrived.
R02: a payout below the minimum of the pack is carried over until something of it arrives.
D32: a curve of fewer than 10 arrivals tells nothing, one of fewer than 30 is a small sample; of fewer than 10 nights there is no coverage.
The payouts of one settlement batch arrive together: the 80 % band treats a batch as one amount, by the Poisson-binomial distribution (Hong 2013).
Back-test: each of the last nights is forecast from what was known on it, and compared with what arrived within backtest_horizon_days: coverage of the band, Brier score, bias in cash.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.Payouts, datasets.PolicyValues, datasets.Calendar},
	Outputs: []*pipeline.Dataset{datasets.ArrivalsForecast, datasets.ForecastBacktest},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	f, err := newForecaster(t)
	if err != nil {
		return err
	}
	nights, err := f.pastNights()
	if err != nil {
		return err
	}
	since := f.asOf
	if len(nights) > 0 {
		since = nights[0].on
	}
	accounts, err := readAccounts(t, f.values, since)
	if err != nil {
		return err
	}
	f.gather(accounts)
	ahead := f.horizons()
	var forecasts []forecast
	var tests []backtest
	for _, a := range accounts {
		forecasts = append(forecasts, f.forecast(a, ahead)...)
		if b := f.backtest(a, nights); b.nights > 0 {
			tests = append(tests, b)
		}
	}
	if f.workdays.Err != nil {
		return f.workdays.Err
	}
	if err := writeForecasts(t, forecasts); err != nil {
		return err
	}
	return writeBacktests(t, tests, f.backtestHorizon)
}

// A forecaster holds the policy, and the waits of all sellers by currency.
type forecaster struct {
	asOf            calendar.Day
	values          *policy.ValueTable
	workdays        calendar.Counter // of Russia
	limits          gate.Gate
	ahead           int // working days to forecast
	backtestNights  int
	backtestHorizon int
	all             map[string]waits // by currency
}

func newForecaster(t *pipeline.Task) (*forecaster, error) {
	f := &forecaster{asOf: calendar.Day(t.AsOf), all: make(map[string]waits)}
	values, err := policy.Values(t)
	if err != nil {
		return nil, err
	}
	f.values = values
	if f.limits, err = gate.Of(values, f.asOf); err != nil {
		return nil, err
	}
	for name, value := range map[string]*int{
		"forecast_days": &f.ahead, "backtest_days": &f.backtestNights, "backtest_horizon_days": &f.backtestHorizon,
	} {
		if *value, err = values.Int(name, f.asOf); err != nil {
			return nil, err
		}
	}
	f.workdays.Calendar, err = policy.Workdays(t)
	return f, err
}

// gather adds up the waits of all sellers.
func (f *forecaster) gather(accounts []*account) {
	for _, a := range accounts {
		all := f.all[a.currency]
		if all == nil {
			all = make(waits)
			f.all[a.currency] = all
		}
		for days, sent := range a.waits {
			all.add(days, sent)
		}
	}
}
