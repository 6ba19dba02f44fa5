package pack

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// TestDivisorDividesAsDivision holds a divisor against the remainder, the quotient and the
// greatest common divisor.
func TestDivisorDividesAsDivision(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(rapid.Uint64Min(1), rapid.Uint64Range(1, 100), rapid.Just[uint64](1e6)).Draw(t, "value")
		n := rapid.OneOf(rapid.Uint64(), rapid.Map(rapid.Uint64(), func(n uint64) uint64 { return n / value * value })).Draw(t, "number")
		d := newDivisor(value)
		if got, want := d.divides(n), n%value == 0; got != want {
			t.Fatalf("%d divides %d: %v, want %v", value, n, got, want)
		}
		if d.divides(n) && d.quotient(n) != n/value {
			t.Fatalf("%d / %d is %d, want %d", n, value, d.quotient(n), n/value)
		}
		want := new(big.Int).GCD(nil, nil, new(big.Int).SetUint64(value), new(big.Int).SetUint64(n)).Uint64()
		if got := d.gcd(n); got != newDivisor(want) {
			t.Fatalf("the greatest divisor of %d and %d is %v, want %d", value, n, got, want)
		}
	})
}
