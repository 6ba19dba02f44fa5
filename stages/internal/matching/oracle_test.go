package matching_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/matching"
)

func drawOwed(r *rapid.T, with bool) (claims []matching.Owed) {
	for i := range rapid.IntRange(0, 5).Draw(r, "owed") {
		from := calendar.Day(rapid.IntRange(1, 3).Draw(r, "from"))
		o := matching.Owed{
			ID: fmt.Sprint("P", i), Account: rapid.SampledFrom([]string{"L", "L", "L", "W", ""}).Draw(r, "account"),
			Amount: rapid.Int64Range(1, 6).Draw(r, "amount"), Currency: rapid.SampledFrom([]string{"CNY", "CNY", "USD"}).Draw(r, "currency"),
			From: from, To: from + calendar.Day(rapid.IntRange(0, 3).Draw(r, "days")),
		}
		if with {
			o.Batch = rapid.SampledFrom([]string{"", "B1", "B2"}).Draw(r, "batch")
			o.Numbers = rapid.SliceOfN(rapid.SampledFrom([]string{"N1", "N2"}), 0, 2).Draw(r, "numbers")
		}
		claims = append(claims, o)
	}
	return claims
}

func drawReceived(r *rapid.T, with bool) (arrivals []matching.Received) {
	for i := range rapid.IntRange(0, 5).Draw(r, "received") {
		a := matching.Received{
			ID: fmt.Sprint("R", i), Account: rapid.SampledFrom([]string{"L", "L", "L", "W"}).Draw(r, "account"),
			Amount: rapid.Int64Range(0, 9).Draw(r, "amount"), Currency: rapid.SampledFrom([]string{"CNY", "CNY", "USD"}).Draw(r, "currency"),
			On: calendar.Day(rapid.IntRange(1, 6).Draw(r, "on")),
		}
		if with {
			a.Names = rapid.SampledFrom([]string{"", "", "P1", "P2", "P9", "B1"}).Draw(r, "names")
			a.Number = rapid.SampledFrom([]string{"", "", "N1", "N3"}).Draw(r, "number")
		}
		arrivals = append(arrivals, a)
	}
	return arrivals
}

// Every amount is in one group; what was put together by amount adds up to the
// minor unit, in one account and currency and within the days; the order of
// neither side matters.
func TestGroupsAreAPartition(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		claims, arrivals := drawOwed(r, true), drawReceived(r, true)
		groups := matching.Match(claims, arrivals, limits)
		var seenOwed, seenReceived []int
		for _, g := range groups {
			seenOwed, seenReceived = append(seenOwed, g.Owed...), append(seenReceived, g.Received...)
			var difference int64
			for _, o := range g.Owed {
				difference += claims[o].Amount
			}
			for _, i := range g.Received {
				difference -= arrivals[i].Amount
			}
			switch {
			case g.Method == "" && len(g.Owed)+len(g.Received) != 1 && g.Reason != matching.UnknownName:
				r.Errorf("group %+v was put together by nothing", g)
			case g.Method == "" || g.Method == matching.ByID:
				continue
			case difference != 0:
				r.Errorf("group %+v misses %d", g, difference)
			}
			for _, o := range g.Owed {
				for _, i := range g.Received {
					if a := arrivals[i]; claims[o].Account != a.Account || claims[o].Currency != a.Currency || a.On < claims[o].From || a.On > claims[o].To {
						r.Errorf("group %+v: %+v is not of %+v", g, a, claims[o])
					}
				}
			}
		}
		slices.Sort(seenOwed)
		slices.Sort(seenReceived)
		for i := range claims {
			if i >= len(seenOwed) || seenOwed[i] != i {
				r.Fatalf("owed %v are in groups, want each of %d once", seenOwed, len(claims))
			}
		}
		for i := range arrivals {
			if i >= len(seenReceived) || seenReceived[i] != i {
				r.Fatalf("received %v are in groups, want each of %d once", seenReceived, len(arrivals))
			}
		}
		moved, movedArrivals := rapid.Permutation(claims).Draw(r, "order"), rapid.Permutation(arrivals).Draw(r, "order")
		again := tell(matching.Match(moved, movedArrivals, limits), moved, movedArrivals)
		if diff := cmp.Diff(tell(groups, claims, arrivals), again); diff != "" {
			r.Errorf("the order matters:\n%s", diff)
		}
	})
}

