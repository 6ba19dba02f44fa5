package fxrate

import (
	"math/big"

	"ozpayout/stages/internal/nullable"
)

// Cross returns the price of one unit of the first currency in units of the
// second as an exact fraction. ok is false when a rate is not usable.
func Cross(from, to Rate) (price *big.Rat, ok bool) {
	if !from.IsUsable() || !to.IsUsable() {
		return nil, false
	}
	return big.NewRat(from.Value*to.Nominal, from.Nominal*to.Value), true
}

// Round rounds an exact amount in minor units once, half away from zero. ok is
// false when the result does not fit.
func Round(exact *big.Rat) (minor int64, ok bool) {
	whole := nearest(exact)
	return whole.Int64(), whole.IsInt64()
}

// Rounded is [Round] to what a money column holds, nil for more than its 18 digits.
func Rounded(exact *big.Rat) *int64 { return nullable.Minor(nearest(exact)) }

// nearest rounds half away from zero.
func nearest(exact *big.Rat) *big.Int {
	// Half away from zero is the integer part of the magnitude plus a half.
	doubled := new(big.Int).Abs(exact.Num())
	doubled.Lsh(doubled, 1).Add(doubled, exact.Denom())
	doubled.Quo(doubled, new(big.Int).Lsh(exact.Denom(), 1))
	if exact.Sign() < 0 {
		doubled.Neg(doubled)
	}
	return doubled
}
