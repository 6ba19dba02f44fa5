package stat_test

import (
	"math"
	"math/rand/v2"
	"testing"

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
	got, isLinearised := stat.ClusterIntervals(clusters, 2000, stat.Confidence, 1)
	want := stat.ClusterBootstrap(clusters, 4000, stat.Confidence, 7)
	if !isLinearised {
		t.Fatal("resampled")
	}
	for i := range want {
		if got[i].Ratio != want[i].Ratio {
			t.Errorf("ratio %d: %v, want %v", i, got[i].Ratio, want[i].Ratio)
		}
		width := want[i].High - want[i].Low
		if math.Abs(got[i].Low-want[i].Low) > width/15 || math.Abs(got[i].High-want[i].High) > width/15 {
			t.Errorf("interval %d: %v, resampled %v", i, got[i].Interval, want[i].Interval)
		}
	}
	few, isLinearised := stat.ClusterIntervals(clusters[:50], 2000, stat.Confidence, 3)
	if isLinearised || few[0] != stat.ClusterBootstrap(clusters[:50], 2000, stat.Confidence, 3)[0] {
		t.Error("few clusters are not resampled")
	}
}
