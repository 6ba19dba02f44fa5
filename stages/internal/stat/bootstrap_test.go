package stat_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"ozpayout/stages/internal/stat"
)

// A ratio with denominators of 1 is a mean. Efron & Tibshirani 1993, mouse
// data, treatment: the ideal bootstrap standard error of the mean is
// 23.3635234373 (23.36 in the book).
func TestOracleBootstrapMouse(t *testing.T) {
	var clusters []stat.Cluster
	for _, days := range []float64{94, 197, 16, 38, 99, 141, 23} {
		clusters = append(clusters, stat.Cluster{Numerators: []float64{days}, Denominator: 1})
	}
	got := stat.ClusterBootstrap(clusters, 50_000, 0.95, 7)[0]
	if !near(got.Ratio, 608.0/7, 1e-12) || !near(got.StandardError, 23.3635234373, 0.3) {
		t.Errorf("mean %v, standard error %v; want 86.857, 23.36", got.Ratio, got.StandardError)
	}
}

// All 4^4 equally likely samples of four clusters give the exact distribution.
func TestBootstrapAgreesWithAllSamples(t *testing.T) {
	clusters := []stat.Cluster{
		{[]float64{3, 1}, 10}, {[]float64{0, 2}, 5}, {[]float64{9, 0}, 20}, {[]float64{4, 4}, 8},
	}
	got := stat.ClusterBootstrap(clusters, 20_000, 0.95, 3)
	for column := range 2 {
		var exact []float64
		mean := 0.0
		for sample := range 256 {
			numerator, denominator := 0.0, 0.0
			for _, cluster := range []int{sample % 4, sample / 4 % 4, sample / 16 % 4, sample / 64} {
				numerator += clusters[cluster].Numerators[column]
				denominator += clusters[cluster].Denominator
			}
			exact = append(exact, numerator/denominator)
			mean += numerator / denominator / 256
		}
		variance := 0.0
		for _, ratio := range exact {
			variance += (ratio - mean) * (ratio - mean) / 256
		}
		if want := math.Sqrt(variance); !near(got[column].StandardError, want, 0.02*want) {
			t.Errorf("column %d: standard error %v, want %v", column, got[column].StandardError, want)
		}
		slices.Sort(exact)
		below := func(limit float64) (p float64) {
			for _, ratio := range exact {
				if ratio < limit-1e-12 {
					p += 1.0 / 256
				}
			}
			return p
		}
		for end, tail := range map[float64]float64{got[column].Low: 0.025, got[column].High: 0.975} {
			if below(end) > tail+0.005 || below(end+1e-9) < tail-0.005 {
				t.Errorf("column %d: %v is at %v of the exact distribution, want %v", column, end, below(end), tail)
			}
		}
	}
}

func TestBootstrapDependsOnClustersAndSeedOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		clusters := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) stat.Cluster {
			lines := rapid.IntRange(1, 9).Draw(t, "lines")
			late := rapid.IntRange(0, lines).Draw(t, "late")
			return stat.Cluster{Numerators: []float64{float64(late), float64(lines - late)}, Denominator: float64(lines)}
		}), 2, 12).Draw(t, "clusters")
		seed := rapid.Uint64().Draw(t, "seed")
		got := stat.ClusterBootstrap(clusters, 200, 0.95, seed)
		again := stat.ClusterBootstrap(rapid.Permutation(clusters).Draw(t, "order"), 200, 0.95, seed)
		if diff := cmp.Diff(got, again); diff != "" {
			t.Fatalf("order of the clusters matters:\n%s", diff)
		}
		if !near(got[0].Low, 1-got[1].High, 1e-12) || !near(got[0].Ratio+got[1].Ratio, 1, 1e-12) {
			t.Fatalf("late %+v and in time %+v do not mirror each other", got[0], got[1])
		}
		if got[0].Low > got[0].High || got[0].Low < 0 || got[0].High > 1 {
			t.Fatalf("interval %+v", got[0].Interval)
		}
	})
}

func TestBootstrapWithoutAnswer(t *testing.T) {
	if got := stat.ClusterBootstrap(nil, 100, 0.95, 1); got != nil {
		t.Errorf("no clusters: %v", got)
	}
	nan := math.NaN()
	for _, test := range []struct {
		name     string
		clusters []stat.Cluster
		ratio    float64
	}{
		{"one cluster", []stat.Cluster{{[]float64{1}, 2}}, 0.5},
		{"no denominators", []stat.Cluster{{[]float64{1}, 0}, {[]float64{2}, 0}}, nan},
	} {
		want := []stat.Resampled{{Ratio: test.ratio, StandardError: nan, Interval: stat.Interval{Low: nan, High: nan}}}
		if diff := cmp.Diff(want, stat.ClusterBootstrap(test.clusters, 100, 0.95, 1), cmpopts.EquateNaNs()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestSeedOf(t *testing.T) {
	// A changed seed would change published intervals of old months.
	if got := stat.SeedOf(1, "104233 2024-06"); got != 12708059057801843951 {
		t.Errorf("the seed of a group changed: %d", got)
	}
	if stat.SeedOf(1, "104233 2024-06") == stat.SeedOf(1, "104233 2024-07") || stat.SeedOf(1, "a") == stat.SeedOf(2, "a") {
		t.Error("two groups or two runs share a seed")
	}
}

// Sets share their replicates and nothing else: each has the ratios that it has
// alone, and a set beside itself has the intervals, too.
func TestJointBootstrapSharesReplicates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 12).Draw(t, "clusters")
		draw := func() (set []stat.Cluster) {
			for range n {
				x, y := rapid.Int64Range(0, 9).Draw(t, "x"), rapid.Int64Range(0, 9).Draw(t, "y")
				set = append(set, stat.Cluster{Numerators: []float64{float64(x), float64(y)}, Denominator: float64(x + y)})
			}
			return set
		}
		first, second := draw(), draw()
		seed := rapid.Uint64().Draw(t, "seed")
		got := stat.JointBootstrap([][]stat.Cluster{first, second, first}, 200, 0.95, seed)
		if diff := cmp.Diff(got[0], got[2], cmpopts.EquateNaNs()); diff != "" {
			t.Fatalf("the same set twice:\n%s", diff)
		}
		for s, set := range [][]stat.Cluster{first, second} {
			for i, alone := range stat.ClusterBootstrap(set, 200, 0.95, seed) {
				if got[s][i].Ratio != alone.Ratio && !math.IsNaN(alone.Ratio) {
					t.Fatalf("set %d, ratio %d: %v, alone %v", s, i, got[s][i].Ratio, alone.Ratio)
				}
			}
		}
		double := stat.JointBootstrap([][]stat.Cluster{first, first}, 200, 0.95, seed)
		if diff := cmp.Diff(stat.ClusterBootstrap(first, 200, 0.95, seed), double[1], cmpopts.EquateNaNs()); diff != "" {
			t.Fatalf("a set beside itself (-alone +beside):\n%s", diff)
		}
		// Numbers that are there already are not resampled again, wherever they stand.
		var turned []stat.Cluster
		for _, c := range first {
			turned = append(turned, stat.Cluster{Numerators: []float64{c.Numerators[1], c.Denominator, c.Numerators[0]}, Denominator: c.Denominator})
		}
		joint := stat.JointBootstrap([][]stat.Cluster{first, turned}, 200, 0.95, seed)
		if diff := cmp.Diff(double[0], []stat.Resampled{joint[1][2], joint[1][0]}, cmpopts.EquateNaNs()); diff != "" {
			t.Fatalf("the ratios of a set in another order (-set +turned):\n%s", diff)
		}
	})
}
