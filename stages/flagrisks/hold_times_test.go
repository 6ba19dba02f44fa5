package flagrisks

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/stat"
)

// TestB31HoldsAgreeWithDayByDay walks each hold day by day.
func TestB31HoldsAgreeWithDayByDay(t *testing.T) {
	first := calendar.DayOf(2024, time.June, 1)
	holiday := calendar.DayOf(2024, time.June, 12)
	workdays, err := calendar.New("RU", []calendar.Exception{{Day: holiday, Kind: calendar.Holiday}})
	if err != nil {
		t.Fatal(err)
	}
	asOf := first + 40
	rapid.Check(t, func(t *rapid.T) {
		maybe := func(label string) calendar.Optional {
			day := rapid.IntRange(0, 50).Draw(t, label)
			return calendar.Optional{Day: first + calendar.Day(day), IsKnown: rapid.IntRange(0, 2).Draw(t, "is known") > 0}
		}
		payouts := rapid.SliceOf(rapid.Custom(func(*rapid.T) payout {
			p := payout{
				seller: rapid.SampledFrom([]string{"1", "2"}).Draw(t, "seller"), holdReason: rapid.SampledFrom([]string{"", "tax", "risk"}).Draw(t, "reason"),
				held: maybe("held"), released: maybe("released"),
			}
			if arrived := maybe("arrived"); arrived.IsKnown && arrived.Day <= asOf {
				p.arrived = arrived
			}
			return p
		})).Draw(t, "payouts")
		want := map[holdGroup]stat.Lifetimes{}
		for _, p := range payouts {
			if !p.held.IsKnown || p.held.Day > asOf {
				continue
			}
			end, exit := asOf, stat.Exits{Censored: 1}
			switch {
			case p.released.IsKnown && p.released.Day <= asOf:
				end, exit = p.released.Day, stat.Exits{Events: 1}
			case p.arrived.IsKnown && p.arrived.Day <= asOf: // a release to come is not known yet (D06)
				end, exit = p.arrived.Day, stat.Exits{Events: 1}
			}
			if end < p.held.Day {
				continue
			}
			days := 0
			for day := p.held.Day + 1; day <= end; day++ {
				if day.Weekday() != time.Saturday && day.Weekday() != time.Sunday && day != holiday {
					days++
				}
			}
			reason := p.holdReason
			if reason == "" {
				reason = "not_stated"
			}
			for _, seller := range []string{p.seller, "ALL"} {
				for _, of := range []string{reason, "ALL"} {
					group := holdGroup{seller, of}
					if want[group] == nil {
						want[group] = stat.Lifetimes{}
					}
					want[group].Add(days, exit)
				}
			}
		}
		got := holdBook{workdays, asOf, make(map[holdGroup]stat.Lifetimes)}
		for i := range payouts {
			if !got.add(&payouts[i]) {
				t.Fatal("a hold is not counted")
			}
		}
		if diff := cmp.Diff(want, got.of); diff != "" {
			t.Fatalf("holds (-want +got):\n%s", diff)
		}
	})
}

func TestB31HoldOutsideTheCalendarIsNotCounted(t *testing.T) {
	workdays, err := calendar.New("RU", []calendar.Exception{{Day: calendar.DayOf(2024, time.June, 12), Kind: calendar.Holiday}})
	if err != nil {
		t.Fatal(err)
	}
	held := calendar.Known(calendar.DayOf(2023, time.June, 1))
	book := holdBook{workdays, calendar.DayOf(2024, time.June, 1), make(map[holdGroup]stat.Lifetimes)}
	if book.add(&payout{id: "P1", held: held}) || len(book.of) > 0 {
		t.Error("a year without a calendar is counted")
	}
}
