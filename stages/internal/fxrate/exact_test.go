package fxrate_test

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"ozpayout/stages/internal/fxrate"
)

func TestRoundHalfAwayFromZero(t *testing.T) {
	for exact, want := range map[string]int64{
		"0": 0, "1/2": 1, "-1/2": -1, "49/100": 0, "-49/100": 0, "5/2": 3, "-5/2": -3, "7/3": 2, "-8/3": -3,
		"9223372036854775807": math.MaxInt64,
	} {
		x, _ := new(big.Rat).SetString(exact)
		if got, ok := fxrate.Round(x); !ok || got != want {
			t.Errorf("Round(%s) = %d, %v, want %d", exact, got, ok, want)
		}
	}
	tooLarge, _ := new(big.Rat).SetString("9223372036854775807.5")
	if got, ok := fxrate.Round(tooLarge); ok {
		t.Errorf("Round of 2^63 = %d, want not ok", got)
	}
}

// Nineteen digits are no amount of a money column (D48).
func TestRoundedFitsAMoneyColumn(t *testing.T) {
	for exact, want := range map[string]int64{"1999999999999999997/2": 999_999_999_999_999_999, "-999999999999999999": -999_999_999_999_999_999} {
		x, _ := new(big.Rat).SetString(exact)
		if got := fxrate.Rounded(x); got == nil || *got != want {
			t.Errorf("Rounded(%s) = %v, want %d", exact, got, want)
		}
	}
	for _, exact := range []string{"1999999999999999999/2", "-1000000000000000000", "9223372036854775808"} {
		x, _ := new(big.Rat).SetString(exact)
		if got := fxrate.Rounded(x); got != nil {
			t.Errorf("Rounded(%s) = %d, want nothing", exact, *got)
		}
	}
}

// An amount times the cross, rounded, is what Convert gives.
func TestCrossAgreesWithConvert(t *testing.T) {
	rate := rapid.Custom(func(t *rapid.T) fxrate.Rate {
		return fxrate.Rate{
			Value:   rapid.Int64Range(1, 10_000_000).Draw(t, "value"),
			Nominal: rapid.SampledFrom([]int64{1, 10, 100, 1_000_000}).Draw(t, "nominal"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		from, to := rate.Draw(t, "from"), rate.Draw(t, "to")
		amount := rapid.Int64Range(-1_000_000_000, 1_000_000_000).Draw(t, "amount")
		price, ok := fxrate.Cross(from, to)
		if !ok {
			t.Fatalf("no cross of %v and %v", from, to)
		}
		got, fits := fxrate.Round(price.Mul(price, new(big.Rat).SetInt64(amount)))
		want, converts := fxrate.Convert(amount, from, to)
		if fits != converts || fits && got != want {
			t.Fatalf("%d at %v to %v: %d, %v, want %d, %v", amount, from, to, got, fits, want, converts)
		}
	})
}

func TestCrossOfUnusableRate(t *testing.T) {
	if _, ok := fxrate.Cross(fxrate.Rate{}, fxrate.Rouble(0)); ok {
		t.Error("a rate without value has a cross")
	}
}