// A sum is a set of amounts of both sides, as bits.
type sum struct{ owed, received uint }

func (s sum) overlaps(o sum) bool { return s.owed&o.owed != 0 || s.received&o.received != 0 }

func bit(set uint, i int) bool { return set>>i&1 == 1 }

// TestCoverAgreesWithBruteForce: without ids and batches, every set of amounts is
// looked at, and every choice of those that are a sum.
func TestCoverAgreesWithBruteForce(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		claims, arrivals := drawOwed(r, false), drawReceived(r, false)
		sums := naiveSums(claims, arrivals)
		if len(sums) > 14 {
			return // 2^14 choices are enough for brute force
		}
		var want []told
		left := sum{1<<len(claims) - 1, 1<<len(arrivals) - 1}
		reasons := map[string]matching.Reason{}
		for len(sums) > 0 {
			tangle := []sum{sums[0]}
			for i := 0; i < len(tangle); i++ {
				for _, other := range sums {
					if other.overlaps(tangle[i]) && !slices.Contains(tangle, other) {
						tangle = append(tangle, other)
					}
				}
			}
			sums = slices.DeleteFunc(sums, func(s sum) bool { return slices.Contains(tangle, s) })
			chosen, isOnly := naiveCover(tangle)
			for _, s := range tangle {
				if isOnly && !slices.Contains(chosen, s) {
					continue
				}
				g := told{Method: matching.ByCover}
				for i, o := range claims {
					if bit(s.owed, i) {
						g.Owed = append(g.Owed, o.ID)
						reasons[o.ID] = matching.SeveralSolutions
					}
				}
				for i, a := range arrivals {
					if bit(s.received, i) {
						g.Received = append(g.Received, a.ID)
						reasons[a.ID] = matching.SeveralSolutions
					}
				}
				if isOnly {
					want = append(want, g)
					left = sum{left.owed &^ s.owed, left.received &^ s.received}
				}
			}
		}
		for i, o := range claims {
			if bit(left.owed, i) {
				want = append(want, told{Owed: []string{o.ID}, Reason: reasons[o.ID]})
			}
		}
		for i, a := range arrivals {
			if bit(left.received, i) {
				want = append(want, told{Received: []string{a.ID}, Reason: reasons[a.ID]})
			}
		}
		slices.SortFunc(want, func(a, b told) int {
			return slices.Compare(append(slices.Clone(a.Owed), a.Received...), append(slices.Clone(b.Owed), b.Received...))
		})
		got := tell(matching.Match(claims, arrivals, limits), claims, arrivals)
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			r.Errorf("(-naive +got):\n%s", diff)
		}
	})
}

// naiveSums returns every set of one amount on one side and its sum on the other.
func naiveSums(claims []matching.Owed, arrivals []matching.Received) (sums []sum) {
	for owed := uint(1); owed < 1<<len(claims); owed++ {
		for received := uint(1); received < 1<<len(arrivals); received++ {
			var nOwed, nReceived, difference int64
			fits := true
			for i, o := range claims {
				if !bit(owed, i) {
					continue
				}
				nOwed++
				difference += o.Amount
				for j, a := range arrivals {
					if bit(received, j) {
						fits = fits && a.Amount > 0 && o.Account == a.Account && o.Currency == a.Currency && o.From <= a.On && a.On <= o.To
					}
				}
			}
			for j, a := range arrivals {
				if bit(received, j) {
					nReceived++
					difference -= a.Amount
				}
			}
			if fits && difference == 0 && min(nOwed, nReceived) == 1 {
				sums = append(sums, sum{owed, received})
			}
		}
	}
	return sums
}

// naiveCover tries every choice of sums and returns the one that holds each amount
// of the tangle once, if there is only one.
func naiveCover(tangle []sum) (chosen []sum, isOnly bool) {
	var all sum
	for _, s := range tangle {
		all = sum{all.owed | s.owed, all.received | s.received}
	}
	covers := 0
	for choice := range 1 << len(tangle) {
		var covered sum
		var some []sum
		isDisjoint := true
		for i, s := range tangle {
			if choice>>i&1 == 1 {
				isDisjoint = isDisjoint && !s.overlaps(covered)
				covered = sum{covered.owed | s.owed, covered.received | s.received}
				some = append(some, s)
			}
		}
		if isDisjoint && covered == all {
			covers++
			chosen = some
		}
	}
	return chosen, covers == 1
}
