package stat

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A partial sort gives the quantiles of a whole one, to the last digit.
func TestQuantileOfAgreesWithSorting(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		values := rapid.SliceOfN(rapid.SampledFrom([]float64{0, 0.25, 0.5, 1, 3, 7, 1e9}), 1, 60).Draw(r, "few values")
		values = append(values, rapid.SliceOfN(rapid.Float64Range(-5, 5), 0, 60).Draw(r, "many values")...)
		p := rapid.Float64Range(0, 1).Draw(r, "p")
		sorted := slices.Sorted(slices.Values(values))
		if got, want := quantileOf(values, p), Quantile(sorted, p); got != want {
			r.Fatalf("quantile %v: %v, want %v", p, got, want)
		}
		if !slices.Equal(slices.Sorted(slices.Values(values)), sorted) {
			r.Fatal("a value was lost")
		}
	})
}

// Parts have the median that they have in one piece.
func TestMedianAgreesWithSorting(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		value := rapid.OneOf(rapid.SampledFrom([]float64{0, 0.25, 1, 3, 1e9}), rapid.Float64Range(0, 5))
		parts := rapid.SliceOfN(rapid.SliceOfN(value, 0, 20), 0, 4).Draw(r, "parts")
		sorted := slices.Sorted(slices.Values(slices.Concat(parts...)))
		got, want := Median(parts...), Quantile(sorted, 0.5)
		if got != want && !(math.IsNaN(got) && len(sorted) == 0) {
			r.Fatalf("median %v, want %v", got, want)
		}
	})
}

// The ratios of 2000 replicates, of which few are alike.
func BenchmarkQuantileOf(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	ratios, values := make([]float64, 2000), make([]float64, 2000)
	for i := range ratios {
		ratios[i] = float64(20+random.IntN(30)) / float64(100+random.IntN(40))
	}
	for b.Loop() {
		copy(values, ratios)
		quantileOf(values, 0.025)
		quantileOf(values, 0.975)
	}
	b.ReportMetric(2000*float64(b.N)/b.Elapsed().Seconds(), "values/s")
}
