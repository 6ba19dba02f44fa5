package stat_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"os"
	"slices"
	"strconv"
	"testing"

	moments "gonum.org/v1/gonum/stat"
	"pgregory.net/rapid"

	"ozpayout/stages/internal/stat"
)

// The fifteen p-values of Benjamini & Hochberg 1995: 4 are rejected, by
// Bonferroni 3.
func TestOracleFalseDiscovery(t *testing.T) {
	want := oracle[struct {
		P, Q     []float64
		Rejected int `json:"reject_at_0.05"`
	}](t, "bh")
	q, size := stat.FalseDiscovery(append([]float64{math.NaN()}, want.P...))
	if size != len(want.P) || !math.IsNaN(q[0]) {
		t.Errorf("family of %d, q of no test %v", size, q[0])
	}
	rejected := 0
	for i := range want.P {
		equal(t, fmt.Sprintf("q[%d]", i), q[i+1], &want.Q[i], 1e-12)
		if q[i+1] <= 0.05 {
			rejected++
		}
	}
	if rejected != want.Rejected {
		t.Errorf("%d rejected, want %d", rejected, want.Rejected)
	}
}

// TestFalseDiscoveryAgreesWithStepUp: q <= alpha is the step-up rule of the paper.
func TestFalseDiscoveryAgreesWithStepUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 20).Draw(t, "p")
		q, _ := stat.FalseDiscovery(p)
		const alpha = 0.2
		threshold := -1.0
		for _, candidate := range p {
			rank := 0
			for _, other := range p {
				if other <= candidate {
					rank++
				}
			}
			if candidate <= float64(rank)*alpha/float64(len(p)) {
				threshold = max(threshold, candidate)
			}
		}
		for i := range p {
			if isRejected := q[i] <= alpha; isRejected != (p[i] <= threshold) && math.Abs(q[i]-alpha) > 1e-9 {
				t.Fatalf("p %v, q %v, threshold %v", p[i], q[i], threshold)
			}
		}
	})
}

// (0.9, 1), (0.8, 0), (0.1, 0) score 0.22.
func TestOracleBrier(t *testing.T) {
	want := oracle[struct {
		F     []float64
		Y     []int64
		Score float64
	}](t, "brier")
	var got stat.Brier
	for i, f := range want.F {
		got.Add(f, 1, want.Y[i])
	}
	equal(t, "score", got.Score(), &want.Score, 1e-12)
	if empty := (stat.Brier{}).Score(); !math.IsNaN(empty) {
		t.Errorf("no forecasts score %v", empty)
	}
}

// P(arrive by s+h | unpaid at s) of the 6-MP data: 1/6 for s = 10, h = 6.
func TestOracleConditionalArrival(t *testing.T) {
	curve := stat.KaplanMeier(oracle[sample](t, "km_6mp").lifetimes(), stat.Confidence)
	equal(t, "P(T <= 16 | T > 10)", curve.WithinAfter(10, 6), new(1.0/6), 1e-12)
}

// The nine sets of the NIST Statistical Reference Datasets for univariate
// summaries. The bootstrap and the volatilities take their moments from gonum,
// whose two passes with compensation give what is certified.
func TestOracleMomentsNIST(t *testing.T) {
	text, err := os.ReadFile("testdata/nist.json")
	if err != nil {
		t.Fatal(err)
	}
	var sets map[string]struct {
		N    int    `json:"n"`
		Mean string `json:"cert_mean"`
		SD   string `json:"cert_sd"`
		Data []string
	}
	if err := json.Unmarshal(text, &sets); err != nil {
		t.Fatal(err)
	}
	made := map[string][]float64{"numacc1": {10000001, 10000003, 10000002}, "pidigits": piDigits(5000)}
	// The certified sum and sum of squares are 5 and 55 below those of the digits of
	// pi: NIST lists a 3 in the place of an 8.
	made["pidigits"][slices.Index(made["pidigits"], 8)] = 3
	for name, base := range map[string]int{"numacc2": 1, "numacc3": 1000000, "numacc4": 10000000} {
		parse := func(digit int) float64 {
			v, _ := strconv.ParseFloat(fmt.Sprintf("%d.%d", base, digit), 64)
			return v
		}
		made[name] = []float64{parse(2)}
		for range 500 {
			made[name] = append(made[name], parse(1), parse(3))
		}
	}
	if len(sets) != 9 {
		t.Errorf("%d sets, want 9", len(sets))
	}
	for name, set := range sets {
		data := made[name]
		for _, value := range set.Data {
			v, _ := strconv.ParseFloat(value, 64)
			data = append(data, v)
		}
		if len(data) != set.N {
			t.Errorf("%s: %d values, want %d", name, len(data), set.N)
			continue
		}
		mean, sd := moments.MeanStdDev(data, nil)
		wantMean, _ := strconv.ParseFloat(set.Mean, 64)
		wantSD, _ := strconv.ParseFloat(set.SD, 64)
		tolerance := 1e-12
		switch name { // whose values have no exact float64
		case "numacc3":
			tolerance = 1e-9
		case "numacc4":
			tolerance = 1e-7
		}
		if !near(mean/wantMean, 1, 1e-12) || !near(sd/wantSD, 1, tolerance) {
			t.Errorf("%s: mean %.17g, sd %.17g; want %s, %s", name, mean, sd, set.Mean, set.SD)
		}
	}
}

// piDigits returns the first digits of pi, by the formula of Machin.
func piDigits(n int) (digits []float64) {
	const guard = 10
	one := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n+guard)), nil)
	arctanOfInverse := func(x int64) *big.Int {
		term := new(big.Int).Quo(one, big.NewInt(x))
		sum, square := new(big.Int).Set(term), big.NewInt(x*x)
		for k := int64(3); term.Sign() != 0; k += 2 {
			term.Quo(term, square).Neg(term)
			sum.Add(sum, new(big.Int).Quo(term, big.NewInt(k)))
		}
		return sum
	}
	pi := arctanOfInverse(5)
	pi.Mul(pi, big.NewInt(4)).Sub(pi, arctanOfInverse(239)).Mul(pi, big.NewInt(4))
	for _, digit := range pi.String()[:n] {
		digits = append(digits, float64(digit-'0'))
	}
	return digits
}
