package reports

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
)

// volatility shows how much currencies moved, by half-year and over all, beside the
// published figures (B30, C23). The months are in the mart.
var volatility = &sheet{
	Key: "volatility", Dataset: datasets.Volatility, Frozen: 4, Keep: keepLongPeriods,
	Columns: []column{
		{Of: datasets.VolatileCurrency},
		{Of: datasets.VolatileAgainst},
		{Of: datasets.VolatilityPeriod, Codes: "whole"},
		{Of: datasets.DefinitionCode, Codes: "volatility_definition_code", Wide: true},
		{Of: datasets.IsDefaultDefinition},
		{Of: datasets.VolatilityValue},
		{Of: datasets.ClaimedVolatility},
		{Of: datasets.VolatilityDays},
		{Of: datasets.VolatilityMonths},
		{Of: datasets.MissingDays},
		{Of: datasets.VolatilityState, Codes: "volatility_state_code"},
		{Of: datasets.DecidedBy},
	},
}

func keepLongPeriods(rec arrow.Record, _ *facts) func(row int) bool {
	period := codesOf(datasets.VolatilityPeriod.In(rec))
	return func(row int) bool {
		p := period(row)
		return p == datasets.All || len(p) == len("2006-H1") && p[5] == 'H'
	}
}

// exposures shows the money that is on its way, and what a month's move of the rate
// may cost (B30). Sellers and ALL stand beside each other, so there is no total.
var exposures = &sheet{
	Key: "exposures", Dataset: datasets.Exposures, Frozen: 2,
	Columns: []column{
		{Of: datasets.SellerID, Codes: "whole"},
		{Of: datasets.ExposedCurrency},
		{Of: datasets.OpenAmount},
		{Of: datasets.OpenPayouts},
		{Of: datasets.UnknownPayouts},
		{Of: datasets.OldestSettledOn},
		{Of: datasets.WaitingMoneyDays},
		{Of: datasets.ExposedVolatility},
		{Of: datasets.ValueAtRisk},
		{Of: datasets.DefinitionCode, Codes: "volatility_definition_code"},
		{Of: datasets.VolatilityPeriod, Codes: "whole"},
		{Of: datasets.ExposureState, Codes: "exposure_state_code"},
		{Of: datasets.DecidedBy},
	},
}
