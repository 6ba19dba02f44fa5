package reports

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
)

// ratesUsed shows the official rates by which payout lines were converted: those
// of the settlement days, in the currencies of lines and targets (D47).
var ratesUsed = &sheet{
	Key: "rates_used", Dataset: datasets.FXRates, Frozen: 2, Keep: keepUsedRates,
	Columns: []column{
		{Of: datasets.RateCurrency},
		{Of: datasets.RateOn},
		{Of: datasets.Value},
		{Of: datasets.Nominal},
		{Of: datasets.RateRUB},
		{Of: datasets.InForceFrom},
		{Of: datasets.SetOn},
		{Of: datasets.IsCarried},
		{Of: datasets.RateFile},
	},
}

func keepUsedRates(rec arrow.Record, f *facts) func(row int) bool {
	currency, on := codesOf(datasets.RateCurrency.In(rec)), datasets.RateOn.In(rec)
	return func(row int) bool {
		c := currency(row)
		return f.settledDays[on.Value(row)] && (c == "CNY" || c == "USD" || f.byCurrency[c] != nil)
	}
}
