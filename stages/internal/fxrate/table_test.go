package fxrate_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/fxrate"
)

const maxAge = 12

// russian2024 has the days off and working Saturdays of January to June 2024
// (decree No. 1314 of 10.08.2023) and a plain December 2023.
func russian2024(t testing.TB) *calendar.Calendar {
	t.Helper()
	var exceptions []calendar.Exception
	add := func(kind calendar.Kind, month time.Month, days ...int) {
		for _, day := range days {
			exceptions = append(exceptions, calendar.Exception{Day: calendar.DayOf(2024, month, day), Kind: kind})
		}
	}
	exceptions = append(exceptions, calendar.Exception{Day: calendar.DayOf(2023, 11, 6), Kind: calendar.Holiday})
	add(calendar.Holiday, 1, 1, 2, 3, 4, 5, 6, 7, 8)
	add(calendar.Holiday, 2, 23)
	add(calendar.Holiday, 3, 8)
	add(calendar.WorkingWeekend, 4, 27)
	add(calendar.Holiday, 4, 29, 30)
	add(calendar.Holiday, 5, 1, 9, 10)
	add(calendar.Holiday, 6, 12)
	c, err := calendar.New("RU", exceptions)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func quote(currency string, month time.Month, day int, value, nominal int64) fxrate.Quote {
	return fxrate.Quote{Currency: currency, Rate: fxrate.Rate{
		Value: value, Nominal: nominal, From: calendar.DayOf(2024, month, day),
	}}
}

// Bank of Russia: USD 91.3591 from 15 May 2024, 91.2573 from 16 May; 89.0214
// set on 11 June held over the holiday of 12 June; 88.2080 from 14 June.
func TestLookUp(t *testing.T) {
	table, problems := fxrate.NewTable([]fxrate.Quote{
		quote("USD", 6, 14, 882080, 1),
		quote("USD", 5, 16, 912573, 1),
		quote("USD", 5, 15, 913591, 1),
		quote("USD", 6, 12, 890214, 1),
		quote("CNY", 5, 16, 126113, 1),
	}, maxAge, russian2024(t))
	for _, problem := range problems {
		if problem.Check != fxrate.LongGap && problem.Check != fxrate.MissingPublication {
			t.Errorf("problem %+v", problem)
		}
	}
	for _, test := range []struct {
		currency           string
		month              time.Month
		day                int
		value              int64
		ok, carried, stale bool
	}{
		{"USD", 5, 14, 0, false, false, false},
		{"USD", 5, 15, 913591, true, false, false},
		{"USD", 5, 16, 912573, true, false, false},
		{"USD", 5, 28, 912573, true, true, false},
		{"USD", 5, 29, 912573, true, true, true},
		{"USD", 6, 12, 890214, true, false, false},
		{"USD", 6, 13, 890214, true, true, false},
		{"USD", 6, 16, 882080, true, true, false},
		{"USD", 6, 26, 882080, true, true, false},
		{"USD", 6, 27, 882080, true, true, true},
		{"CNY", 5, 16, 126113, true, false, false},
		{"EUR", 5, 16, 0, false, false, false},
		{"RUB", 5, 16, 10_000, true, false, false},
	} {
		on := calendar.DayOf(2024, test.month, test.day)
		got, ok := table.Series(test.currency).At(on)
		if ok != test.ok || got.Value != test.value || got.IsCarried != test.carried || got.IsStale != test.stale {
			t.Errorf("%s on %v: %+v, %v; want %+v", test.currency, on, got, ok, test)
		}
	}
}

func TestChecks(t *testing.T) {
	type row struct {
		Check fxrate.Check
		On    string
	}
	for _, test := range []struct {
		name   string
		quotes []fxrate.Quote
		want   []row
	}{
		{"clean week", []fxrate.Quote{
			quote("USD", 6, 4, 890000, 1), quote("USD", 6, 5, 891000, 1), quote("USD", 6, 6, 892000, 1),
			quote("USD", 6, 7, 893000, 1), quote("USD", 6, 8, 894000, 1), quote("USD", 6, 11, 895000, 1),
		}, nil},
		{"equal quotes in two files, one with nominal 10", []fxrate.Quote{
			quote("CNY", 6, 4, 122000, 1), quote("CNY", 6, 4, 122000, 1), quote("CNY", 6, 4, 1220000, 10),
		}, nil},
		{"New Year: 30 December 2023 to 10 January 2024", []fxrate.Quote{
			{Currency: "USD", Rate: fxrate.Rate{Value: 896883, Nominal: 1, From: calendar.DayOf(2023, 12, 30)}},
			quote("USD", 1, 10, 890000, 1), quote("USD", 1, 11, 890000, 1),
		}, nil},
		{"working Saturday 27 April sets the rate of Sunday", []fxrate.Quote{
			quote("USD", 4, 27, 920000, 1), quote("USD", 4, 28, 921000, 1), quote("USD", 5, 3, 922000, 1),
		}, nil},
		{"Sunday after a plain Saturday", []fxrate.Quote{
			quote("USD", 6, 8, 890000, 1), quote("USD", 6, 9, 891000, 1),
		}, []row{{fxrate.DayOffPublication, "2024-06-09"}}},
		{"Monday", []fxrate.Quote{
			quote("USD", 6, 8, 890000, 1), quote("USD", 6, 10, 891000, 1),
		}, []row{{fxrate.DayOffPublication, "2024-06-10"}}},
		{"a working day without a rate", []fxrate.Quote{
			quote("USD", 6, 4, 890000, 1), quote("USD", 6, 6, 891000, 1),
		}, []row{{fxrate.MissingPublication, "2024-06-06"}}},
		{"13 days", []fxrate.Quote{
			quote("USD", 3, 1, 910000, 1), quote("USD", 3, 14, 911000, 1),
		}, []row{{fxrate.LongGap, "2024-03-14"}, {fxrate.MissingPublication, "2024-03-14"}}},
		{"nominal ignored", []fxrate.Quote{
			quote("CNY", 6, 4, 105493, 1), quote("CNY", 6, 5, 997522, 1), quote("CNY", 6, 6, 105000, 1),
		}, []row{{fxrate.NominalJump, "2024-06-05"}, {fxrate.NominalJump, "2024-06-06"}}},
		{"nominal changed as published", []fxrate.Quote{
			quote("CNY", 6, 4, 105493, 1), quote("CNY", 6, 5, 997522, 10),
		}, nil},
		{"contradiction", []fxrate.Quote{
			quote("USD", 6, 4, 890000, 1), quote("USD", 6, 5, 891000, 1), quote("USD", 6, 5, 891001, 1),
		}, []row{{fxrate.ContradictoryQuote, "2024-06-05"}}},
		{"zero and negative", []fxrate.Quote{
			quote("USD", 6, 4, 0, 1), quote("USD", 6, 5, -891000, 1), quote("USD", 6, 6, 891000, 0),
		}, []row{{fxrate.UnusableQuote, "2024-06-04"}, {fxrate.UnusableQuote, "2024-06-05"}, {fxrate.UnusableQuote, "2024-06-06"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, problems := fxrate.NewTable(test.quotes, maxAge, russian2024(t))
			var got []row
			for _, problem := range problems {
				got = append(got, row{problem.Check, problem.Rate.From.String()})
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestContradictedDayHasNoRateUntilTheNext(t *testing.T) {
	table, _ := fxrate.NewTable([]fxrate.Quote{
		quote("USD", 6, 4, 890000, 1),
		quote("USD", 6, 5, 891000, 1), quote("USD", 6, 5, 891001, 1),
		quote("USD", 6, 7, 893000, 1), quote("USD", 6, 7, 0, 1),
	}, maxAge, russian2024(t))
	for day, want := range map[int]int64{4: 890000, 5: 0, 6: 0, 7: 893000} {
		if got, ok := table.Series("USD").At(calendar.DayOf(2024, 6, day)); got.Value != want || ok != (want != 0) {
			t.Errorf("%d June: %+v, %v; want %d", day, got, ok, want)
		}
	}
}

// The dense look-up agrees with a search through the quotes, and their order
// does not matter.
func TestLookUpAgreesWithSearch(t *testing.T) {
	workdays := russian2024(t)
	start := calendar.DayOf(2024, 1, 1)
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.SliceOfNDistinct(rapid.Int32Range(0, 60), 1, 20, rapid.ID[int32]).Draw(t, "days")
		var quotes []fxrate.Quote
		for _, day := range days {
			value := rapid.Int64Range(1, 1e9).Draw(t, "value")
			quotes = append(quotes, fxrate.Quote{
				Currency: "USD",
				Rate:     fxrate.Rate{Value: value, Nominal: 1, From: start + calendar.Day(day)},
			})
		}
		table, _ := fxrate.NewTable(quotes, maxAge, workdays)
		on := start + calendar.Day(rapid.Int32Range(-5, 90).Draw(t, "on"))
		var want fxrate.Rate
		slices.Reverse(quotes)
		for _, q := range quotes {
			if q.From <= on && (want.Value == 0 || q.From > want.From) {
				want = q.Rate
			}
		}
		got, ok := table.Series("USD").At(on)
		if ok != (want.Value != 0) || got.Rate != want {
			t.Fatalf("on %v: %+v, %v; want %+v", on, got, ok, want)
		}
		if ok && got.IsStale != (on-want.From > maxAge) {
			t.Fatalf("on %v: stale %v for a rate from %v", on, got.IsStale, want.From)
		}
	})
}

func BenchmarkSeriesAt(b *testing.B) {
	table, _ := fxrate.NewTable([]fxrate.Quote{
		quote("USD", 6, 4, 890000, 1), quote("USD", 6, 5, 891000, 1),
	}, maxAge, russian2024(b))
	series, on := table.Series("USD"), calendar.DayOf(2024, 6, 10)
	for b.Loop() {
		series.At(on)
	}
}
