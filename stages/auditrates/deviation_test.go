package auditrates

import (
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// An answer is all that is asked of two deviations from one price.
type answer struct {
	BP       int64
	Fits     bool
	Size     float64
	IsWithin bool
	Order    int
}

// 64 bits give what fractions of any size do.
func TestDeviateAgreesWithExact(t *testing.T) {
	number := rapid.OneOf(rapid.Int64Range(1, 30), rapid.Int64Range(1, 2_000_000), rapid.Int64Range(1, 1e18))
	rapid.Check(t, func(t *rapid.T) {
		official := price{number.Draw(t, "official"), number.Draw(t, "official unit")}
		implied := rapid.Custom(func(t *rapid.T) price {
			near := rapid.Int64Range(-6, 6).Draw(t, "basis points")
			if rapid.Bool().Draw(t, "is near") && official.num < 1e12 && official.den < 1e12 {
				return price{official.num * (10_000 + near), official.den * 10_000}
			}
			return price{rapid.OneOf(number, rapid.Int64Range(-50, 0)).Draw(t, "implied"), number.Draw(t, "implied unit")}
		})
		a, b := implied.Draw(t, "a"), implied.Draw(t, "b")
		bp := rapid.IntRange(0, 6).Draw(t, "tolerance")
		ask := func(deviate func(price, price) deviation) answer {
			x, y := deviate(a, official), deviate(b, official)
			return answer{x.bp, x.fits, x.size(), x.isWithin(bp), x.compareSize(&y)}
		}
		if diff := cmp.Diff(ask(deviateExactly), ask(deviate)); diff != "" {
			t.Fatalf("%v and %v from %v (-exact +64 bits):\n%s", a, b, official, diff)
		}
	})
}

// Five basis points are within five; what is more by less than the ten decimals of the column
// show is not (B28).
func TestB28WithinIsNotRounded(t *testing.T) {
	official := price{1, 1}
	for _, test := range []struct {
		implied price
		want    bool
	}{
		{price{1_000_500_000_000_000_000, 1e18}, true},
		{price{1_000_500_000_000_000_001, 1e18}, false},
		{price{1_000_499_999_999_999_999, 1e18}, true},
		{price{999_500_000_000_000_000, 1e18}, true},
		{price{999_499_999_999_999_999, 1e18}, false},
		{price{1_001, 1_000}, false},
		{price{1_000, 1_000}, true},
	} {
		if d := deviate(test.implied, official); d.isWithin(5) != test.want {
			t.Errorf("%v/%v, shown as %d: within is %v", test.implied.num, test.implied.den, d.bp, !test.want)
		}
	}
}

// A rate keeps its value when decimals that it does not use are taken off.
func TestDecimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate := rapid.OneOf(rapid.Int64Range(-1000, 1000), rapid.Int64Range(0, 1e6)).Draw(t, "rate")
		rate *= rapid.SampledFrom([]int64{1, 10, 1e4, 1e10}).Draw(t, "unit")
		p := decimal(rate)
		if p.den <= 0 || big.NewRat(p.num, p.den).Cmp(big.NewRat(rate, scale)) != 0 {
			t.Fatalf("%d is %v", rate, p)
		}
		if value, fits := p.scaled(); !fits || value != rate {
			t.Fatalf("%d comes back as %d, %v", rate, value, fits)
		}
	})
}

// A quotient has 18 digits at most; a product that no division of 128 by 64 bits takes
// does not fit either.
func TestQuotientFits(t *testing.T) {
	for _, test := range []struct {
		num, factor, den int64
		want             int64
		fits             bool
	}{
		{maxDecimal, 1, 1, maxDecimal, true},
		{-maxDecimal, 1, 1, -maxDecimal, true},
		{maxDecimal + 1, 1, 1, 0, false},
		{1, 1, 2, 1, true}, // half away from zero
		{-1, 1, 2, -1, true},
		{1, 1, 3, 0, true},
		{1 << 62, 4, 1, 0, false}, // the high word of the product is den
	} {
		if got, fits := quotient(test.num, test.factor, test.den); got != test.want || fits != test.fits {
			t.Errorf("quotient(%d, %d, %d) = %d, %v; want %d, %v", test.num, test.factor, test.den, got, fits, test.want, test.fits)
		}
	}
}
