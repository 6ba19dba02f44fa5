package ratio_test

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"ozpayout/stages/internal/ratio"
)

// 8 of 1000 is 0.8 % exactly and 801 of 100000 is more (B11).
func TestB11CompareIsExact(t *testing.T) {
	limit := ratio.OfPercent(8_000_000_000)
	for _, test := range []struct {
		rate ratio.Ratio
		want int
	}{
		{ratio.Ratio{Numerator: 8, Denominator: 1000}, 0},
		{ratio.Ratio{Numerator: 801, Denominator: 100_000}, 1},
		{ratio.Ratio{Numerator: 799, Denominator: 100_000}, -1},
		{ratio.Ratio{Numerator: 0, Denominator: 1}, -1},
		{ratio.Ratio{Numerator: math.MaxInt64, Denominator: math.MaxInt64}, 1},
	} {
		if got := test.rate.Compare(limit); got != test.want {
			t.Errorf("%v against 0.8 %%: %d, want %d", test.rate, got, test.want)
		}
	}
}

func TestCompareAgreesWithRationals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) ratio.Ratio {
			return ratio.Ratio{
				Numerator:   rapid.Int64Min(0).Draw(t, name),
				Denominator: rapid.Int64Min(1).Draw(t, "of"),
			}
		}
		a, b := draw("a"), draw("b")
		want := big.NewRat(a.Numerator, a.Denominator).Cmp(big.NewRat(b.Numerator, b.Denominator))
		if got := a.Compare(b); got != want {
			t.Fatalf("%v against %v: %d, want %d", a, b, got, want)
		}
	})
}

func TestUnknown(t *testing.T) {
	for _, r := range []ratio.Ratio{{}, {1, 0}, {-1, 2}} {
		if r.IsKnown() || !math.IsNaN(r.Float()) {
			t.Errorf("%v is known", r)
		}
	}
	if r := (ratio.Ratio{Numerator: 1, Denominator: 4}); !r.IsKnown() || r.Float() != 0.25 {
		t.Errorf("1/4 is %v", r.Float())
	}
}

func TestC26IsRounded(t *testing.T) {
	const percent = 10_000_000_000
	for _, test := range []struct {
		percent       int64
		numerator, of int64
		want          bool
	}{
		{95 * percent, 1900, 2000, true},
		{95 * percent, 1901, 2000, true},             // 95.05 is 95.0 or 95.1
		{95 * percent, 1902, 2000, false},            // 95.1
		{8 * percent / 10, 8, 1043, true},            // 0.767
		{8 * percent / 10, 8, 1070, false},           // 0.748
		{767 * percent / 1000, 8, 1043, true},        // 0.76702
		{768 * percent / 1000, 8, 1043, false},       // one off in the last decimal
		{333_333_333_333, 1, 3, true},                // all ten decimals
		{333_333_333_334, 1, 3, false},               //
		{0, 0, 7, true},                              //
		{100 * percent, 9_999_999, 10_000_000, true}, //
	} {
		r := ratio.Ratio{Numerator: test.numerator, Denominator: test.of}
		if got := r.IsRounded(test.percent, 1); got != test.want {
			t.Errorf("%v%% for %v: %v, want %v", float64(test.percent)/percent, r, got, test.want)
		}
	}
}
