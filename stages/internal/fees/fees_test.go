package fees_test

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/fees"
	"ozpayout/stages/internal/fxrate"
	"ozpayout/stages/internal/policy"
)

const percent = 10_000_000_000 // 1 % at scale 10

var always = policy.Period{From: math.MinInt32, To: math.MaxInt32}

func term(ratePct float64, change func(*policy.FeeTerm)) policy.FeeTerm {
	t := policy.FeeTerm{
		Provider: "lianlian", Kind: "withdrawal", Currency: "CNY", RatePct: int64(ratePct * percent),
		Max: math.MaxInt64, Basis: policy.NoTierBasis, To: math.MaxInt64, Period: always,
	}
	if change != nil {
		change(&t)
	}
	return t
}

var key = fees.Key{Provider: "lianlian", Kind: "withdrawal", Currency: "CNY"}

func TestA38FeeWithFixedPartMinimumAndMaximum(t *testing.T) {
	for _, c := range []struct {
		name             string
		fixed, low, high int64
		gross, want      int64
	}{
		{"proportional", 0, 0, math.MaxInt64, 1200_00, 3_60},
		{"more than half a cent goes up", 0, 0, math.MaxInt64, 1_50 + 17, 1}, // 0.501 cents
		{"half a cent, away from zero", 0, 0, math.MaxInt64, 500, 2},         // 1.5 cents
		{"with a fixed part", 20_00, 0, math.MaxInt64, 78_680_00, 256_04},
		{"at least", 0, 5_00, math.MaxInt64, 100_00, 5_00},
		{"at most", 0, 0, 10_00, 1_000_000_00, 10_00},
		{"the minimum wins over the maximum", 0, 12_00, 10_00, 1_000_000_00, 12_00},
		{"nothing of nothing", 0, 0, math.MaxInt64, 0, 0},
	} {
		table := fees.NewTable([]policy.FeeTerm{term(.3, func(f *policy.FeeTerm) { f.Fixed, f.Min, f.Max = c.fixed, c.low, c.high })})
		found, code := table.Of(key).TermFor(0, c.gross, fees.Volume{})
		if code != fees.Known {
			t.Fatalf("%s: %s", c.name, code)
		}
		if got, ok := fxrate.Round(found.Exact(c.gross)); !ok || got != c.want {
			t.Errorf("%s: fee %d, %v, want %d", c.name, got, ok, c.want)
		}
	}
}

// R05: the bounds of the published tiers belong to the tier above.
func TestR05VolumeTiers(t *testing.T) {
	tier := func(rate float64, from, to int64) policy.FeeTerm {
		return term(rate, func(f *policy.FeeTerm) { f.Basis, f.From, f.To = policy.VolumeBasis, from*100, to })
	}
	million := int64(1_000_000_00)
	schedule := fees.NewTable([]policy.FeeTerm{
		tier(.7, 0, million), tier(.4, 1_000_000, 2*million), tier(.2, 2_000_000, 4*million), tier(.1, 4_000_000, 8*million), tier(0, 8_000_000, math.MaxInt64),
	}).Of(key)
	for _, c := range []struct {
		volume fees.Volume
		want   int64
		code   fees.Code
	}{
		{fees.Volume{Sum: 0, Months: 1}, 70, fees.Known},
		{fees.Volume{Sum: 3*million - 1, Months: 3}, 70, fees.Known}, // a third of a cent below
		{fees.Volume{Sum: 3 * million, Months: 3}, 40, fees.Known},
		{fees.Volume{Sum: 24 * million, Months: 12}, 20, fees.Known},
		{fees.Volume{Sum: 4 * million, Months: 1}, 10, fees.Known},
		{fees.Volume{Sum: 8 * million, Months: 1}, 0, fees.Known},
		{fees.Volume{Sum: math.MaxInt64, Months: 1}, 0, fees.Known},
		{fees.Volume{}, 0, fees.VolumeNotObservable},
	} {
		found, code := schedule.TermFor(0, 100_00, c.volume)
		if code != c.code {
			t.Errorf("volume %v: %s, want %s", c.volume, code, c.code)
			continue
		}
		if got, _ := fxrate.Round(found.Exact(100_00)); code == fees.Known && got != c.want {
			t.Errorf("volume %v: fee %d, want %d", c.volume, got, c.want)
		}
	}
}

