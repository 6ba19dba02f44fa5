package datasets

import "ozpayout/pipeline"

// Columns of the forecast of arrivals.
var (
	ForecastCurrency = &pipeline.Code{Name: "currency", Doc: "payout currency", From: []pipeline.Column{PayoutCurrency}}
	HorizonOn        = &pipeline.Date{Name: "horizon_on", Doc: "one of the next working days: arrivals up to and including it", From: []pipeline.Column{CalendarDate, PolicyValue}}
	ExpectedAmount   = &pipeline.Money{Name: "expected_amount", Doc: "sum of open amount x (1 - S(s+h)/S(s)), s the days waited, S the curve of payouts, weighed as curve_weight_code says; rounded; null = too few arrivals to tell", Currency: ForecastCurrency, From: []pipeline.Column{AwaitedAmount, SettledOn, LastArrivedOn}}
	ExpectedLo       = &pipeline.Money{Name: "lo_80", Doc: "10th percentile of what arrives until then, as if the curve were exact: the payouts of one settlement batch arrive together, batches on their own (Hong 2013); to a thousandth of open_amount, normal beyond 50 batches", Currency: ForecastCurrency, From: []pipeline.Column{AwaitedAmount, SettledOn, LastArrivedOn, SettlementBatchNo}}
	ExpectedHi       = &pipeline.Money{Name: "hi_80", Doc: "90th percentile of the same", Currency: ForecastCurrency, From: []pipeline.Column{AwaitedAmount, SettledOn, LastArrivedOn, SettlementBatchNo}}
	PayoutsOpen      = &pipeline.Int{Name: "payouts_open", Doc: "payouts that are awaited on the as-of date", Unit: "payouts", From: []pipeline.Column{LastArrivedOn, ArrivalCode}}
	LaterAmount      = &pipeline.Money{Name: "later_than_horizon_amount", Doc: "open_amount less expected_amount: comes later, or beyond what the curve has seen", Currency: ForecastCurrency, From: []pipeline.Column{AwaitedAmount, ExpectedAmount}}
	AwaitedAmount    = &pipeline.Money{Name: "open_amount", Doc: "what these payouts still owe; nothing for one of which a part arrived, nobody says how much", Currency: ForecastCurrency, From: []pipeline.Column{PayoutAmount, ArrivedSum, ArrivalCode}}
	CurveScope       = &pipeline.Code{Name: "curve_code", Doc: "whose arrivals the curve is from: seller, or all sellers where the seller has too few in the currency", From: []pipeline.Column{LastArrivedOn, PolicyValue}}
	CurveWeight      = &pipeline.Code{Name: "curve_weight_code", Doc: "what a payout counts for in the curve: its amount, since large payouts may be faster than small ones; payout = each once, where those of the curve sum up to less than 30 times the largest, so that a few would decide (D32)", From: []pipeline.Column{PayoutAmount, ArrivedSum, PolicyValue}}
	CurveArrivals    = &pipeline.Int{Name: "curve_arrivals", Doc: "arrivals behind the curve", Unit: "payouts", From: []pipeline.Column{LastArrivedOn}}
	ForecastGate     = &pipeline.Code{Name: "gate_code", Doc: "ok, small_sample (below 30 arrivals; below 10 no forecast) (D32)", From: []pipeline.Column{CurveArrivals}}
)

// ArrivalsForecast is the mart of expected arrivals.
var ArrivalsForecast = &pipeline.Dataset{
	Name: "arrivals_forecast", Doc: "Cash expected from open payouts on the next working days, given how long each has waited.",
	Grain: "one row per seller, currency and horizon", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, ForecastCurrency, HorizonOn, ExpectedAmount, ExpectedLo, ExpectedHi, PayoutsOpen, LaterAmount,
		AwaitedAmount, CurveScope, CurveArrivals, ForecastGate, PolicyPack, DecidedBy, CurveWeight,
	},
	Key: []pipeline.Column{SellerID, ForecastCurrency, HorizonOn},
}

// Columns of the back-test of the forecast.
var (
	BacktestAsOf    = &pipeline.Date{Name: "as_of", Doc: "business date of the batch: the nights before it are tried", From: []pipeline.Column{CalendarDate, SettledOn}}
	Coverage80      = &pipeline.Share{Name: "coverage_80", Doc: "share of the nights whose arrivals lay in the 80 % band, to a thousandth of what was open: 0.8 if the band is right; nights overlap; null below 10 nights", Unit: "share 0..1", From: []pipeline.Column{PayoutAmount, ArrivedSum, SettledOn, LastArrivedOn}}
	BrierScore      = &pipeline.Share{Name: "brier", Doc: "mean squared error of the probability that open money arrives, each payout weighing its amount: 0 at best, 0.25 for a coin", Unit: "squared share", From: []pipeline.Column{PayoutAmount, SettledOn, LastArrivedOn}}
	BiasAmount      = &pipeline.Money{Name: "bias_amount", Doc: "mean of expected less arrived, rounded: positive = too hopeful", Currency: ForecastCurrency, From: []pipeline.Column{PayoutAmount, ArrivedSum, SettledOn, LastArrivedOn}}
	BacktestNights  = &pipeline.Int{Name: "nights", Doc: "nights tried: those with open payouts and a curve", Unit: "nights", From: []pipeline.Column{PolicyValue, SettledOn}}
	BacktestPayouts = &pipeline.Int{Name: "payouts", Doc: "open payouts of those nights, each once a night, without those returned, cancelled or carried over since", Unit: "payouts", From: []pipeline.Column{SettledOn}}
	BacktestHorizon = &pipeline.Days{Name: "horizon_days", Doc: "days after each night within which arrivals count", Unit: "business days", From: []pipeline.Column{PolicyValue}}
)

// ForecastBacktest is the mart of how good the forecast would have been.
var ForecastBacktest = &pipeline.Dataset{
	Name: "forecast_backtest", Doc: "The forecast made again for the nights before, from what was known then, against what arrived.",
	Grain: "one row per seller and currency", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, ForecastCurrency, BacktestAsOf, Coverage80, BrierScore, BiasAmount, BacktestNights, BacktestPayouts, BacktestHorizon, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{SellerID, ForecastCurrency, BacktestAsOf},
}
