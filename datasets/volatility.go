package datasets

import "ozpayout/pipeline"

// Columns of volatility.
var (
	VolatileCurrency    = &pipeline.Code{Name: "currency", Doc: "currency that is priced", From: []pipeline.Column{RateCurrency}}
	VolatileAgainst     = &pipeline.Code{Name: "against", Doc: "currency of the price: RUB, or CNY, the seller's own", From: []pipeline.Column{RateCurrency}}
	VolatilityPeriod    = &pipeline.Code{Name: "period", Doc: "month YYYY-MM, half-year YYYY-H1 or YYYY-H2, or ALL; a rate belongs to the day on which it was set, the one before it came into force", From: []pipeline.Column{InForceFrom}}
	DefinitionCode      = &pipeline.Code{Name: "definition_code", Doc: "mean_month_range (max/min - 1 of a month, mean over months), sd_sqrt21 (sd of daily log returns x sqrt 21), sd_sqrt_days (a: of a month, x sqrt of its trading days, mean), mean_abs_month (b: mean size of monthly log returns), sd_month (c: their sd) (C23)", From: []pipeline.Column{InForceFrom}}
	VolatilityValue     = &pipeline.Share{Name: "value", Doc: "volatility; null = not enough rates", Unit: "fraction of the price", From: []pipeline.Column{Value, Nominal}}
	VolatilityDays      = &pipeline.Int{Name: "days", Doc: "rates set in the period that the value is made of", Unit: "days", From: []pipeline.Column{InForceFrom}}
	ClaimedVolatility   = &pipeline.Share{Name: "claimed_value", Doc: "published mean monthly volatility of 2024H1, definition not stated: a claim (B30); null = none for the pair", Unit: "fraction of the price", From: []pipeline.Column{ClaimValue}}
	VolatilityState     = &pipeline.Code{Name: "state_code", Doc: "ok, missing_days (a working day of the period set no rate), calendar_unknown (nobody knows whether one did), too_few (no value)", From: []pipeline.Column{InForceFrom, CalendarDate}}
	MissingDays         = &pipeline.Int{Name: "missing_days", Doc: "RU working days of the period on which no rate is known to have been set; null = a year without a calendar", Unit: "business days", From: []pipeline.Column{InForceFrom, CalendarDate}}
	VolatilityMonths    = &pipeline.Int{Name: "months", Doc: "months that the value is made of; those that the rates begin or end in are left out of longer periods", Unit: "months", From: []pipeline.Column{InForceFrom}}
	IsDefaultDefinition = &pipeline.Flag{Name: "is_default", Doc: "the definition that the policy pack names (volatility_definition)", From: []pipeline.Column{PolicyValue}}
)

// Volatility is the mart of how much currencies move.
var Volatility = &pipeline.Dataset{
	Name: "volatility", Doc: "Volatility of official rates against RUB and CNY by definition, beside the published figures (B30, C23).",
	Grain: "one row per currency, currency of the price, period and definition", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		VolatileCurrency, VolatileAgainst, VolatilityPeriod, DefinitionCode, VolatilityValue, VolatilityDays, ClaimedVolatility,
		VolatilityState, MissingDays, VolatilityMonths, IsDefaultDefinition, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{VolatileCurrency, VolatileAgainst, VolatilityPeriod, DefinitionCode},
}
