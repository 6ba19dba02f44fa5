package stat_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"ozpayout/stages/internal/stat"
)

// published shares of causes (rule B09) and the rest.
var published = []float64{0.41, 0.32, 0.19, 0.08}

var simulation = stat.Simulation{Draws: 20_000, Seed: 1}

// Mendel's peas: 0.470, 0.925 in textbooks; all digits from R 4.2.2.
func TestOracleChiSquareMendel(t *testing.T) {
	fit := stat.GoodnessOfFit([]int{315, 108, 101, 32}, []float64{9, 3, 3, 1}, simulation)
	if !near(fit.ChiSquare, 0.4700239808153, 1e-12) || !near(fit.P, 0.925425895104, 1e-11) {
		t.Errorf("chi-square %v, p %v", fit.ChiSquare, fit.P)
	}
	if fit.N != 556 || fit.DegreesFreedom != 3 || fit.IsSimulated {
		t.Errorf("fit %+v", fit)
	}
}

// 205/170/80/45 against 41/32/19/8 %, from R 4.2.2 (statistics page, section 5).
func TestOracleChiSquareAndPSIPublishedShares(t *testing.T) {
	fit := stat.GoodnessOfFit([]int{205, 170, 80, 45}, published, simulation)
	for _, number := range []struct {
		name                 string
		got, want, tolerance float64
	}{
		{"chi-square", fit.ChiSquare, 3.6184210526316, 1e-12},
		{"p", fit.P, 0.3057249596, 1e-10},
		{"PSI", fit.PSI, 0.00754583050069, 1e-13},
		{"residual 1", fit.Residuals[0], 0, 1e-13},
		{"residual 2", fit.Residuals[1], 0.9587062361, 1e-10},
		{"residual 3", fit.Residuals[2], -1.7099639201, 1e-10},
		{"residual 4", fit.Residuals[3], 0.8242255917, 1e-10},
	} {
		if !near(number.got, number.want, number.tolerance) {
			t.Errorf("%s = %.13f, want %.13f", number.name, number.got, number.want)
		}
	}
	if fit.IsSimulated {
		t.Error("p is simulated although all expected counts reach 5")
	}
}

// exactP sums the multinomial probabilities of all outcomes at least as far
// from the expected counts as the observed one.
func exactP(observed []int, shares []float64) float64 {
	n := 0
	for _, count := range observed {
		n += count
	}
	distance := func(counts []int) (sum float64) {
		for i, count := range counts {
			expected := float64(n) * shares[i]
			sum += (float64(count) - expected) * (float64(count) - expected) / expected
		}
		return sum
	}
	limit := distance(observed) - 1e-9
	counts := make([]int, len(shares))
	var visit func(cell, left int) float64
	visit = func(cell, left int) (p float64) {
		if cell < len(counts)-1 {
			for counts[cell] = 0; counts[cell] <= left; counts[cell]++ {
				p += visit(cell+1, left-counts[cell])
			}
			return p
		}
		counts[cell] = left
		if distance(counts) < limit {
			return 0
		}
		logP, _ := math.Lgamma(float64(n + 1))
		for i, count := range counts {
			logFactorial, _ := math.Lgamma(float64(count + 1))
			logP += float64(count)*math.Log(shares[i]) - logFactorial
		}
		return math.Exp(logP)
	}
	return min(1, visit(0, n))
}

func TestSimulatedPAgreesWithAllOutcomes(t *testing.T) {
	for _, observed := range [][]int{{4, 3, 2, 1}, {1, 3, 2, 4}, {9, 2, 0, 1}, {0, 0, 2, 1}, {5, 9, 3, 6}} {
		fit := stat.GoodnessOfFit(observed, published, simulation)
		want := exactP(observed, published)
		deviation := math.Sqrt(want*(1-want)/float64(simulation.Draws)) + 1/float64(simulation.Draws)
		if !fit.IsSimulated || !near(fit.P, want, 4*deviation) {
			t.Errorf("%v: p %v (simulated %v), exactly %v", observed, fit.P, fit.IsSimulated, want)
		}
		if again := stat.GoodnessOfFit(observed, published, simulation); again.P != fit.P {
			t.Errorf("%v: the same seed gives %v and %v", observed, fit.P, again.P)
		}
	}
}

func TestFitOutsideTheDomain(t *testing.T) {
	for name, fit := range map[string]stat.Fit{
		"no observation": stat.GoodnessOfFit([]int{0, 0}, []float64{1, 1}, simulation),
		"zero weight":    stat.GoodnessOfFit([]int{1, 1}, []float64{1, 0}, simulation),
		"other length":   stat.GoodnessOfFit([]int{1, 1}, []float64{1, 1, 1}, simulation),
		"one category":   stat.GoodnessOfFit([]int{1}, []float64{1}, simulation),
	} {
		if !math.IsNaN(fit.ChiSquare) || !math.IsNaN(fit.P) || !math.IsNaN(fit.PSI) || !math.IsNaN(fit.Residuals[0]) {
			t.Errorf("%s: %+v", name, fit)
		}
	}
	if fit := stat.GoodnessOfFit([]int{50, 0}, []float64{1, 1}, simulation); !math.IsInf(fit.PSI, 1) {
		t.Errorf("PSI of an empty category is %v", fit.PSI)
	}
}

// R 4.2.2, type 7.
func TestOracleQuantile(t *testing.T) {
	short := []float64{1, 2, 3, 4, 10}
	long := []float64{3, 3, 4, 5, 5, 6, 8, 11, 15, 21}
	for _, test := range []struct {
		values  []float64
		p, want float64
	}{
		{short, 0.1, 1.4},
		{short, 0.25, 2},
		{short, 0.5, 3},
		{short, 0.9, 7.6},
		{short, 0.95, 8.8},
		{long, 0.5, 5.5},
		{long, 0.9, 15.6},
		{long, 0.95, 18.3},
		{long, 0.99, 20.46},
		{short, 0, 1},
		{short, 1, 10},
		{[]float64{7}, 0.3, 7},
	} {
		if got := stat.Quantile(test.values, test.p); !near(got, test.want, 1e-12) {
			t.Errorf("quantile %v of %v = %v, want %v", test.p, test.values, got, test.want)
		}
	}
	if got := stat.Quantile(nil, 0.5); !math.IsNaN(got) {
		t.Errorf("quantile of nothing = %v", got)
	}
	if got := stat.Quantile(short, 1.1); !math.IsNaN(got) {
		t.Errorf("quantile 1.1 = %v", got)
	}
}

// Multiplying all weights changes nothing; proportional counts fit exactly.
func TestFitProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.IntRange(5, 500), 2, 6).Draw(t, "counts")
		var weights, doubled []float64
		for _, count := range counts {
			weights, doubled = append(weights, float64(count)), append(doubled, 2*float64(count))
		}
		fit := stat.GoodnessOfFit(counts, weights, simulation)
		if !near(fit.ChiSquare, 0, 1e-9) || !near(fit.P, 1, 1e-3) || !near(fit.PSI, 0, 1e-12) {
			t.Fatalf("counts that follow the weights: %+v", fit)
		}
		counts[0]++
		a := stat.GoodnessOfFit(counts, weights, simulation)
		b := stat.GoodnessOfFit(counts, doubled, simulation)
		if a.ChiSquare != b.ChiSquare || a.P != b.P {
			t.Fatalf("weights matter by more than their ratios: %+v, %+v", a, b)
		}
	})
}
