package replaythresholds

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/fees"
	"ozpayout/stages/internal/policy"
)

// sixPercent is a yearly rate in 1/10000 percent.
const sixPercent = 60_000

// flat returns a tariff of one term at any time: a fixed part, and a rate in
// 1/1000 percent.
func flat(fixed, rate int64) tariff {
	table := fees.NewTable([]policy.FeeTerm{{
		Fixed: fixed, RatePct: rate * 10_000_000, Max: 1 << 60, Basis: policy.NoTierBasis,
		Period: policy.Period{From: -1 << 31, To: 1<<31 - 1}, Source: "contract",
	}})
	return func(day calendar.Day, gross int64) (fees.Term, fees.Code) {
		return table.Of(fees.Key{}).TermFor(day, gross, fees.Volume{})
	}
}

func daily(amount int64, days int) inflow {
	return inflow{byDay: slices.Repeat([]int64{amount}, days)}
}

// methods.md section 8: 1 200 a day for 30 days, fixed 20, 6 %.
func TestOracleThresholdCurve(t *testing.T) {
	thresholds := []int64{0, 3000_00, 5000_00, 10_000_00, 20_000_00, 36_000_00}
	want := []string{"600.0000", "205.9178", "131.8356", "102.4877", "84.7781", "105.8082"}
	var replays []replay
	for i, threshold := range thresholds {
		r := replayAt(daily(1200_00, 30), threshold, flat(20_00, 0))
		total := r.total(sixPercent)
		if got := total.Quo(total, big.NewRat(100, 1)).FloatString(4); got != want[i] {
			t.Errorf("threshold %d: total %s, want %s", threshold/100, got, want[i])
		}
		replays = append(replays, r)
	}
	if v := judge(replays, sixPercent); !v.isKnown || v.isFlat || thresholds[v.optimum] != 20_000_00 {
		t.Errorf("%+v, want an optimum at 20 000", v)
	}
}

// methods.md section 8, C13: with 0.3 % and no fixed part the fees are 108.00 at
// every threshold.
func TestOracleProportionalFeeIsFlat(t *testing.T) {
	var replays []replay
	for _, threshold := range []int64{0, 3000_00, 5000_00, 10_000_00, 20_000_00, 36_000_00} {
		r := replayAt(daily(1200_00, 30), threshold, flat(0, 300))
		if r.fees != 108_00 {
			t.Errorf("threshold %d: fees %d, want 10800", threshold/100, r.fees)
		}
		replays = append(replays, r)
	}
	if v := judge(replays, sixPercent); !v.isFlat || v.optimum != 0 {
		t.Errorf("%+v, want flat with the first threshold as the optimum", v)
	}
}

// Rounding each fee does not hide that a proportional fee is flat.
func TestC13FlatBeforeRounding(t *testing.T) {
	in := daily(1_67, 3) // 0.501 cents of 0.3 % each, 1.503 together
	replays := []replay{replayAt(in, 0, flat(0, 300)), replayAt(in, 100_00, flat(0, 300))}
	if replays[0].fees != 3 || replays[1].fees != 2 {
		t.Fatalf("fees %d and %d, want 3 and 2", replays[0].fees, replays[1].fees)
	}
	if v := judge(replays, sixPercent); !v.isFlat {
		t.Error("not flat")
	}
}

// The rule day by day on a list of single days, each withdrawal a slice of them.
func TestReplayAgreesWithSlices(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.SliceOfN(rapid.Int64Range(0, 3000), 1, 40).Draw(t, "inflow")
		threshold := rapid.Int64Range(0, 8000).Draw(t, "threshold")
		fixed := rapid.Int64Range(0, 50).Draw(t, "fixed")
		sum := func(part []int64) (s int64) {
			for _, amount := range part {
				s += amount
			}
			return s
		}
		var want replay
		moneyDays, start := int64(0), 0
		for end := 1; end <= len(days); end++ {
			if balance := sum(days[start:end]); balance > 0 && balance >= threshold {
				want.withdrawals++
				start = end
			}
			moneyDays += sum(days[start:end])
		}
		if sum(days[start:]) > 0 {
			want.withdrawals++
		}
		want.fees = want.withdrawals * fixed
		got := replayAt(inflow{byDay: days}, threshold, flat(fixed, 0))
		if got.withdrawals != want.withdrawals || got.fees != want.fees || got.moneyDays.Int64() != moneyDays {
			t.Fatalf("%d withdrawals, fees %d, %v money days; want %d, %d, %d", got.withdrawals, got.fees, got.moneyDays, want.withdrawals, want.fees, moneyDays)
		}
	})
}
