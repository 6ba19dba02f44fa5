// Package ratio keeps rates as pairs of whole numbers, so that no rounding decides
// whether a threshold is passed (B11, methods.md section 12).
package ratio

import (
	"cmp"
	"math"
	"math/big"
	"math/bits"

	"ozpayout/pipeline"
)

// A Ratio is an exact rate that is not negative. The zero Ratio is unknown.
type Ratio struct{ Numerator, Denominator int64 }

// percentScale is 100 % in a column of type Rate.
const percentScale = 100 * pipeline.RateScale

// OfPercent returns the ratio of a percentage in a column of type Rate, which has
// ten decimals.
func OfPercent(scaled int64) Ratio { return Ratio{scaled, percentScale} }

// IsKnown reports whether the rate is one: numerator not negative, denominator
// positive.
func (r Ratio) IsKnown() bool { return r.Denominator > 0 && r.Numerator >= 0 }

// Float returns the rate as a number; NaN for an unknown one.
func (r Ratio) Float() float64 {
	if !r.IsKnown() {
		return math.NaN()
	}
	return float64(r.Numerator) / float64(r.Denominator)
}

// Rat returns a known rate as a rational number.
func (r Ratio) Rat() *big.Rat { return big.NewRat(r.Numerator, r.Denominator) }

// Compare returns the sign of r - other for two known rates, by exact
// cross-multiplication in 128 bits.
func (r Ratio) Compare(other Ratio) int {
	high, low := bits.Mul64(uint64(r.Numerator), uint64(other.Denominator))
	otherHigh, otherLow := bits.Mul64(uint64(other.Numerator), uint64(r.Denominator))
	return cmp.Or(cmp.Compare(high, otherHigh), cmp.Compare(low, otherLow))
}

// IsRounded reports whether a percentage in a column of type Rate is a known rate,
// rounded to the decimals that the percentage shows: to the last that is not zero,
// and to no fewer than the given ones. Both ways of rounding a half are accepted.
func (r Ratio) IsRounded(percent int64, decimalsFrom int) bool {
	const decimals = 10 // of a Rate
	step := int64(1)    // of the last decimal shown
	for shown := decimals; shown > decimalsFrom && percent%(10*step) == 0; shown-- {
		step *= 10
	}
	distance := new(big.Rat).Sub(OfPercent(percent).Rat(), r.Rat())
	return distance.Abs(distance).Cmp(big.NewRat(step, 2*percentScale)) <= 0
}
