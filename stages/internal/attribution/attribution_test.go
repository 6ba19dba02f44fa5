package attribution_test

import (
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ozpayout/stages/internal/attribution"
	"ozpayout/stages/internal/calendar"
)

// Late days are numbered from 1, the first working day after due; day 0 is due.
func lateDays(n int) (days []calendar.Day) {
	for i := range n {
		days = append(days, calendar.Day(i+1))
	}
	return days
}

// standing is a blocker since before due that clears on a day.
func standing(rank int, cleared calendar.Day) attribution.Blocker {
	return during(rank, -10, cleared)
}

func during(rank int, opened, cleared calendar.Day) attribution.Blocker {
	return attribution.Blocker{
		Rank: rank, HasKnockOn: true,
		Intervals: []attribution.Interval{{Opened: opened, Cleared: cleared}},
	}
}

// holiday takes single days and no knock-on.
func holiday(rank int, days ...calendar.Day) attribution.Blocker {
	blocker := attribution.Blocker{Rank: rank}
	for _, day := range days {
		blocker.Intervals = append(blocker.Intervals, attribution.Interval{Opened: day, Cleared: day})
	}
	return blocker
}

// shown is a Share with its fractions as text.
type shown struct {
	Blocker, Blocked, Precedence int
	Bottleneck, Shapley          string
	Saved                        int
}

func show(shares []attribution.Share) (rows []shown) {
	for _, s := range shares {
		rows = append(rows, shown{
			s.Blocker, s.BlockedDays, s.PrecedenceDays,
			inLowestTerms(s.Bottleneck), inLowestTerms(s.Shapley), s.SavedDays,
		})
	}
	return rows
}

func TestAttribute(t *testing.T) {
	open := attribution.NotCleared
	for _, test := range []struct {
		name                 string
		late                 int
		blockers             []attribution.Blocker
		want                 []shown
		knockOn, unexplained int
		bottleneck, tieCount int
	}{
		{
			name: "not late", blockers: []attribution.Blocker{standing(1, open)},
			bottleneck: -1,
		},
		{name: "no blocker", late: 4, unexplained: 4, bottleneck: -1},
		{
			name: "cleared on the due date: neither days nor knock-on (D54)", late: 4,
			blockers:    []attribution.Blocker{standing(1, 0)},
			unexplained: 4, bottleneck: -1,
		},
		{
			name: "one blocker and knock-on (D11)", late: 7,
			blockers: []attribution.Blocker{standing(1, 2)},
			want:     []shown{{0, 2, 5, "5", "5", 5}}, knockOn: 3, unexplained: 2, tieCount: 1,
		},
		{
			name: "arrived before the knock-on was over", late: 3,
			blockers: []attribution.Blocker{standing(1, 2)},
			want:     []shown{{0, 2, 3, "3", "3", 3}}, knockOn: 1, tieCount: 1,
		},
		{
			name: "still open: no knock-on", late: 3,
			blockers: []attribution.Blocker{during(1, 2, open)},
			want:     []shown{{0, 2, 2, "2", "2", 2}}, unexplained: 1, tieCount: 1,
		},
		{
			name: "two blockers: order of the argument does not matter", late: 6,
			blockers: []attribution.Blocker{during(3, 2, 4), standing(1, 3)},
			want:     []shown{{1, 3, 5, "1", "3", 1}, {0, 3, 1, "5", "3", 1}},
			knockOn:  2, bottleneck: 1, tieCount: 1,
		},
		{
			name: "knock-on only after the last clearing; the hole before it is unexplained", late: 8,
			blockers: []attribution.Blocker{standing(1, 1), during(2, 4, 4)},
			want:     []shown{{0, 1, 4, "1", "5/2", 1}, {1, 1, 1, "4", "5/2", 1}},
			knockOn:  3, unexplained: 3, bottleneck: 1, tieCount: 1,
		},
		{
			name: "ties of the bottleneck share; open is later than any date (D51)", late: 4,
			blockers:   []attribution.Blocker{standing(1, 400), standing(2, open), during(3, 3, open)},
			want:       []shown{{0, 4, 4, "0", "5/3", 0}, {1, 4, 0, "3", "5/3", 0}, {2, 2, 0, "1", "2/3", 0}},
			bottleneck: 1, tieCount: 2,
		},
		{
			name: "instances of one cause are one blocker (D17)", late: 9,
			blockers: []attribution.Blocker{{
				Rank: 1, HasKnockOn: true,
				Intervals: []attribution.Interval{{Opened: 1, Cleared: 2}, {Opened: 2, Cleared: 3}, {Opened: 6, Cleared: 6}},
			}},
			want: []shown{{0, 4, 7, "7", "7", 7}}, knockOn: 3, unexplained: 2, tieCount: 1,
		},
		{
			name: "holiday takes its own days and no knock-on (D54)", late: 7,
			blockers: []attribution.Blocker{standing(1, 2), holiday(13, 2, 4)},
			want:     []shown{{0, 2, 5, "4", "9/2", 4}, {1, 2, 1, "2", "3/2", 1}},
			knockOn:  3, unexplained: 1, bottleneck: 1, tieCount: 1,
		},
		{
			name: "a holiday alone has no knock-on", late: 4,
			blockers: []attribution.Blocker{holiday(13, 1, 2)},
			want:     []shown{{0, 2, 2, "2", "2", 2}}, unexplained: 2, tieCount: 1,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := new(attribution.Attributor).Attribute(lateDays(test.late), test.blockers, 3)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, show(got.Shares)); diff != "" {
				t.Errorf("shares (-want +got):\n%s", diff)
			}
			got.Shares = nil
			want := attribution.Result{
				KnockOnDays: test.knockOn, UnexplainedDays: test.unexplained,
				Bottleneck: test.bottleneck, BottleneckTies: test.tieCount,
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("result (-want +got):\n%s", diff)
			}
		})
	}
}

