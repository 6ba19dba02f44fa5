package stat

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The indices in bulk are the digits of one larger index, made of the numbers of the
// library.
func TestIndicesAreDigits(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		seed := rapid.Uint64().Draw(r, "seed")
		bulk, numbers := newStream(seed), rand.NewPCG(seed, 0)
		for range rapid.IntRange(1, 5).Draw(r, "fills") {
			n := rapid.OneOf(rapid.IntRange(1, 400), rapid.IntRange(1, mostOfFour), rapid.IntRange(mostOfFour, 1<<32-1)).Draw(r, "n")
			indices := make([]uint32, rapid.IntRange(0, 40).Draw(r, "indices"))
			bulk.below(n, indices)
			digits := 4
			if n > mostOfFour {
				digits = 1
			}
			var want []uint32
			for len(want) < len(indices) {
				want = append(want, digitsOf(uniform(numbers, n, digits), n, digits)...)
			}
			if !slices.Equal(indices, want[:len(indices)]) {
				r.Fatalf("indices below %d: %v, want %v", n, indices, want)
			}
		}
	})
}

// uniform draws an index below n^digits as the high word of its product with a random
// number, of which the low word says whether it is fair (Lemire 2019).
func uniform(numbers *rand.PCG, n, digits int) *big.Int {
	word := new(big.Int).Lsh(big.NewInt(1), 64)
	bound := new(big.Int).Exp(big.NewInt(int64(n)), big.NewInt(int64(digits)), nil)
	unfair := new(big.Int).Mod(word, bound)
	for {
		product := new(big.Int).SetUint64(numbers.Uint64())
		index, rest := product.Mul(product, bound).DivMod(product, word, new(big.Int))
		if rest.Cmp(unfair) >= 0 {
			return index
		}
	}
}

// digitsOf returns the digits of an index, the greatest first.
func digitsOf(index *big.Int, base, digits int) []uint32 {
	list := make([]uint32, digits)
	for i := range digits {
		digit := new(big.Int)
		index, digit = new(big.Int).DivMod(index, big.NewInt(int64(base)), digit)
		list[digits-1-i] = uint32(digit.Uint64())
	}
	return list
}

func TestNoIndices(t *testing.T) { newStream(1).below(0, nil) }

// No index is likelier than another: chi-square of many draws, 5 standard deviations.
func TestIndicesAreEquallyLikely(t *testing.T) {
	for _, n := range []int{2, 3, 7, 331, mostOfFour - 1} {
		const expected = 100
		drawn, counts := make([]uint32, n), make([]float64, n)
		random := newStream(uint64(n))
		for range expected {
			random.below(n, drawn)
			for _, at := range drawn {
				counts[at]++
			}
		}
		square := 0.0
		for _, count := range counts {
			square += (count - expected) * (count - expected) / expected
		}
		if free := float64(n - 1); math.Abs(square-free) > 5*math.Sqrt(2*free) {
			t.Errorf("n %d: chi-square %v with %v degrees of freedom", n, square, free)
		}
	}
}

// The fractions in bulk are those of the library, one by one.
func TestFractionsAgreeWithLibrary(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		seed := rapid.Uint64().Draw(r, "seed")
		bulk, single := newStream(seed), rand.New(rand.NewPCG(seed, 0))
		for range rapid.IntRange(1, 5).Draw(r, "fills") {
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

func BenchmarkBelow(b *testing.B) {
	drawn := make([]uint32, 331)
	random := newStream(1)
	b.ReportAllocs()
	for b.Loop() {
		random.below(len(drawn), drawn)
	}
	b.ReportMetric(float64(len(drawn))*float64(b.N)/b.Elapsed().Seconds(), "indices/s")
}
