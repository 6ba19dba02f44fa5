package stat_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/stages/internal/stat"
)

// TestLinearisedAgreesWithBootstrap: beyond MostResampled the linearised interval
// is the one that resampling would give.
func TestLinearisedAgreesWithBootstrap(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	clusters := make([]stat.Cluster, stat.MostResampled+1)
	for i := range clusters {
		lines := 1 + random.IntN(5)
		late := random.IntN(lines + 1)
		clusters[i] = stat.Cluster{Numerators: []float64{float64(late), float64(lines - late)}, Denominator: float64(lines)}
	}
	got := sumsOf(clusters).Intervals(stat.Confidence)
	want := stat.ClusterBootstrap(clusters, 4000, stat.Confidence, 7)
	for i := range want {
		if got[i].Ratio != want[i].Ratio {
			t.Errorf("ratio %d: %v, want %v", i, got[i].Ratio, want[i].Ratio)
		}
		width := want[i].High - want[i].Low
		if math.Abs(got[i].Low-want[i].Low) > width/15 || math.Abs(got[i].High-want[i].High) > width/15 {
			t.Errorf("interval %d: %v, resampled %v", i, got[i].Interval, want[i].Interval)
		}
	}
}

// The standard error is that of a regression on a constant with errors clustered by
// batch, computed with statsmodels 0.15.0 (OLS, cov_type cluster): 32 of 44 lines in
// six batches. Independent lines would have the variance p(1-p)/n.
func TestOracleDesignEffect(t *testing.T) {
	sums := stat.NewClusterSums(1)
	for _, batch := range [][2]int64{{10, 10}, {8, 4}, {5, 5}, {7, 0}, {10, 9}, {4, 4}} {
		sums.Add(batch[0])
		sums.AddNumerator(0, batch[1], batch[0])
	}
	got := sums.Intervals(stat.Confidence)[0]
	equal(t, "rate", got.Ratio, new(32.0/44), 1e-15)
	equal(t, "standard error", got.StandardError, new(0.1626756168825547), 1e-12)
	equal(t, "design effect", got.DesignEffect(44), new(5.870454545454557), 1e-12)
	for _, none := range []stat.Resampled{stat.Unknown, {Ratio: 0}, {Ratio: 1}} {
		if effect := none.DesignEffect(44); !math.IsNaN(effect) {
			t.Errorf("%+v has the design effect %v", none, effect)
		}
	}
}

// sumsOf adds clusters up whole.
func sumsOf(clusters []stat.Cluster) *stat.ClusterSums {
	sums := stat.NewClusterSums(len(clusters[0].Numerators))
	for _, c := range clusters {
		sums.Add(int64(c.Denominator))
		for i, numerator := range c.Numerators {
			sums.AddNumerator(i, int64(numerator), int64(c.Denominator))
		}
	}
	return sums
}

// Clusters may be divided among sums, and zeros left out.
func TestClusterSumsMerge(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		value := rapid.OneOf(rapid.Int64Range(0, 3), rapid.Int64Range(0, 1<<50))
		whole, parts := stat.NewClusterSums(2), []*stat.ClusterSums{stat.NewClusterSums(2), stat.NewClusterSums(2), stat.NewClusterSums(2)}
		shares := stat.NewClusterSums(2) // both numerators together are the denominator
		clusters := make([]stat.Cluster, stat.MostResampled+1)
		for i := range clusters {
			part := parts[i%3]
			x, y := int64(i%5), int64(0)
			if i < 10 {
				x, y = value.Draw(r, "x"), value.Draw(r, "y")
			}
			clusters[i] = stat.Cluster{Numerators: []float64{float64(x), float64(y)}, Denominator: float64(x + y)}
			shares.AddClusters(1)
			shares.AddShare(0, x, x+y)
			shares.AddShare(1, y, x+y)
			part.Add(x + y)
			part.AddNumerator(0, x, x+y)
			if y != 0 {
				part.AddNumerator(1, y, x+y)
			}
		}
		for _, part := range parts {
			whole.Merge(part)
		}
		want := sumsOf(clusters).Intervals(stat.Confidence)
		if diff := cmp.Diff(want, whole.Intervals(stat.Confidence)); diff != "" || whole.Clusters() != len(clusters) {
			r.Fatalf("%d clusters (-together +merged):\n%s", whole.Clusters(), diff)
		}
		if diff := cmp.Diff(want, shares.Intervals(stat.Confidence)); diff != "" || shares.Clusters() != len(clusters) {
			r.Fatalf("%d clusters (-together +by share):\n%s", shares.Clusters(), diff)
		}
	})
}
