package pipeline

import (
	"math"
	"math/bits"
)

// A step divides numbers, such as microseconds of which all are whole seconds. Numbers
// that it divides cost a multiplication: by the inverse of its odd part modulo 2^64.
type step struct {
	size    uint64
	zeros   int // lowest bits of the size that are 0
	inverse uint64
	most    uint64 // times that the size goes into 64 bits
}

// oneStep divides all numbers.
var oneStep = newStep(1)

// newStep returns the step of a size, which is not 0.
func newStep(size uint64) step {
	zeros := bits.TrailingZeros64(size)
	odd := size >> zeros
	inverse := odd // in the lowest three bits; each round doubles them
	for range 5 {
		inverse *= 2 - odd*inverse
	}
	return step{size, zeros, inverse, math.MaxUint64 / size}
}

// quotient divides a number that the step divides.
func (s *step) quotient(n uint64) uint64 { return bits.RotateLeft64(n*s.inverse, -s.zeros) }

// divides reports whether a number is a multiple of the step: only of those the
// quotient is small enough.
func (s *step) divides(n uint64) bool { return s.quotient(n) <= s.most }

// with returns the greatest step that divides both this one and a number.
func (s *step) with(n uint64) step {
	a, b := s.size, n
	for b != 0 {
		a, b = b, a%b
	}
	return newStep(a)
}
