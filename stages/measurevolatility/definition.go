package measurevolatility

import (
	"math"
	"slices"

	moments "gonum.org/v1/gonum/stat"
)

// A definition of volatility: what is computed of the months of a period. NaN is
// too few rates.
type definition struct {
	code  string
	value func([]month) float64
}

// definitions are those of the rule book (C23) in the order in which they are
// listed there.
var definitions = []definition{
	{"mean_month_range", func(months []month) float64 { return meanOf(months, month.spread) }},
	{"sd_sqrt21", func(months []month) float64 { return math.Sqrt(tradingDays) * deviation(returnsOf(months)) }},
	{"sd_sqrt_days", func(months []month) float64 { return meanOf(months, month.scaledDeviation) }},
	{"mean_abs_month", func(months []month) float64 {
		return meanOf(months, func(m month) float64 { return math.Abs(m.change) })
	}},
	{"sd_month", func(months []month) float64 { return deviation(changesOf(months)) }},
}

// tradingDays is the conventional length of a month in trading days.
const tradingDays = 21

// spread is max/min - 1 of the prices of the month.
func (m month) spread() float64 {
	if len(m.prices) < 2 {
		return math.NaN()
	}
	return slices.Max(m.prices)/slices.Min(m.prices) - 1
}

// scaledDeviation is the standard deviation of the daily log returns times the
// square root of the trading days of the month.
func (m month) scaledDeviation() float64 {
	return math.Sqrt(float64(len(m.prices))) * deviation(m.returns)
}

// meanOf returns the mean over the months for which a value is known.
func meanOf(months []month, of func(month) float64) float64 {
	sum, n := 0.0, 0
	for _, m := range months {
		if value := of(m); !math.IsNaN(value) {
			sum += value
			n++
		}
	}
	return sum / float64(n) // NaN for none
}

func returnsOf(months []month) (returns []float64) {
	for _, m := range months {
		returns = append(returns, m.returns...)
	}
	return returns
}

func changesOf(months []month) (changes []float64) {
	for _, m := range months {
		if !math.IsNaN(m.change) {
			changes = append(changes, m.change)
		}
	}
	return changes
}

// deviation returns the standard deviation of a sample, NaN for fewer than two
// values.
func deviation(sample []float64) float64 {
	if len(sample) < 2 {
		return math.NaN()
	}
	return moments.StdDev(sample, nil)
}
