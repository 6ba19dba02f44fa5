package forecastarrivals

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
)

// The rules behind every row.
const ruleIDs = "B04 D04 D06 D21 D32"

func writeForecasts(t *pipeline.Task, forecasts []forecast) error {
	w := nullable.NewWriter(t, datasets.ArrivalsForecast)
	defer w.Release()
	for _, f := range forecasts {
		w.Code(datasets.SellerID, f.seller)
		w.Code(datasets.ForecastCurrency, f.currency)
		w.Date(datasets.HorizonOn, (*arrow.Date32)(&f.horizonOn))
		w.Money(datasets.ExpectedAmount, f.expected)
		w.Money(datasets.ExpectedLo, f.low)
		w.Money(datasets.ExpectedHi, f.high)
		w.Int(datasets.PayoutsOpen, f.payouts)
		w.Money(datasets.LaterAmount, f.later)
		w.Money(datasets.AwaitedAmount, &f.open)
		w.Code(datasets.CurveScope, f.scope)
		w.Int(datasets.CurveArrivals, f.curveArrivals)
		w.Code(datasets.ForecastGate, f.gate)
		w.Code(datasets.PolicyPack, t.Pack)
		w.Code(datasets.DecidedBy, ruleIDs)
		w.Code(datasets.CurveWeight, f.weight)
	}
	return w.Flush()
}

func writeBacktests(t *pipeline.Task, tests []backtest, horizon int) error {
	w := nullable.NewWriter(t, datasets.ForecastBacktest)
	defer w.Release()
	for _, b := range tests {
		w.Code(datasets.SellerID, b.seller)
		w.Code(datasets.ForecastCurrency, b.currency)
		w.Date(datasets.BacktestAsOf, (*arrow.Date32)(&b.asOf))
		w.Share(datasets.Coverage80, b.coverage)
		w.Share(datasets.BrierScore, b.brier)
		w.Money(datasets.BiasAmount, &b.bias)
		w.Int(datasets.BacktestNights, b.nights)
		w.Int(datasets.BacktestPayouts, b.payouts)
		w.Days(datasets.BacktestHorizon, new(int32(horizon)))
		w.Code(datasets.PolicyPack, t.Pack)
		w.Code(datasets.DecidedBy, ruleIDs)
	}
	return w.Flush()
}
