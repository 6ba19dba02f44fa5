package ratecompliance

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/internal/stat"
)

func TestCases(t *testing.T) { stagetest.Run(t, Stage) }

// The median of a histogram is that of its values one by one.
func TestB15MedianOfHistogram(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Int64Range(0, 9), 1, 30).Draw(t, "hours")
		l := lags{byHours: make(map[int64]int64)}
		sorted := make([]float64, len(values))
		for i, v := range values {
			l.byHours[v]++
			sorted[i] = float64(v)
		}
		slices.Sort(sorted)
		if got, want := l.median(), stat.Quantile(sorted, 0.5); got != want {
			t.Fatalf("median of %v is %v, want %v", values, got, want)
		}
	})
}
