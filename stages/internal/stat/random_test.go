package stat

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// The numbers in bulk are those of the library, one by one.
func TestStreamAgreesWithLibrary(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		seed := rapid.Uint64().Draw(r, "seed")
		bulk, single := newStream(seed), rand.New(rand.NewPCG(seed, 0))
		for range rapid.IntRange(1, 5).Draw(r, "fills") {
			n := rapid.OneOf(rapid.IntRange(1, 70), rapid.IntRange(1, 1<<31)).Draw(r, "n")
			indices := make([]uint32, rapid.IntRange(0, 40).Draw(r, "indices"))
			bulk.below(n, indices)
			for i, got := range indices {
				if want := single.IntN(n); int(got) != want {
					r.Fatalf("index %d below %d: %d, want %d", i, n, got, want)
				}
			}
			numbers := make([]uint64, rapid.IntRange(0, 40).Draw(r, "numbers"))
			bulk.fractions(numbers)
			for i, got := range numbers {
				if want := single.Float64(); float64(got)/(1<<53) != want {
					r.Fatalf("fraction %d: %v, want %v", i, float64(got)/(1<<53), want)
				}
			}
		}
	})
}
