package valueexposures

import (
	"math"
	"math/big"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/fxrate"
	"ozpayout/stages/internal/nullable"
)

// A risk is the volatility of a currency against the yuan.
type risk struct {
	volatility *int64 // to ten decimals; nil = none
	state      string
}

type risks map[string]risk

const yuan = "CNY"

// readVolatility reads what the definition says of all months.
func readVolatility(t *pipeline.Task, definition string) (risks, error) {
	found := make(risks)
	for r, err := range nullable.Rows(t, datasets.Volatility) {
		if err != nil {
			return nil, err
		}
		isAsked := r.Code(datasets.VolatileAgainst) == yuan && r.Code(datasets.VolatilityPeriod) == datasets.All && r.Code(datasets.DefinitionCode) == definition
		value := r.Share(datasets.VolatilityValue)
		if !isAsked || math.IsNaN(value) {
			continue
		}
		scaled := int64(math.Round(value * scale))
		found[r.Code(datasets.VolatileCurrency)] = risk{&scaled, r.Code(datasets.VolatilityState)}
	}
	return found, nil
}

// of returns the risk of a currency. The yuan does not move against itself.
func (r risks) of(currency string) risk {
	if currency == yuan {
		return risk{new(int64), "ok"}
	}
	if found, ok := r[currency]; ok {
		return found
	}
	return risk{state: "no_volatility"}
}

// scale is that of the column of volatility, so that value at risk is exactly what the
// columns beside it give.
const scale = pipeline.RateScale

// atRisk returns amount times volatility, rounded once, half away from zero; nil
// without a volatility.
func (r risk) atRisk(amount *big.Int) *int64 {
	if r.volatility == nil {
		return nil
	}
	product := new(big.Int).Mul(amount, big.NewInt(*r.volatility))
	return fxrate.Rounded(new(big.Rat).SetFrac(product, big.NewInt(scale)))
}
