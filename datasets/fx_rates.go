package datasets

import "ozpayout/pipeline"

// Columns of fx_rates.
var (
	RateCurrency = &pipeline.Code{Name: "currency", Doc: "ISO 4217 letters; RUR of files is RUB", From: []pipeline.Column{CharCode, CBRID, CBRName}}
	RateOn       = &pipeline.Date{Name: "on", Doc: "calendar day", From: []pipeline.Column{InForceFrom}}
	RateRUB      = &pipeline.Rate{Name: "rate_rub", Doc: "roubles for one unit: value / nominal", Unit: "RUB per unit", From: []pipeline.Column{Value, Nominal}}
	SetOn        = &pipeline.Date{Name: "set_on", Doc: "RU working day before it came into force: the day it was set; null where the calendar does not say", From: []pipeline.Column{InForceFrom}}
	IsCarried    = &pipeline.Flag{Name: "is_carried", Doc: "no rate came into force on the day: the last one still holds (C22)", From: []pipeline.Column{InForceFrom}}
	RateFile     = &pipeline.Code{Name: "source_file", Doc: "file the rate is from", From: []pipeline.Column{pipeline.FromFile}}
)

// FXRates are the official rates by calendar day, from the first loaded to the
// last in force at the as-of date.
var FXRates = &pipeline.Dataset{
	Name: "fx_rates", Doc: "Bank of Russia rates in force by calendar day (B28, C21, C22, rates.md).",
	Grain: "one row per currency and calendar day", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{RateCurrency, RateOn, Value, Nominal, RateRUB, InForceFrom, SetOn, RateFile, IsCarried},
	Key:     []pipeline.Column{RateCurrency, RateOn},
}
