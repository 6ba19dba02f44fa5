package stat_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"ozpayout/stages/internal/stat"
)

// Amounts 100 and 200 that come with 0.5 and 0.25: expected 100, variance 10 000;
// the sums 0, 100, 200, 300 with 3/8, 3/8, 1/8, 1/8, of which the middle 80 % are
// all.
func TestOraclePoissonBinomial(t *testing.T) {
	want := oracle[struct {
		Amount, P []float64
		Mean, Var float64
	}](t, "poisson_binomial")
	chances := make([]stat.Chance, len(want.P))
	for i := range chances {
		chances[i] = stat.Chance{Amount: want.Amount[i], Probability: want.P[i]}
	}
	for i, o := range stat.PoissonBinomial(chances) {
		equal(t, "amount", o.Amount, new(100*float64(i)), 1e-9)
		equal(t, "probability", o.Probability, new([]float64{3, 3, 1, 1}[i]/8), 1e-15)
	}
	mean, variance, interval := stat.SumOfChances(chances, 0.8)
	equal(t, "mean", mean, &want.Mean, 1e-12)
	equal(t, "variance", variance, &want.Var, 1e-9)
	equal(t, "lower end", interval.Low, new(0.0), 1e-9)
	equal(t, "upper end", interval.High, new(300.0), 1e-9)
}

// TestPoissonBinomialAgreesWithAllOutcomes: mean and variance are those of the
// chances, and with whole weights each sum has the probability of its subsets.
func TestPoissonBinomialAgreesWithAllOutcomes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "n")
		chances := make([]stat.Chance, n)
		want := make([]float64, 5*n+1)
		for i := range chances {
			chances[i] = stat.Chance{Amount: float64(rapid.IntRange(0, 5).Draw(t, "amount")), Probability: rapid.Float64Range(0, 1).Draw(t, "p")}
		}
		for subset := range 1 << n {
			sum, mass := 0.0, 1.0
			for i, c := range chances {
				if subset>>i&1 == 1 {
					sum += c.Amount
					mass *= c.Probability
				} else {
					mass *= 1 - c.Probability
				}
			}
			want[int(sum)] += mass
		}
		got := make([]float64, len(want))
		for _, o := range stat.PoissonBinomial(chances) {
			sum := math.Round(o.Amount)
			if !near(o.Amount, sum, 1e-6) && o.Probability > 1e-9 {
				t.Fatalf("outcome %v is no sum of weights", o)
			}
			got[int(sum)] += o.Probability
		}
		low, high := 0.0, 0.0
		mean, _, interval := stat.SumOfChances(chances, 0.8)
		for sum, p := range want {
			if !near(got[sum], p, 1e-9) {
				t.Fatalf("P(%d) = %v, want %v", sum, got[sum], p)
			}
			mean -= float64(sum) * p
			if float64(sum) < interval.Low-1e-6 {
				low += p
			}
			if float64(sum) > interval.High+1e-6 {
				high += p
			}
		}
		if !near(mean, 0, 1e-9) || low > 0.1+1e-9 || high > 0.1+1e-9 {
			t.Fatalf("mean off by %v, %v below and %v above %v", mean, low, high, interval)
		}
	})
}

// Many equal chances: the normal interval is that of the binomial distribution.
func TestSumOfManyChances(t *testing.T) {
	chances := make([]stat.Chance, 400)
	for i := range chances {
		chances[i] = stat.Chance{Amount: 2, Probability: 0.5}
	}
	mean, _, interval := stat.SumOfChances(chances, 0.8)
	if mean != 400 || math.Abs(interval.Low-(400-25.6310)) > 1e-3 || math.Abs(interval.High-(400+25.6310)) > 1e-3 {
		t.Errorf("mean %v, interval %v", mean, interval)
	}
	if mean, _, interval := stat.SumOfChances(nil, 0.8); mean != 0 || interval != (stat.Interval{}) {
		t.Errorf("nothing: mean %v, interval %v", mean, interval)
	}
}
