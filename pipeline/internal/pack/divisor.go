package pack

import (
	"math"
	"math/bits"
)

// A divisor divides its multiples among the 64-bit numbers, and tells which these are, by
// a multiplication instead of a division.
//
// It is an odd number times a power of two. Multiples are divided by the odd number by
// multiplying with its inverse modulo 2^64, and by the power of two by a rotation. Of a
// number that is no multiple the same steps make one that is too large to be a quotient.
// Source: Henry S. Warren, Hacker's Delight, "Exact Division by Constants" and "Test for
// Zero Remainder after Division by a Constant".
type divisor struct {
	value   uint64
	zeros   int    // trailing zero bits of the value: its power of two
	inverse uint64 // of its odd factor, modulo 2^64
	most    uint64 // the greatest quotient: math.MaxUint64 / value
}

// one divides all numbers.
var one = newDivisor(1)

// newDivisor returns the divisor of a value, which is not 0.
func newDivisor(value uint64) divisor {
	zeros := bits.TrailingZeros64(value)
	odd := value >> zeros
	inverse := odd // right in its lowest three bits; each round of Newton's method doubles them
	for range 5 {
		inverse *= 2 - odd*inverse
	}
	return divisor{value, zeros, inverse, math.MaxUint64 / value}
}

// quotient divides a multiple of the divisor.
func (d *divisor) quotient(n uint64) uint64 { return bits.RotateLeft64(n*d.inverse, -d.zeros) }

// divides reports whether n is a multiple of the divisor.
func (d *divisor) divides(n uint64) bool { return d.quotient(n) <= d.most }

// gcd returns the greatest divisor of both d and n.
func (d *divisor) gcd(n uint64) divisor {
	a, b := d.value, n
	for b != 0 {
		a, b = b, a%b
	}
	return newDivisor(a)
}
