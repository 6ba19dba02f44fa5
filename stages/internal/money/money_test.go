package money

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestAddAgreesWithBigNumbers(t *testing.T) {
	amounts := rapid.OneOf(rapid.Int64(), rapid.SampledFrom([]int64{math.MinInt64, -1, 0, 1, math.MaxInt64}))
	rapid.Check(t, func(t *rapid.T) {
		a, b := amounts.Draw(t, "a"), amounts.Draw(t, "b")
		want := new(big.Int).Add(big.NewInt(a), big.NewInt(b))
		sum, fits := Add(a, b)
		if fits != want.IsInt64() || fits && sum != want.Int64() {
			t.Fatalf("Add(%d, %d) = %d, %v; want %v", a, b, sum, fits, want)
		}
	})
}
