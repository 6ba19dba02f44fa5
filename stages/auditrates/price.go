package auditrates

import (
	"ozpayout/pipeline"
	"ozpayout/stages/internal/fxrate"
)

// A price is num/den units of one currency for one unit of another; den is 0 where
// there is none.
type price struct{ num, den int64 }

func (p price) isKnown() bool { return p.den > 0 }

// scale is that of the columns in which rates and deviations are written.
const scale = pipeline.RateScale

// decimal returns a rate with ten decimals as a price. Those that it does not use
// are taken off: shorter fractions are compared in 64 bits.
func decimal(rate int64) price {
	p := price{rate, scale}
	for p.num%10 == 0 && p.den > 1 {
		p.num /= 10
		p.den /= 10
	}
	return p
}

// scaled returns a price with ten decimals; ok is false for one that is not known
// or does not fit.
func (p price) scaled() (value int64, ok bool) {
	if !p.isKnown() {
		return 0, false
	}
	return quotient(p.num, scale, p.den)
}

// quotient returns num*factor/den, rounded half away from zero; ok is false if it
// has more than the 18 digits of the column. factor and den are above zero.
func quotient(num, factor, den int64) (value int64, ok bool) {
	return inColumn(fxrate.Scale(num, uint64(factor), uint64(den)))
}

// maxDecimal is the largest value of a DECIMAL(18,10) column.
const maxDecimal int64 = 1e18 - 1

// inColumn passes a number on if it fits its column.
func inColumn(value int64, fits bool) (_ int64, ok bool) {
	if !fits || value < -maxDecimal || value > maxDecimal {
		return 0, false
	}
	return value, true
}

func magnitude(n int64) int64 { return max(n, -n) }
