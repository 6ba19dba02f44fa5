package auditrates

import (
	"cmp"
	"math/big"
	"math/bits"
)

// A price is num/den units of one currency for one unit of another; den is 0 where
// there is none.
type price struct{ num, den int64 }

func (p price) isKnown() bool { return p.den > 0 }

// scale is 10^10: rates and deviations are written with ten decimals.
const scale = 10_000_000_000

// scaled returns a known price with ten decimals, nil if it does not fit.
func (p price) scaled() *int64 {
	high, low := bits.Mul64(uint64(magnitude(p.num)), scale)
	if high >= uint64(p.den) {
		return nil
	}
	quotient, remainder := bits.Div64(high, low, uint64(p.den))
	if remainder >= uint64(p.den)-remainder {
		quotient++
	}
	if quotient > uint64(maxDecimal) {
		return nil
	}
	value := int64(quotient)
	if p.num < 0 {
		value = -value
	}
	return &value
}

// A deviation is implied/official - 1 as an exact fraction.
type deviation struct {
	num, den *big.Int // den > 0
	bp       *int64   // basis points with ten decimals; nil if it does not fit
}

// deviate returns how far a price is from the official one.
func deviate(implied, official price) *deviation {
	den := product(official.num, implied.den)
	num := product(implied.num, official.den)
	num.Sub(num, den)
	return &deviation{num, den, rounded(new(big.Int).Mul(num, big.NewInt(bpPerUnit*scale)), den)}
}

// deviations are those that were asked for before: many payouts have one rate.
type deviations map[[2]price]*deviation

func (d deviations) of(implied, official price) *deviation {
	key := [2]price{implied, official}
	known := d[key]
	if known == nil {
		known = deviate(implied, official)
		d[key] = known
	}
	return known
}

// bpPerUnit is the number of basis points in 1.
const bpPerUnit = 10_000

// isWithin reports whether the size of the deviation is at most that many basis
// points. Nothing is rounded: ten decimals decide only where they are not those of
// the limit.
func (d *deviation) isWithin(bp int) bool {
	if d.bp != nil && magnitude(*d.bp) != int64(bp)*scale {
		return magnitude(*d.bp) < int64(bp)*scale
	}
	size := new(big.Int).Mul(d.num, big.NewInt(bpPerUnit))
	return size.CmpAbs(new(big.Int).Mul(d.den, big.NewInt(int64(bp)))) <= 0
}

// compareSize compares the sizes of two deviations, exactly.
func (d *deviation) compareSize(other *deviation) int {
	if d == other {
		return 0
	}
	if d.bp != nil && other.bp != nil {
		if c := cmp.Compare(magnitude(*d.bp), magnitude(*other.bp)); c != 0 {
			return c
		}
	}
	return new(big.Int).Mul(d.num, other.den).CmpAbs(new(big.Int).Mul(other.num, d.den))
}

func magnitude(n int64) int64 { return max(n, -n) }

func product(a, b int64) *big.Int { return new(big.Int).Mul(big.NewInt(a), big.NewInt(b)) }

// rounded returns num/den rounded half away from zero, nil if it has more than the
// 18 digits of the column. den is positive; num is not kept.
func rounded(num, den *big.Int) *int64 {
	isNegative := num.Sign() < 0
	double := num.Abs(num).Lsh(num, 1)
	quotient := double.Add(double, den)
	quotient.Quo(quotient, new(big.Int).Lsh(den, 1))
	if !quotient.IsInt64() || quotient.Int64() > maxDecimal {
		return nil
	}
	value := quotient.Int64()
	if isNegative {
		value = -value
	}
	return &value
}

// maxDecimal is the largest value of a DECIMAL(18,10) column.
const maxDecimal int64 = 1e18 - 1

// size returns the deviation in basis points without its sign, for statistics.
func (d *deviation) size() float64 {
	bp := new(big.Rat).SetFrac(new(big.Int).Mul(d.num, big.NewInt(bpPerUnit)), d.den)
	size, _ := bp.Abs(bp).Float64()
	return size
}
