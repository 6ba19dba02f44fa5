package flagfreezes

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/internal/calendar"
)

func TestCases(t *testing.T) { stagetest.Run(t, Stage) }

// The rule, day by day: on each day see whether a payout is late, count attempts
// per late payout so far, and mark the next payouts one by one.
func naive(events []event, late []lateness, payouts []payout) map[string]calendar.Day {
	frozen := map[string]calendar.Day{}
	attempts := make([]int, len(late))
	for day := range calendar.Day(40) {
		var today []event
		for _, e := range events {
			if e.day == day {
				today = append(today, e)
			}
		}
		slices.SortFunc(today, func(a, b event) int { return cmp.Compare(a.at, b.at) })
		for _, e := range today {
			isTrigger := false
			for i, l := range late {
				if day < l.from || day > l.until {
					continue
				}
				if e.kind == withdrawalAttempt {
					attempts[i]++
				}
				isTrigger = isTrigger || e.kind == accountChanged || attempts[i] >= e.repeatedFrom
			}
			if !isTrigger {
				continue
			}
			left := e.nextPayouts
			for next := day + 1; next < 60 && left > 0; next++ {
				var ids []string
				for _, p := range payouts {
					if p.settledOn == next {
						ids = append(ids, p.id)
					}
				}
				slices.Sort(ids)
				for _, id := range ids[:min(left, len(ids))] {
					if _, ok := frozen[id]; !ok {
						frozen[id] = day
					}
				}
				left -= min(left, len(ids))
			}
		}
	}
	return frozen
}

func TestFreezesAgreeWithDayByDay(t *testing.T) {
	day := rapid.Int32Range(0, 30)
	rapid.Check(t, func(t *rapid.T) {
		var events []event
		for i := range rapid.IntRange(0, 6).Draw(t, "events") {
			at := calendar.Day(day.Draw(t, "day"))
			events = append(events, event{
				kind: rapid.SampledFrom([]string{accountChanged, withdrawalAttempt, withdrawalAttempt}).Draw(t, "kind"),
				day:  at, at: arrow.Timestamp(100*int(at) + i), repeatedFrom: 2, nextPayouts: 3,
			})
		}
		var late []lateness
		for range rapid.IntRange(0, 3).Draw(t, "late payouts") {
			from := calendar.Day(day.Draw(t, "from"))
			late = append(late, lateness{from, from + calendar.Day(rapid.Int32Range(0, 10).Draw(t, "for"))})
		}
		var payouts []payout
		for i := range rapid.IntRange(0, 8).Draw(t, "payouts") {
			payouts = append(payouts, payout{fmt.Sprintf("P%d", 9-i), calendar.Day(day.Draw(t, "settled"))})
		}
		got := map[string]calendar.Day{}
		for _, f := range freezesOf(triggersOf(events, late), payouts) {
			if _, twice := got[f.payoutID]; twice {
				t.Fatalf("%s is frozen twice", f.payoutID)
			}
			got[f.payoutID] = f.by.day
		}
		if diff := gocmp.Diff(naive(events, late, payouts), got); diff != "" {
			t.Fatalf("frozen from (-want +got):\n%s", diff)
		}
	})
}
