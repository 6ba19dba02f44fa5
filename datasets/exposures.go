package datasets

import "ozpayout/pipeline"

// Columns of exposures.
var (
	ExposedCurrency   = &pipeline.Code{Name: "currency", Doc: "currency that the payouts are sent in", From: []pipeline.Column{PayoutCurrency}}
	OpenAmount        = &pipeline.Money{Name: "open_amount", Doc: "amount of open payouts, less what arrived of them; null = of none it is known", Currency: ExposedCurrency, From: []pipeline.Column{PayoutAmount, ArrivedSum, ArrivalCode, AgreedStatus}}
	ValueAtRisk       = &pipeline.Money{Name: "value_at_risk_month", Doc: "open amount times volatility: what a typical month's move against CNY comes to, not the loss of a bad one (no confidence level); null = no volatility", Currency: ExposedCurrency, From: []pipeline.Column{OpenAmount, VolatilityValue}}
	OpenPayouts       = &pipeline.Int{Name: "open_payouts", Doc: "payouts in the open amount", Unit: "payouts", From: []pipeline.Column{PayoutID, ArrivalCode}}
	UnknownPayouts    = &pipeline.Int{Name: "unknown_payouts", Doc: "open payouts that arrived in part without saying how much: not in the open amount", Unit: "payouts", From: []pipeline.Column{ArrivedSum, ArrivalCode}}
	WaitingMoneyDays  = &pipeline.Money{Name: "money_days", Doc: "open amount times RU working days since settlement, payout by payout", Currency: ExposedCurrency, From: []pipeline.Column{OpenAmount, SettledOn, CalendarDate}}
	ExposedVolatility = &pipeline.Rate{Name: "volatility", Doc: "volatility against CNY that was used, to ten decimals; 0 for CNY itself", Unit: "fraction of the price", From: []pipeline.Column{VolatilityValue}}
	ExposureState     = &pipeline.Code{Name: "state_code", Doc: "ok, open_part_unknown (see unknown_payouts), no_volatility, or what the volatility lacks: missing_days, calendar_unknown", From: []pipeline.Column{VolatilityState, ArrivedSum}}
	OldestSettledOn   = &pipeline.Date{Name: "oldest_settled_on", Doc: "earliest settlement of the open payouts", From: []pipeline.Column{SettledOn}}
)

// Exposures is the mart of money that is on its way.
var Exposures = &pipeline.Dataset{
	Name: "exposures", Doc: "Open payouts by currency and what a month's move of the rate may cost (B30, C23).",
	Grain: "one row per seller or ALL, and payout currency", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, ExposedCurrency, OpenAmount, ValueAtRisk, OpenPayouts, UnknownPayouts, WaitingMoneyDays, OldestSettledOn,
		ExposedVolatility, DefinitionCode, VolatilityPeriod, ExposureState, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{SellerID, ExposedCurrency},
}
