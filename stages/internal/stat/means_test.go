package stat_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"ozpayout/stages/internal/stat"
)

// Efron & Tibshirani 1993, mouse data: the ideal bootstrap standard error of the
// mean of the treatment is 23.3635234373. That of a difference is the root of the
// sum of the squares of both.
func TestOracleMeansOfMice(t *testing.T) {
	treatment := []float64{94, 197, 16, 38, 99, 141, 23}
	control := []float64{52, 104, 146, 10, 51, 30, 40, 27, 46}
	got := stat.MeanInterval(treatment, 50_000, 0.95, 7)
	if !near(got.Ratio, 608.0/7, 1e-12) || !near(got.StandardError, 23.3635234373, 0.3) || !(got.Low < got.Ratio && got.Ratio < got.High) {
		t.Errorf("mean %+v; want 86.857, standard error 23.36", got)
	}
	other := stat.MeanInterval(control, 50_000, 0.95, 7)
	difference := stat.MeanDifference(treatment, control, 50_000, 0.95, 7)
	if want := math.Hypot(23.3635234373, other.StandardError); !near(difference.Ratio, 608.0/7-506.0/9, 1e-12) || !near(difference.StandardError, want, 0.4) {
		t.Errorf("difference %+v; want 30.635, standard error %v", difference, want)
	}
}

// Beyond MostResampled values the interval is the normal one; with as many values
// the bootstrap is close to it.
func TestManyValuesAreNotResampled(t *testing.T) {
	values := make([]float64, stat.MostResampled+1)
	for i := range values {
		values[i] = float64(i * i % 97)
	}
	normal, resampled := stat.MeanInterval(values, 4000, 0.95, 1), stat.MeanInterval(values[1:], 4000, 0.95, 1)
	if !near(normal.High-normal.Ratio, 1.959963984540054*normal.StandardError, 1e-9) || normal.High-normal.Ratio != normal.Ratio-normal.Low {
		t.Errorf("normal interval %+v", normal)
	}
	if !near(resampled.StandardError, normal.StandardError, 0.1*normal.StandardError) {
		t.Errorf("standard errors %v and %v", resampled.StandardError, normal.StandardError)
	}
}

func TestMeansWithoutValues(t *testing.T) {
	for name, got := range map[string]stat.Resampled{
		"no values":       stat.MeanInterval(nil, 100, 0.95, 1),
		"nothing less it": stat.MeanDifference([]float64{1, 2}, nil, 100, 0.95, 1),
		"it less nothing": stat.MeanDifference(nil, []float64{1, 2}, 100, 0.95, 1),
	} {
		if !math.IsNaN(got.Ratio) || !math.IsNaN(got.Low) || !math.IsNaN(got.StandardError) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := stat.MeanInterval([]float64{3}, 100, 0.95, 1); got.Ratio != 3 || !math.IsNaN(got.High) {
		t.Errorf("single value: %+v", got)
	}
}

func TestOrderOfValuesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.Float64Range(0, 1e6)
		a, b := rapid.SliceOfN(value, 1, 20).Draw(t, "a"), rapid.SliceOfN(value, 1, 20).Draw(t, "b")
		want := stat.MeanDifference(a, b, 50, 0.95, 5)
		got := stat.MeanDifference(rapid.Permutation(slices.Clone(a)).Draw(t, "a anew"), rapid.Permutation(slices.Clone(b)).Draw(t, "b anew"), 50, 0.95, 5)
		if got.Ratio != want.Ratio || !(got.Low == want.Low || math.IsNaN(want.Low)) {
			t.Fatalf("%+v, in another order %+v", want, got)
		}
	})
}
