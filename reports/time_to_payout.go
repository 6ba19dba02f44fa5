package reports

import "ozpayout/datasets"

// timeToPayout shows how long payouts take, the open ones included (B05-B07).
var timeToPayout = &sheet{
	Key: "time_to_payout", Dataset: datasets.TimeToPayoutSummary, Frozen: 2,
	Columns: []column{
		{Of: datasets.StratumKind, Codes: "stratum_kind"},
		{Of: datasets.Stratum, Codes: "whole stratum route_code tier_code clock_code cause_code"},
		{Of: datasets.SummaryLines},
		{Of: datasets.SummaryArrived},
		{Of: datasets.SummaryOpen},
		{Of: datasets.SummaryReturned},
		{Of: datasets.SummaryEntered},
		{Of: datasets.SummaryLeftOut},
		{Of: datasets.MedianDays},
		{Of: datasets.MedianLo},
		{Of: datasets.MedianHi},
		{Of: datasets.RestrictedMean},
		{Of: datasets.RestrictedAt},
		{Of: datasets.MeanArrived},
		{Of: datasets.WithinThree},
		{Of: datasets.WithinThreeLo},
		{Of: datasets.WithinThreeHi},
		{Of: datasets.WithinThreeMethod, Codes: "interval_method"},
		{Of: datasets.WithinFive},
		{Of: datasets.WithinFiveLo},
		{Of: datasets.WithinFiveHi},
		{Of: datasets.WithinFiveMethod, Codes: "interval_method"},
		{Of: datasets.LogRankChiSquare},
		{Of: datasets.LogRankDF},
		{Of: datasets.LogRankP},
		{Of: datasets.LogRankQ},
		{Of: datasets.StratifiedBy, Codes: "stratum"},
		{Of: datasets.StratifiedChi},
		{Of: datasets.StratifiedDF},
		{Of: datasets.StratifiedP},
		{Of: datasets.StratifiedQ},
		{Of: datasets.TestFamily},
		{Of: datasets.CurveRefused, Codes: "refused_reason"},
		{Of: datasets.CurveGate, Codes: "gate_code"},
		{Of: datasets.DecidedBy},
	},
}

// arrivalsForecast shows the cash that open payouts are expected to bring. Horizons
// include the ones before them, so amounts have no total.
var arrivalsForecast = &sheet{
	Key: "arrivals_forecast", Dataset: datasets.ArrivalsForecast, Frozen: 3,
	Columns: []column{
		{Of: datasets.SellerID},
		{Of: datasets.ForecastCurrency},
		{Of: datasets.HorizonOn},
		{Of: datasets.PayoutsOpen},
		{Of: datasets.AwaitedAmount},
		{Of: datasets.ExpectedAmount},
		{Of: datasets.ExpectedLo},
		{Of: datasets.ExpectedHi},
		{Of: datasets.LaterAmount, Formula: less("open_amount", "expected_amount")},
		{Of: datasets.CurveScope, Codes: "curve_code"},
		{Of: datasets.CurveArrivals},
		{Of: datasets.ForecastGate, Codes: "gate_code"},
		{Of: datasets.DecidedBy},
		{Of: datasets.CurveWeight, Codes: "curve_weight_code"},
	},
}

// forecastBacktest shows how good the forecast would have been.
var forecastBacktest = &sheet{
	Key: "forecast_backtest", Dataset: datasets.ForecastBacktest, Frozen: 2,
	Columns: []column{
		{Of: datasets.SellerID},
		{Of: datasets.ForecastCurrency},
		{Of: datasets.BacktestAsOf},
		{Of: datasets.BacktestNights},
		{Of: datasets.BacktestPayouts},
		{Of: datasets.BacktestHorizon},
		{Of: datasets.Coverage80},
		{Of: datasets.BrierScore},
		{Of: datasets.BiasAmount},
		{Of: datasets.DecidedBy},
	},
}

// marketComparison shows the days of cash against the published payout cycles of
// other markets (B27, C28).
var marketComparison = &sheet{
	Key: "market_comparison", Dataset: datasets.MarketComparison, Frozen: 2,
	Columns: []column{
		{Of: datasets.SellerID, Codes: "whole"},
		{Of: datasets.MarketCode, Codes: "market_code"},
		{Of: datasets.ClaimedDays},
		{Of: datasets.MarketClaimText, Codes: phrases},
		{Of: datasets.MeanTakenDays},
		{Of: datasets.TakenAmount},
		{Of: datasets.MoneyDaysDifference},
		{Of: datasets.TakenLines},
		{Of: datasets.UnvaluedLines},
		{Of: datasets.MarketState, Codes: "market_state_code"},
		{Of: datasets.MarketRules},
	},
}
