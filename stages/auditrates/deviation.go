package auditrates

import (
	"cmp"
	"math/big"
	"math/bits"

	"ozpayout/stages/internal/fxrate"
)

// A deviation is implied/official - 1 as an exact fraction.
type deviation struct {
	num, den int64    // den > 0, where both have 63 bits
	wide     *big.Rat // elsewhere
	bp       int64    // basis points with ten decimals
	fits     bool     // they fit their column
}

// bpPerUnit is the number of basis points in 1.
const bpPerUnit = 10_000

// deviate returns how far a known price is from the official one.
func deviate(implied, official price) deviation {
	of, isSmallOf := product(implied.num, official.den)
	den, isSmallDen := product(official.num, implied.den)
	if !isSmallOf || !isSmallDen {
		return deviateExactly(implied, official)
	}
	d := deviation{num: of - den, den: den} // neither is negative
	d.bp, d.fits = quotient(d.num, bpPerUnit*scale, den)
	return d
}

// product returns the product of two numbers that are not negative; ok is false if
// it has more than 63 bits.
func product(a, b int64) (_ int64, ok bool) {
	high, low := bits.Mul64(uint64(a), uint64(b))
	return int64(low), high == 0 && low < 1<<63
}

// deviateExactly is [deviate] for prices of any size.
func deviateExactly(implied, official price) deviation {
	d := new(big.Rat).SetFrac(
		new(big.Int).Mul(big.NewInt(implied.num), big.NewInt(official.den)),
		new(big.Int).Mul(big.NewInt(implied.den), big.NewInt(official.num)))
	d.Sub(d, big.NewRat(1, 1))
	bp, fits := rounded(new(big.Rat).Mul(d, big.NewRat(bpPerUnit*scale, 1)))
	return deviation{wide: d, bp: bp, fits: fits}
}

// rounded returns a number rounded half away from zero; ok is false if it has more
// than the 18 digits of the column.
func rounded(exact *big.Rat) (value int64, ok bool) { return inColumn(fxrate.Round(exact)) }

// exact returns the deviation as a fraction of any size.
func (d *deviation) exact() *big.Rat {
	if d.wide != nil {
		return d.wide
	}
	return big.NewRat(d.num, d.den)
}

// isWithin reports whether the size of the deviation is at most that many basis
// points. Nothing is rounded: ten decimals decide only where they are not those of
// the limit.
func (d *deviation) isWithin(bp int) bool {
	if d.fits && magnitude(d.bp) != int64(bp)*scale {
		return magnitude(d.bp) < int64(bp)*scale
	}
	return new(big.Rat).Abs(d.exact()).Cmp(big.NewRat(int64(bp), bpPerUnit)) <= 0
}

// compareSize compares the sizes of two deviations, exactly.
func (d *deviation) compareSize(other *deviation) int {
	if d.wide != nil || other.wide != nil {
		return new(big.Rat).Abs(d.exact()).Cmp(new(big.Rat).Abs(other.exact()))
	}
	high, low := bits.Mul64(uint64(magnitude(d.num)), uint64(other.den))
	otherHigh, otherLow := bits.Mul64(uint64(magnitude(other.num)), uint64(d.den))
	return cmp.Or(cmp.Compare(high, otherHigh), cmp.Compare(low, otherLow))
}

// size returns the deviation in basis points without its sign, for statistics: the
// nearest float64.
func (d *deviation) size() float64 {
	const whole = 1 << 53 // up to here every whole number is a float64, and one division rounds once
	if d.wide == nil && d.den <= whole && magnitude(d.num) <= whole/bpPerUnit {
		return float64(magnitude(d.num)*bpPerUnit) / float64(d.den)
	}
	bp := new(big.Rat).Mul(d.exact(), big.NewRat(bpPerUnit, 1))
	size, _ := bp.Abs(bp).Float64()
	return size
}
