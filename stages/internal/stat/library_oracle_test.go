package stat_test

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	gonum "gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"ozpayout/stages/internal/stat"
)

// The conservative interval of Clopper and Pearson, from the library's beta
// quantiles, is that of R, and the score interval never leaves it by more than its
// own correction for the discreteness: its middle lies inside (methods.md section 1).
func TestOracleClopperPearson(t *testing.T) {
	data, err := os.ReadFile("testdata/oracles.json")
	if err != nil {
		t.Fatal(err)
	}
	var oracles struct {
		Wilson []struct {
			X, N             float64
			Low              *float64 `json:"cp_lo"`
			High             *float64 `json:"cp_hi"`
			AgrestiCoullLow  *float64 `json:"ac_lo"`
			AgrestiCoullHigh *float64 `json:"ac_hi"`
		} `json:"wilson"`
	}
	if err := json.Unmarshal(data, &oracles); err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, o := range oracles.Wilson {
		if o.Low == nil || o.High == nil {
			continue
		}
		compared++
		low, high := 0., 1.
		if o.X > 0 {
			low = distuv.Beta{Alpha: o.X, Beta: o.N - o.X + 1}.Quantile(0.025)
		}
		if o.X < o.N {
			high = distuv.Beta{Alpha: o.X + 1, Beta: o.N - o.X}.Quantile(0.975)
		}
		if math.Abs(low-*o.Low) > 1e-9 || math.Abs(high-*o.High) > 1e-9 {
			t.Errorf("%v/%v: [%v, %v], R has [%v, %v]", o.X, o.N, low, high, *o.Low, *o.High)
		}
		wilson := stat.Wilson(int(o.X), int(o.N), 0.95)
		if middle := (wilson.Low + wilson.High) / 2; middle < low || middle > high {
			t.Errorf("%v/%v: the middle %v of Wilson's interval lies outside [%v, %v]", o.X, o.N, middle, low, high)
		}
		// Agresti and Coull's interval has the same middle.
		if o.AgrestiCoullLow != nil && o.X > 0 && o.X < o.N {
			if middle := (*o.AgrestiCoullLow + *o.AgrestiCoullHigh) / 2; math.Abs(middle-(wilson.Low+wilson.High)/2) > 1e-9 {
				t.Errorf("%v/%v: Agresti and Coull's middle is %v", o.X, o.N, middle)
			}
		}
	}
	if compared < 10 {
		t.Errorf("%d intervals compared", compared)
	}
}

// The library's interpolated quantile is not type 7: that is why there is our own.
func TestOracleLibraryQuantileIsNotType7(t *testing.T) {
	values := []float64{1, 2, 3, 4, 10}
	if got := gonum.Quantile(0.5, gonum.LinInterp, values, nil); got == 3 {
		t.Error("the library's median is 3 now: use it")
	}
	if got := stat.Quantile(slices.Clone(values), 0.5); got != 3 {
		t.Errorf("median %v, want 3", got)
	}
}
