package stat

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestA35DifferenceBootstrap(t *testing.T) {
	pair := func(a, aOf, b, bOf float64) PairedCluster {
		return PairedCluster{Fraction{a, aOf}, Fraction{b, bOf}}
	}
	constant := []PairedCluster{pair(4, 1000, 75, 10_000), pair(8, 2000, 15, 2000), pair(40, 10_000, 0, 0), pair(0, 0, 30, 4000)}
	got := DifferenceBootstrap(constant, 500, .95, 1)
	for name, v := range map[string]float64{"difference": got.Ratio, "low": got.Low, "high": got.High} {
		if math.Abs(v-.0035) > 1e-15 {
			t.Errorf("%s of a constant gap is %v, want 0.0035", name, v)
		}
	}
	if got := DifferenceBootstrap(constant[:1], 500, .95, 1); math.Abs(got.Ratio-.0035) > 1e-15 || !math.IsNaN(got.Low) {
		t.Errorf("one cluster: %+v, want a difference and no interval", got)
	}
	if got := DifferenceBootstrap(nil, 500, .95, 1); !math.IsNaN(got.Ratio) {
		t.Errorf("no clusters: %+v", got)
	}
	if got := DifferenceBootstrap(constant[2:3], 500, .95, 1); !math.IsNaN(got.Ratio) {
		t.Errorf("a ratio of nothing: %+v", got)
	}
}

// With one denominator for all it is the cluster bootstrap of the difference of
// the numerators, in whatever order the clusters come.
func TestDifferenceBootstrapAgreesWithOneDenominator(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var pairs []PairedCluster
		var single []Cluster
		// The number of the cluster comes first in both: they are drawn alike.
		for i := range rapid.IntRange(2, 12).Draw(t, "clusters") {
			b := float64(rapid.IntRange(0, 50).Draw(t, "b"))
			pairs = append(pairs, PairedCluster{Fraction{float64(i), 64}, Fraction{b, 64}})
			single = append(single, Cluster{Numerators: []float64{float64(i), b - float64(i)}, Denominator: 64})
		}
		seed := rapid.Uint64().Draw(t, "seed")
		want := ClusterBootstrap(single, 200, .95, seed)[1]
		got := DifferenceBootstrap(rapid.Permutation(pairs).Draw(t, "order"), 200, .95, seed)
		for name, v := range map[string][2]float64{
			"difference": {want.Ratio, got.Ratio}, "standard error": {want.StandardError, got.StandardError}, "low": {want.Low, got.Low}, "high": {want.High, got.High},
		} {
			if math.Abs(v[0]-v[1]) > 1e-12 {
				t.Fatalf("%s %v, want %v", name, v[1], v[0])
			}
		}
	})
}
