package fxrate_test

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"ozpayout/stages/internal/fxrate"
)

// Official rates in force on 2024-05-16 and the day before (press and daily
// list of the Bank of Russia).
var (
	usd       = fxrate.Rate{Value: 912573, Nominal: 1}
	cny       = fxrate.Rate{Value: 126113, Nominal: 1}
	cnyPerTen = fxrate.Rate{Value: 1261130, Nominal: 10}
	rub       = fxrate.Rouble(0)
)

func TestConvert(t *testing.T) {
	for _, test := range []struct {
		name     string
		minor    int64
		from, to fxrate.Rate
		want     int64
		ok       bool
	}{
		{"100.00 USD in RUB", 100_00, usd, rub, 9125_73, true},
		{"9125.73 RUB in USD", 9125_73, rub, usd, 100_00, true},
		{"100.00 USD in CNY is 723.6153...", 100_00, usd, cny, 723_62, true},
		{"the nominal of the quote does not matter", 100_00, usd, cnyPerTen, 723_62, true},
		{"half a kopek up", 50, fxrate.Rate{Value: 100, Nominal: 1}, rub, 1, true},
		{"half a kopek down below zero", -50, fxrate.Rate{Value: 100, Nominal: 1}, rub, -1, true},
		{"below half a kopek", 49, fxrate.Rate{Value: 100, Nominal: 1}, rub, 0, true},
		{"through roubles rounded to 0.01 it would be 1.00", 100, fxrate.Rate{Value: 149, Nominal: 1}, fxrate.Rate{Value: 100, Nominal: 1}, 149, true},
		{"largest amount", math.MaxInt64, rub, rub, math.MaxInt64, true},
		{"result too large", math.MaxInt64, usd, rub, 0, false},
		{"result one too small for its sign", math.MinInt64, rub, rub, 0, false},
		{"largest rates", math.MaxInt64, fxrate.Rate{Value: 1e12, Nominal: 1}, fxrate.Rate{Value: 1, Nominal: 1e6}, 0, false},
		{"largest rates against each other", math.MaxInt64, fxrate.Rate{Value: 1e12, Nominal: 1e6}, fxrate.Rate{Value: 1e12, Nominal: 1e6}, math.MaxInt64, true},
		{"no value", 1, fxrate.Rate{Nominal: 1}, rub, 0, false},
		{"negative value", 1, usd, fxrate.Rate{Value: -1, Nominal: 1}, 0, false},
		{"odd nominal", 1, usd, fxrate.Rate{Value: 1, Nominal: 7}, 0, false},
	} {
		got, ok := fxrate.Convert(test.minor, test.from, test.to)
		if got != test.want || ok != test.ok {
			t.Errorf("%s: %d, %v; want %d, %v", test.name, got, ok, test.want, test.ok)
		}
	}
}

func usableRate(t *rapid.T, label string) fxrate.Rate {
	nominal := rapid.SampledFrom([]int64{1, 10, 100, 1000, 10_000, 100_000, 1_000_000}).Draw(t, label+" nominal")
	return fxrate.Rate{Value: rapid.Int64Range(1, 1e12).Draw(t, label+" value"), Nominal: nominal}
}

func exact(minor int64, rate fxrate.Rate) *big.Rat {
	price := big.NewRat(rate.Value, 10_000*rate.Nominal)
	return price.Mul(price, new(big.Rat).SetInt64(minor))
}

// Against math/big: (a / b rounded half away from zero) = floor(|a/b| + 1/2)
// with the sign of a.
func TestConvertAgreesWithBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minor := rapid.Int64().Draw(t, "minor")
		from, to := usableRate(t, "from"), usableRate(t, "to")
		ratio := new(big.Rat).Quo(exact(minor, from), exact(1, to))
		negative := ratio.Sign() < 0
		ratio.Abs(ratio).Add(ratio, big.NewRat(1, 2))
		want := new(big.Int).Quo(ratio.Num(), ratio.Denom())
		fits := want.IsInt64()
		if negative {
			want.Neg(want)
		}
		got, ok := fxrate.Convert(minor, from, to)
		if ok != fits || (ok && got != want.Int64()) {
			t.Fatalf("Convert = %d, %v; want %v, %v", got, ok, want, fits)
		}
	})
}

// Against math/big: the floor of the exact quotient.
func TestConvertDownAgreesWithBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minor := rapid.Int64().Draw(t, "minor")
		from, to := usableRate(t, "from"), usableRate(t, "to")
		ratio := new(big.Rat).Quo(exact(minor, from), exact(1, to))
		want := new(big.Int).Div(ratio.Num(), ratio.Denom()) // Euclidean: down for a positive divisor
		if got, ok := fxrate.ConvertDown(minor, from, to); ok && got != want.Int64() {
			t.Fatalf("ConvertDown = %d, want %v", got, want)
		} else if _, fits := fxrate.Convert(minor, from, to); ok != fits {
			t.Fatalf("ConvertDown is %v, Convert is %v", ok, fits)
		}
	})
}

func TestCompareAgreesWithBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Int64().Draw(t, "a"), rapid.Int64().Draw(t, "b")
		rateOfA, rateOfB := usableRate(t, "rate of a"), usableRate(t, "rate of b")
		want := exact(a, rateOfA).Cmp(exact(b, rateOfB))
		if got, ok := fxrate.Compare(a, rateOfA, b, rateOfB); !ok || got != want {
			t.Fatalf("Compare = %d, %v; want %d", got, ok, want)
		}
	})
}

// B29: the threshold of 10 000.00 USD is passed by the exact value, not by the
// rounded one. 912 573.00 roubles are 10 000.00 USD.
func TestCompareAtThreshold(t *testing.T) {
	for _, test := range []struct {
		roubles int64
		want    int
	}{{912_573_00, 0}, {912_573_01, 1}, {912_572_99, -1}} {
		if got, ok := fxrate.Compare(test.roubles, rub, 10_000_00, usd); !ok || got != test.want {
			t.Errorf("%d kopeks against 10000.00 USD: %d, %v; want %d", test.roubles, got, ok, test.want)
		}
	}
	if _, ok := fxrate.Compare(1, fxrate.Rate{}, 1, usd); ok {
		t.Error("compares without a rate")
	}
}

func TestRoublesPerUnit(t *testing.T) {
	if got := cnyPerTen.RoublesPerUnit(); got != 126_113_000_000 {
		t.Errorf("1 CNY = %d x 10^-10 roubles, want 12.6113", got)
	}
}

func BenchmarkConvert(b *testing.B) {
	for b.Loop() {
		fxrate.Convert(845_20, usd, cny)
	}
}
