package attribution_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"ozpayout/stages/internal/attribution"
	"ozpayout/stages/internal/calendar"
)

// A game is the definition of the Shapley value, written out: sets of days and
// a sum over all coalitions.
type game struct {
	days    []map[calendar.Day]bool // per blocker: late days on which it is active
	knockOn int
	pays    []bool // per blocker: takes part in knock-on
}

func newGame(late []calendar.Day, blockers []attribution.Blocker, limit int) game {
	g := game{}
	covered := map[calendar.Day]bool{}
	var lastCleared calendar.Day
	anyPays := false
	for _, blocker := range blockers {
		days := map[calendar.Day]bool{}
		for _, interval := range blocker.Intervals {
			for _, day := range late {
				if day >= interval.Opened && day <= interval.Cleared {
					days[day], covered[day] = true, true
				}
			}
		}
		pays := blocker.HasKnockOn && len(days) > 0
		for _, interval := range blocker.Intervals {
			if pays && interval.Cleared > lastCleared {
				lastCleared = interval.Cleared
			}
		}
		anyPays = anyPays || pays
		g.days, g.pays = append(g.days, days), append(g.pays, pays)
	}
	for _, day := range late {
		if anyPays && day > lastCleared && !covered[day] && g.knockOn < limit {
			g.knockOn++
		}
	}
	return g
}

// value is v(S) of decisions D10 and D11.
func (g game) value(coalition uint) int {
	union := map[calendar.Day]bool{}
	knockOn := 0
	for i, days := range g.days {
		if coalition>>i&1 == 0 {
			continue
		}
		for day := range days {
			union[day] = true
		}
		if g.pays[i] {
			knockOn = g.knockOn
		}
	}
	return len(union) + knockOn
}

func (g game) shapley(player int) *big.Rat { return shapley(len(g.days), player, g.value) }

// shapley is the sum over S without i of |S|!(n-|S|-1)!/n! (v(S+i) - v(S)).
func shapley(n, player int, value func(coalition uint) int) *big.Rat {
	total := new(big.Rat)
	for coalition := uint(0); coalition < 1<<n; coalition++ {
		if coalition>>player&1 == 1 {
			continue
		}
		size := 0
		for i := range n {
			size += int(coalition >> i & 1)
		}
		weight := new(big.Rat).SetFrac(
			new(big.Int).Mul(factorial(size), factorial(n-size-1)), factorial(n))
		gain := int64(value(coalition|1<<player) - value(coalition))
		total.Add(total, weight.Mul(weight, new(big.Rat).SetInt64(gain)))
	}
	return total
}

// The glove game, two left gloves and a right one: 1/6, 1/6, 2/3 (Shapley 1953). It
// tells that the definition above is written out well.
func TestOracleGloveGame(t *testing.T) {
	pairs := func(coalition uint) int {
		left, right := coalition&1+coalition>>1&1, coalition>>2&1
		return int(min(left, right))
	}
	for player, want := range []string{"1/6", "1/6", "2/3"} {
		if got := shapley(3, player, pairs).RatString(); got != want {
			t.Errorf("player %d: %s, want %s", player, got, want)
		}
	}
}

func factorial(n int) *big.Int { return new(big.Int).MulRange(1, int64(n)) }

func drawBlockers(t *rapid.T) []attribution.Blocker {
	return rapid.Custom(func(t *rapid.T) []attribution.Blocker {
		var blockers []attribution.Blocker
		for rank := range rapid.IntRange(0, 6).Draw(t, "blockers") {
			blocker := attribution.Blocker{Rank: rank, HasKnockOn: rapid.IntRange(0, 3).Draw(t, "kind") > 0}
			for range rapid.IntRange(1, 3).Draw(t, "instances") {
				opened := calendar.Day(rapid.Int32Range(-3, 16).Draw(t, "opened"))
				cleared := opened + calendar.Day(rapid.Int32Range(0, 8).Draw(t, "for"))
				if rapid.IntRange(0, 9).Draw(t, "is open") == 0 {
					cleared = attribution.NotCleared
				}
				blocker.Intervals = append(blocker.Intervals, attribution.Interval{Opened: opened, Cleared: cleared})
			}
			blockers = append(blockers, blocker)
		}
		return rapid.Permutation(blockers).Draw(t, "order")
	}).Draw(t, "blockers")
}

func drawLate(t *rapid.T) (late []calendar.Day) {
	for day := calendar.Day(1); day <= calendar.Day(rapid.Int32Range(0, 14).Draw(t, "until")); day++ {
		if rapid.IntRange(0, 6).Draw(t, "weekday") < 5 {
			late = append(late, day)
		}
	}
	return late
}

func TestShapleyAgreesWithAllCoalitions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		late, blockers := drawLate(t), drawBlockers(t)
		limit := rapid.IntRange(0, 4).Draw(t, "knock-on")
		got, err := new(attribution.Attributor).Attribute(late, blockers, limit)
		if err != nil {
			t.Fatal(err)
		}
		g := newGame(late, blockers, limit)
		if got.KnockOnDays != g.knockOn {
			t.Fatalf("%d knock-on days, want %d", got.KnockOnDays, g.knockOn)
		}
		everyone := uint(1)<<len(blockers) - 1
		shapley := make([]string, len(blockers))
		saved := make([]int, len(blockers))
		for i := range shapley {
			shapley[i] = "0"
		}
		for _, share := range got.Shares {
			shapley[share.Blocker], saved[share.Blocker] = inLowestTerms(share.Shapley), share.SavedDays
			if share.BlockedDays != len(g.days[share.Blocker]) {
				t.Fatalf("blocker %d: %d blocked days, want %d", share.Blocker, share.BlockedDays, len(g.days[share.Blocker]))
			}
		}
		for i := range blockers {
			if want := g.shapley(i).RatString(); shapley[i] != want {
				t.Fatalf("blocker %d: Shapley value %s, want %s", i, shapley[i], want)
			}
			if want := g.value(everyone) - g.value(everyone&^(1<<i)); saved[i] != want {
				t.Fatalf("blocker %d: saves %d days, want %d", i, saved[i], want)
			}
		}
	})
}

func TestEachMethodGivesAwayEveryLateDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		late, blockers := drawLate(t), drawBlockers(t)
		got, err := new(attribution.Attributor).Attribute(late, blockers, 3)
		if err != nil {
			t.Fatal(err)
		}
		precedence := got.UnexplainedDays
		bottleneck := attribution.Fraction(got.UnexplainedDays) * attribution.Denominator
		shapley := bottleneck
		for i, share := range got.Shares {
			precedence += share.PrecedenceDays
			bottleneck += share.Bottleneck
			shapley += share.Shapley
			if share.BlockedDays == 0 {
				t.Fatalf("blocker %d has a share without an active day", share.Blocker)
			}
			if i > 0 && blockers[got.Shares[i-1].Blocker].Rank > blockers[share.Blocker].Rank {
				t.Fatal("shares are not in order of precedence")
			}
		}
		want := attribution.Fraction(len(late)) * attribution.Denominator
		if precedence != len(late) || bottleneck != want || shapley != want {
			t.Fatalf("%d late days: precedence %d, bottleneck %v, Shapley %v", len(late), precedence, bottleneck, shapley)
		}
	})
}