// Airport games: shares of the cost of a runway as long as the longest need.
// 8,11,13,18 and the two after it are published examples; the last two were
// computed by brute force over all subsets (statistics page, section 7).
func TestOracleAirportGame(t *testing.T) {
	for _, test := range []struct {
		days []calendar.Day
		want []string
	}{
		{[]calendar.Day{8, 11, 13, 18}, []string{"2", "3", "4", "9"}},
		{[]calendar.Day{40, 50, 60, 70, 80, 90}, []string{"20/3", "26/3", "67/6", "29/2", "39/2", "59/2"}},
		{[]calendar.Day{100, 160, 200}, []string{"100/3", "190/3", "310/3"}},
		{[]calendar.Day{5, 5, 2}, []string{"13/6", "13/6", "2/3"}},
		{[]calendar.Day{7, 3, 0}, []string{"11/2", "3/2"}},
	} {
		var blockers []attribution.Blocker
		longest := 0
		for i, days := range test.days {
			blockers = append(blockers, standing(i, days))
			longest = max(longest, int(days))
		}
		got, err := new(attribution.Attributor).Attribute(lateDays(longest), blockers, 3)
		if err != nil {
			t.Fatal(err)
		}
		var shapley []string
		for _, share := range got.Shares {
			shapley = append(shapley, inLowestTerms(share.Shapley))
		}
		if diff := cmp.Diff(test.want, shapley); diff != "" {
			t.Errorf("days %v (-want +got):\n%s", test.days, diff)
		}
	}
}

// The worked example of the statistics page, section 7, with the precedence
// line of decision D52: money-days of tracking, return and invoice.
func TestOracleWorkedExample(t *testing.T) {
	const tracking, openReturn, invoice = 0, 1, 2
	var precedence, saved [3]int
	var bottleneck, shapley [3]attribution.Fraction
	for _, line := range []struct {
		amount int
		days   map[int]calendar.Day
		late   int
	}{
		{100_000, map[int]calendar.Day{tracking: 5, openReturn: 3}, 5},
		{50_000, map[int]calendar.Day{invoice: 2}, 2},
		{80_000, map[int]calendar.Day{tracking: 2, openReturn: 6, invoice: 6}, 6},
	} {
		var blockers []attribution.Blocker
		for cause := range 3 {
			if days, ok := line.days[cause]; ok {
				blockers = append(blockers, standing(cause, days))
			}
		}
		got, err := new(attribution.Attributor).Attribute(lateDays(line.late), blockers, 3)
		if err != nil {
			t.Fatal(err)
		}
		for _, share := range got.Shares {
			cause := blockers[share.Blocker].Rank
			precedence[cause] += line.amount * share.PrecedenceDays
			saved[cause] += line.amount * share.SavedDays
			bottleneck[cause] += attribution.Fraction(line.amount) * share.Bottleneck
			shapley[cause] += attribution.Fraction(line.amount) * share.Shapley
		}
	}
	if want := [3]int{660_000, 320_000, 100_000}; precedence != want {
		t.Errorf("precedence %v, want %v", precedence, want)
	}
	if want := [3]int{200_000, 0, 100_000}; saved != want {
		t.Errorf("savings %v, want %v", saved, want)
	}
	for cause, want := range [3]struct{ bottleneck, shapley string }{
		{"500000", "1210000/3"}, {"240000", "1090000/3"}, {"340000", "940000/3"},
	} {
		if inLowestTerms(bottleneck[cause]) != want.bottleneck || inLowestTerms(shapley[cause]) != want.shapley {
			t.Errorf("cause %d: bottleneck %v, Shapley %v; want %+v", cause, inLowestTerms(bottleneck[cause]), inLowestTerms(shapley[cause]), want)
		}
	}
}

func TestTooManyBlockers(t *testing.T) {
	if _, err := new(attribution.Attributor).Attribute(lateDays(1), make([]attribution.Blocker, 15), 3); err == nil {
		t.Error("15 blockers are not refused")
	}
}

// inLowestTerms writes a number of days such as 13/6, or 2 for a whole number.
func inLowestTerms(f attribution.Fraction) string {
	return big.NewRat(int64(f), int64(attribution.Denominator)).RatString()
}

func TestFraction(t *testing.T) {
	third := attribution.Denominator / 3
	if inLowestTerms(third) != "1/3" || third.Days() != 1.0/3 || inLowestTerms(3*third) != "1" {
		t.Errorf("a third is %v, %v; three of them %v", inLowestTerms(third), third.Days(), inLowestTerms(3*third))
	}
	for m := attribution.Fraction(1); m <= attribution.MaxBlockers; m++ {
		if attribution.Denominator%m != 0 {
			t.Errorf("1/%d of a day is not a whole number of parts", m)
		}
	}
}

func BenchmarkAttribute(b *testing.B) {
	late := lateDays(12)
	blockers := []attribution.Blocker{standing(1, 4), during(3, 2, 7), holiday(13, 9)}
	b.ReportAllocs()
	var attributor attribution.Attributor
	for b.Loop() {
		if _, err := attributor.Attribute(late, blockers, 3); err != nil {
			b.Fatal(err)
		}
	}
}