func TestC13TiersByAmount(t *testing.T) {
	paid := func(f *policy.FeeTerm) { f.Basis, f.To = policy.AmountBasis, 5000_00 }
	free := func(f *policy.FeeTerm) { f.Basis, f.From = policy.AmountBasis, 5000_00 }
	hole := func(f *policy.FeeTerm) { f.Basis, f.From = policy.AmountBasis, 6000_00 }
	low := func(f *policy.FeeTerm) { f.Basis, f.From = policy.AmountBasis, 4000_00 }
	yearly := func(f *policy.FeeTerm) { f.Basis, f.To = "yearly volume", 5000_00 }
	for name, c := range map[string]struct {
		terms    []policy.FeeTerm
		gross    int64
		want     int64
		code     fees.Code
		overlaps int
	}{
		"below the bound":    {[]policy.FeeTerm{term(.3, paid), term(0, free)}, 4999_99, 15_00, fees.Known, 0},
		"at the bound: free": {[]policy.FeeTerm{term(.3, paid), term(0, free)}, 5000_00, 0, fees.Known, 0},
		"in a hole":          {[]policy.FeeTerm{term(.3, paid), term(0, hole)}, 5500_00, 0, fees.NoTier, 0},
		"in two tiers":       {[]policy.FeeTerm{term(.3, paid), term(0, low)}, 4500_00, 0, fees.TiersOverlap, 1},
		"unknown basis":      {[]policy.FeeTerm{term(.3, yearly)}, 100_00, 0, fees.NoTier, 0},
		"two bases":          {[]policy.FeeTerm{term(.3, paid), term(.2, nil)}, 100_00, 0, fees.TiersOverlap, 1},
	} {
		table := fees.NewTable(c.terms)
		if got := len(table.Overlaps()); got != c.overlaps {
			t.Errorf("%s: %d overlaps, want %d", name, got, c.overlaps)
		}
		found, code := table.Of(key).TermFor(0, c.gross, fees.Volume{})
		if code != c.code {
			t.Errorf("%s: %s, want %s", name, code, c.code)
			continue
		}
		if got, _ := fxrate.Round(found.Exact(c.gross)); code == fees.Known && got != c.want {
			t.Errorf("%s: fee %d, want %d", name, got, c.want)
		}
	}
	if _, code := (*fees.Schedule)(nil).TermFor(0, 0, fees.Volume{}); code != fees.NoSchedule {
		t.Errorf("without a schedule: %s", code)
	}
}

// The user's own schedule replaces the published one as a whole, also where it has
// a gap in time; rows of different times do not overlap.
func TestC13OwnScheduleWins(t *testing.T) {
	may := policy.Period{From: calendar.DayOf(2024, time.May, 1), To: calendar.DayOf(2024, time.May, 31)}
	june := policy.Period{From: calendar.DayOf(2024, time.June, 1), To: calendar.DayOf(2024, time.June, 30)}
	published := term(.3, func(f *policy.FeeTerm) { f.IsPublished = true })
	own := func(rate float64, period policy.Period) policy.FeeTerm {
		return term(rate, func(f *policy.FeeTerm) { f.Period = period })
	}
	for _, terms := range [][]policy.FeeTerm{
		{published, own(.1, may), own(.2, june)},
		{own(.1, may), published, own(.2, june)},
	} {
		table := fees.NewTable(terms)
		if n := len(table.Overlaps()); n != 0 {
			t.Errorf("%d overlaps", n)
		}
		for day, want := range map[calendar.Day]fees.Code{may.From - 1: fees.NoTier, may.From: fees.Known, june.To: fees.Known, june.To + 1: fees.NoTier} {
			found, code := table.Of(key).TermFor(day, 0, fees.Volume{})
			if code != want || code == fees.Known && found.IsPublished {
				t.Errorf("%v: %s, published %v; want %s", day, code, found.IsPublished, want)
			}
		}
	}
}

// The mean volume is over complete months, zero months between included, at most
// as many as asked for.
func TestR05CompleteMonthsBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type entry struct{ month, amount int64 }
		entries := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) entry {
			return entry{rapid.Int64Range(0, 30).Draw(t, "month"), rapid.Int64Range(0, 1000).Draw(t, "amount")}
		}), 0, 20).Draw(t, "amounts")
		dayOf := func(month int64, day int) calendar.Day { return calendar.DayOf(2023, time.Month(1+month), day) }
		var ledger fees.Ledger
		first := int64(99)
		for _, e := range entries {
			ledger.Add(dayOf(e.month, rapid.IntRange(1, 28).Draw(t, "day")), e.amount)
			first = min(first, e.month)
		}
		at := rapid.Int64Range(0, 32).Draw(t, "at")
		atMost := rapid.Int64Range(1, 12).Draw(t, "at most")
		var want fees.Volume
		for month := at - 1; month >= at-atMost && month >= first; month-- {
			want.Months++
			for _, e := range entries {
				if e.month == month {
					want.Sum += e.amount
				}
			}
		}
		if got := ledger.Before(dayOf(at, rapid.IntRange(1, 28).Draw(t, "day")), int(atMost)); got != want {
			t.Fatalf("%+v, want %+v", got, want)
		}
	})
}
