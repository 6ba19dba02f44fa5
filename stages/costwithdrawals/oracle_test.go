package costwithdrawals

import (
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/stages/internal/fxrate"
)

func rat(t testing.TB, text string) *big.Rat {
	t.Helper()
	x, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%q is no number", text)
	}
	return x
}

// methods.md section 8: G 1 000 000, M0 .0800, M1 .0790, R .07868, 0.3 % and 20:
// 1000 + 320 + 236.04 + 20 = 1576.04; 125, 40 and 32.005 bp.
func TestOracleSplit(t *testing.T) {
	x := &transaction{
		kind: withdrawal, amount: 1_000_000_00, currency: "RUB", payoutCurrency: "CNY", feeCurrency: "CNY",
		rate: new(int64(786_800_000)), fee: new(int64(256_04)), payout: new(int64(78_423_96)),
	}
	m0, m1 := rat(t, ".0800"), rat(t, ".0790")
	o := settle(x, prices{currency: m1})
	if o.code != costed || o.isInverted {
		t.Fatalf("outcome %+v", o)
	}
	w := waiting{ideal: new(big.Rat).Mul(m0, rat(t, "100000000"))}
	s := splitCost(x.amount, o, m1, w, new(int64(20_00)))
	got := []int64{*s.ideal, *s.timing, *s.spread, *s.fee, *s.fixed, *s.total, *s.net}
	want := []int64{80_000_00, 1000_00, 320_00, 236_04, 20_00, 1576_04, 78_423_96}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ideal, timing, spread, fee, fixed, total, net (-want +got):\n%s", diff)
	}
	bps := []float64{ratio(s.ideal, s.timing), ratio(s.ideal, s.spread), ratio(s.ideal, o.fee), ratio(s.ideal, s.total)}
	if diff := cmp.Diff([]float64{125, 40, 32.005, 197.005}, bps); diff != "" {
		t.Errorf("timing, spread, fee, cost in bp (-want +got):\n%s", diff)
	}
}

