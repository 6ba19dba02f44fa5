package costroutes

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/gate"
)

var limits = gate.Gate{NoShareBelow: 10, SmallSampleBelow: 2}

var a35 = costClaim{cheaper: "lianlian", dearer: "payoneer", basisPoints: 35, isKnown: true}

// drawCosts draws conversions of both routes at constant rates in bp of amounts
// for which a basis point is a whole cent.
func drawCosts(t *rapid.T, lianlian, payoneer int64) []*cost {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) *cost {
		c := &cost{
			route: rapid.SampledFrom([]string{"lianlian", "payoneer"}).Draw(t, "route"), currency: "CNY",
			source: rapid.SampledFrom([]string{"RUB", "USD"}).Draw(t, "source"),
			on:     calendar.Day(rapid.Int32Range(0, 5).Draw(t, "day")), mid: 10_000 * rapid.Int64Range(1, 1_000_000).Draw(t, "amount"),
		}
		rate := lianlian
		if c.route == "payoneer" {
			rate = payoneer
		}
		c.fee = rapid.Int64Range(-100, 100).Draw(t, "fee")
		c.spread = c.mid/10_000*rate - c.fee
		return c
	}), 0, 30).Draw(t, "costs")
}

// A35: whatever the days and amounts, a gap of exactly 35 bp is 35.0 to the last
// digit, in both designs, and agrees with the claim.
func TestOracleA35ExactGap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.Int64Range(0, 200).Draw(t, "LianLian in bp")
		for _, p := range pairsOf(drawCosts(t, base, base+35), a35, limits, 1) {
			if p.daysInCommon == 0 {
				if p.difference != nil || p.verdict != notComparable {
					t.Fatalf("%+v without a day in common", p)
				}
				continue
			}
			if got := figure(p.difference); got != 35 {
				t.Fatalf("%s: %v, want 35", p.design, got)
			}
			if p.daysInCommon >= 2 && p.verdict != consistent {
				t.Fatalf("%s: %s in [%v, %v]", p.design, p.verdict, p.interval.Low, p.interval.High)
			}
		}
	})
}

// naive computes both designs from the definition, without groups.
func naive(costs []*cost) (all, sameDay float64, days int) {
	ratio := func(keep func(*cost) bool) float64 {
		part, whole := new(big.Rat), new(big.Rat)
		for _, c := range costs {
			if keep(c) {
				part.Add(part, new(big.Rat).SetInt64(c.allIn()))
				whole.Add(whole, new(big.Rat).SetInt64(c.mid))
			}
		}
		if whole.Sign() == 0 {
			return math.NaN()
		}
		f, _ := part.Quo(part, whole).Float64()
		return 10_000 * f
	}
	sum, n := 0.0, 0.0
	for on := calendar.Day(0); on <= 5; on++ {
		isCommon := false
		for _, source := range []string{"RUB", "USD"} {
			of := func(route string) float64 {
				return ratio(func(c *cost) bool { return c.route == route && c.on == on && c.source == source })
			}
			if d := of("payoneer") - of("lianlian"); !math.IsNaN(d) {
				sum += d
				n++
				isCommon = true
			}
		}
		if isCommon {
			days++
		}
	}
	all = ratio(func(c *cost) bool { return c.route == "payoneer" }) - ratio(func(c *cost) bool { return c.route == "lianlian" })
	return all, sum / n, days
}

func TestPairsAgreeWithTheDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		costs := drawCosts(t, 40, 75)
		for _, c := range costs {
			c.spread += rapid.Int64Range(-1000, 1000).Draw(t, "noise")
		}
		all, sameDays, days := naive(costs)
		pairs := pairsOf(costs, a35, limits, 1)
		for _, p := range pairs {
			want := all
			if p.design == sameDay {
				want = sameDays
			}
			if p.daysInCommon != days {
				t.Fatalf("%d days in common, want %d", p.daysInCommon, days)
			}
			if days > 0 && math.Abs(figure(p.difference)-want) > 1e-6 {
				t.Fatalf("%s: %v, want %v", p.design, figure(p.difference), want)
			}
		}
		// Another order of the rows changes nothing, not even the intervals.
		again := pairsOf(rapid.Permutation(costs).Draw(t, "order"), a35, limits, 1)
		if !slices.EqualFunc(pairs, again, isSame) {
			t.Fatalf("%+v, then %+v", pairs, again)
		}
	})
}

func isSame(a, b pair) bool {
	isSameInterval := a.interval == b.interval || math.IsNaN(a.interval.Low) && math.IsNaN(b.interval.Low)
	return a.design == b.design && a.verdict == b.verdict && isSameInterval && figure(a.difference) == figure(b.difference) ||
		a.difference == nil && b.difference == nil
}
