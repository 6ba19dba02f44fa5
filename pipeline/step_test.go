package pipeline

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// TestStepDividesAsDivision holds a step against the remainder, the quotient and the
// greatest common divisor.
func TestStepDividesAsDivision(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.OneOf(rapid.Uint64Min(1), rapid.Uint64Range(1, 100), rapid.Just[uint64](1e6)).Draw(t, "size")
		n := rapid.OneOf(rapid.Uint64(), rapid.Map(rapid.Uint64(), func(n uint64) uint64 { return n / size * size })).Draw(t, "number")
		s := newStep(size)
		if got, want := s.divides(n), n%size == 0; got != want {
			t.Fatalf("%d divides %d: %v, want %v", size, n, got, want)
		}
		if s.divides(n) && s.quotient(n) != n/size {
			t.Fatalf("%d / %d is %d, want %d", n, size, s.quotient(n), n/size)
		}
		want := new(big.Int).GCD(nil, nil, new(big.Int).SetUint64(size), new(big.Int).SetUint64(n)).Uint64()
		if got := s.with(n); got != newStep(want) {
			t.Fatalf("the step of %d and %d is %v, want %d", size, n, got, want)
		}
	})
}