// Of amount, rate, fee and payout any one may be missing: the rest gives it back.
func TestSettleFindsTheMissingAmount(t *testing.T) {
	stated := func() *transaction {
		return &transaction{
			kind: withdrawal, amount: 1_000_000_00, currency: "RUB", payoutCurrency: "CNY", feeCurrency: "CNY",
			rate: new(int64(786_800_000)), fee: new(int64(256_04)), payout: new(int64(78_423_96)),
		}
	}
	mid := prices{currency: rat(t, ".0790")}
	for name, c := range map[string]struct {
		change     func(*transaction)
		code       string
		isInverted bool
		fee, net   *int64
		gross      string
	}{
		"all stated":             {func(*transaction) {}, costed, false, new(int64(256_04)), new(int64(78_423_96)), "7868000"},
		"one minor unit off":     {func(x *transaction) { *x.fee++ }, costed, false, new(int64(256_05)), new(int64(78_423_96)), "7868000"},
		"two minor units off":    {func(x *transaction) { *x.fee += 2 }, doNotTie, false, nil, new(int64(78_423_96)), ""},
		"without fee":            {func(x *transaction) { x.fee = nil }, costed, false, new(int64(256_04)), new(int64(78_423_96)), "7868000"},
		"without payout":         {func(x *transaction) { x.payout = nil }, costed, false, new(int64(256_04)), new(int64(78_423_96)), "7868000"},
		"without rate":           {func(x *transaction) { x.rate = nil }, costed, false, new(int64(256_04)), new(int64(78_423_96)), "7868000"},
		"payout alone":           {func(x *transaction) { x.rate, x.fee = nil, nil }, feeNotStated, false, nil, new(int64(78_423_96)), ""},
		"rate alone":             {func(x *transaction) { x.payout, x.fee = nil, nil }, feeNotStated, false, nil, nil, "7868000"},
		"nothing":                {func(x *transaction) { x.payout, x.fee, x.rate = nil, nil, nil }, notObservable, false, nil, nil, ""},
		"currency not stated":    {func(x *transaction) { x.payoutCurrency = "" }, notObservable, false, nil, new(int64(78_423_96)), ""},
		"more than was sent":     {func(x *transaction) { x.fee = nil; *x.payout = 78_680_02 }, doNotTie, false, nil, new(int64(78_680_02)), ""},
		"inverted, without fee":  {func(x *transaction) { x.fee = nil; *x.rate = 125_000_000_000 }, costed, true, new(int64(1576_04)), new(int64(78_423_96)), "8000000"},
		"fee in source currency": {func(x *transaction) { x.feeCurrency, *x.fee, *x.payout = "RUB", 1000_00, 78_601_32 }, costed, false, new(int64(78_68)), new(int64(78_601_32)), "7868000"},
		"the same, without rate": {func(x *transaction) { x.feeCurrency, *x.fee, *x.payout, x.rate = "RUB", 1000_00, 78_601_32, nil }, costed, false, new(int64(78_68)), new(int64(78_601_32)), "7868000"},
		"fee in a third one":     {func(x *transaction) { x.feeCurrency, x.rate = "USD", nil }, feeNotStated, false, nil, new(int64(78_423_96)), ""},
	} {
		x := stated()
		c.change(x)
		o := settle(x, mid)
		if o.code != c.code || o.isInverted != c.isInverted {
			t.Errorf("%s: %s, inverted %v; want %s, %v", name, o.code, o.isInverted, c.code, c.isInverted)
		}
		if diff := cmp.Diff([]*int64{c.fee, c.net}, []*int64{o.fee, o.net}); diff != "" {
			t.Errorf("%s: fee, net (-want +got):\n%s", name, diff)
		}
		switch {
		case c.gross == "" && o.gross != nil, c.gross != "" && (o.gross == nil || o.gross.Cmp(rat(t, c.gross)) != 0):
			t.Errorf("%s: gross %v, want %q", name, o.gross, c.gross)
		}
	}
}

// Whatever the amounts, the four parts add up to ideal - net to the cent, and each
// is within two cents of its formula.
func TestPartsAddUpToTheCent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.Int64Range(1, 1_000_000_000).Draw(t, "amount")
		price := func(name string) *big.Rat {
			return big.NewRat(rapid.Int64Range(1, 2_000_000).Draw(t, name), rapid.Int64Range(1, 2_000_000).Draw(t, name+" nominal"))
		}
		m0, m1, executed := price("m0"), price("m1"), price("executed")
		g := new(big.Rat).SetInt64(amount)
		gross := new(big.Rat).Mul(g, executed)
		grossMinor := *fxrate.Rounded(gross)
		fee := rapid.Int64Range(0, max(grossMinor, 1)).Draw(t, "fee")
		fixed := rapid.Int64Range(0, 5000).Draw(t, "fixed")
		net := grossMinor - fee
		w := waiting{ideal: new(big.Rat).Mul(g, m0)}
		s := splitCost(amount, outcome{gross: gross, fee: &fee, net: &net, code: costed}, m1, w, &fixed)
		if sum := *s.timing + *s.spread + *s.fee + *s.fixed; sum != *s.total || sum != *s.ideal-net {
			t.Fatalf("parts add up to %d, total %d, ideal - net %d", sum, *s.total, *s.ideal-net)
		}
		near := func(name string, got int64, exact *big.Rat) {
			if off := *fxrate.Rounded(exact) - got; off < -2 || off > 2 {
				t.Fatalf("%s is %d, %d away from its formula", name, got, off)
			}
		}
		near("timing", *s.timing, new(big.Rat).Mul(g, new(big.Rat).Sub(m0, m1)))
		near("spread", *s.spread, new(big.Rat).Mul(g, new(big.Rat).Sub(m1, executed)))
	})
}
