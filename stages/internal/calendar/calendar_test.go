package calendar_test

import (
	"encoding/csv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ozpayout/datasets/seeds"
	"ozpayout/stages/internal/calendar"
)

func day(t testing.TB, text string) calendar.Day {
	t.Helper()
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return calendar.DayOf(at.Date())
}

// seeded reads the shipped calendar of a country.
func seeded(t testing.TB, country string) *calendar.Calendar {
	t.Helper()
	file, err := seeds.Files.Open("calendar.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]calendar.Kind{"holiday": calendar.Holiday, "working-weekend": calendar.WorkingWeekend}
	var exceptions []calendar.Exception
	for _, row := range rows[1:] {
		if row[0] == country {
			exceptions = append(exceptions, calendar.Exception{Day: day(t, row[1]), Kind: kinds[row[2]]})
		}
	}
	c, err := calendar.New(country, exceptions)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Totals computed from the official lists by another program (calendar page of
// the specification, section 2).
func TestSeededTotals(t *testing.T) {
	ru, cn := seeded(t, "RU"), seeded(t, "CN")
	for _, want := range []struct{ year, ru, cn, both, cnWorkingWeekends int }{
		{2023, 247, 249, 231, 7},
		{2024, 248, 251, 228, 8},
		{2025, 247, 248, 231, 5},
		{2026, 247, 248, 232, 6},
	} {
		first, last := calendar.DayOf(want.year, 1, 1), calendar.DayOf(want.year, 12, 31)
		if got, ok := ru.WorkingDaysIn(first-1, last); !ok || got != want.ru {
			t.Errorf("RU %d: %d working days, %v; want %d", want.year, got, ok, want.ru)
		}
		if got, ok := cn.WorkingDaysIn(first-1, last); !ok || got != want.cn {
			t.Errorf("CN %d: %d working days, %v; want %d", want.year, got, ok, want.cn)
		}
		both, weekends := 0, 0
		for d := first; d <= last; d++ {
			inRU, _ := ru.IsWorking(d)
			inCN, _ := cn.IsWorking(d)
			if inRU && inCN {
				both++
			}
			if weekday := d.Weekday(); inCN && (weekday == time.Saturday || weekday == time.Sunday) {
				weekends++
			}
		}
		if both != want.both || weekends != want.cnWorkingWeekends {
			t.Errorf("%d: %d days working in both, %d CN working weekends; want %d, %d",
				want.year, both, weekends, want.both, want.cnWorkingWeekends)
		}
	}
	if got, ok := ru.WorkingDaysIn(day(t, "2026-12-31"), day(t, "2027-12-31")); !ok || got != 247 {
		t.Errorf("RU 2027: %d, %v; want 247", got, ok)
	}
	for _, saturday := range []string{"2024-04-27", "2024-11-02", "2024-12-28", "2025-11-01", "2027-02-20"} {
		if isWorking, ok := ru.IsWorking(day(t, saturday)); !isWorking || !ok {
			t.Errorf("RU %s: not a working Saturday", saturday)
		}
	}
}

// Examples of the calendar page, section 2, and of rule B02.
func TestSeededAdd(t *testing.T) {
	for _, test := range []struct {
		country, from string
		n             int
		want          string
	}{
		{"RU", "2024-04-26", 3, "2024-05-03"},
		{"RU", "2024-09-30", 3, "2024-10-03"},
		{"RU", "2024-12-27", 3, "2025-01-10"},
		{"RU", "2025-01-24", 3, "2025-01-29"},
		{"CN", "2024-04-26", 3, "2024-04-30"},
		{"CN", "2024-09-30", 3, "2024-10-10"},
		{"CN", "2024-12-27", 3, "2025-01-02"},
		{"CN", "2025-01-24", 3, "2025-02-05"},
		{"RU", "2024-06-07", 3, "2024-06-13"},
		{"RU", "2024-06-07", 5, "2024-06-17"},
		{"RU", "2024-06-12", 0, "2024-06-12"},
	} {
		got, ok := seeded(t, test.country).Add(day(t, test.from), test.n)
		if !ok || got != day(t, test.want) {
			t.Errorf("%s %s + %d = %v, %v; want %s", test.country, test.from, test.n, got, ok, test.want)
		}
	}
}

func TestUnknownYearIsNotAnswered(t *testing.T) {
	cn := seeded(t, "CN")
	last := day(t, "2026-12-31")
	if !cn.Covers(last) || cn.Covers(last+1) || cn.Covers(day(t, "2022-12-31")) {
		t.Error("covers other years than 2023 to 2026")
	}
	if _, ok := cn.IsWorking(last + 1); ok {
		t.Error("IsWorking answers for 2027")
	}
	if got, ok := cn.Add(last, 1); ok {
		t.Errorf("the first working day of 2027 is %v", got)
	}
	if _, ok := cn.Add(last-10, -1); ok {
		t.Error("Add answers a negative number")
	}
	if _, ok := cn.WorkingDaysIn(last, last+1); ok {
		t.Error("WorkingDaysIn reaches into 2027")
	}
	if _, ok := cn.WorkingDaysIn(last+1, last); ok {
		t.Error("WorkingDaysIn reaches back from 2027")
	}
	if days, err := cn.AppendWorkingDays(nil, last-3, last+3); err == nil || days != nil {
		t.Errorf("working days into 2027: %v", days)
	}
	first := day(t, "2023-01-01")
	if got, ok := cn.WorkingDaysIn(first-1, first+2); !ok || got != 1 {
		t.Errorf("1 to 3 January 2023: %d, %v; want 1 working day", got, ok)
	}
	if _, ok := cn.WorkingDaysIn(first-2, first); ok {
		t.Error("WorkingDaysIn reaches back into 2022")
	}
}

func TestNewRefuses(t *testing.T) {
	monday, saturday := day(t, "2024-06-10"), day(t, "2024-06-08")
	for name, exceptions := range map[string][]calendar.Exception{
		"nothing":         nil,
		"twice":           {{monday, calendar.Holiday}, {monday, calendar.Holiday}},
		"working Monday":  {{monday, calendar.WorkingWeekend}},
		"unknown kind":    {{saturday, 0}},
		"a year left out": {{monday, calendar.Holiday}, {day(t, "2026-01-01"), calendar.Holiday}},
	} {
		if _, err := calendar.New("XX", exceptions); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Counting agrees with looking at each day in turn.
func TestCountsAgreeWithSingleDays(t *testing.T) {
	ru := seeded(t, "RU")
	first, last := int32(day(t, "2023-01-01")), int32(day(t, "2027-12-31"))
	rapid.Check(t, func(t *rapid.T) {
		from := calendar.Day(rapid.Int32Range(first, last).Draw(t, "from"))
		to := calendar.Day(rapid.Int32Range(int32(from), last).Draw(t, "to"))
		var want []calendar.Day
		for d := from + 1; d <= to; d++ {
			if isWorking, _ := ru.IsWorking(d); isWorking {
				want = append(want, d)
			}
		}
		if got, ok := ru.WorkingDaysIn(from, to); !ok || got != len(want) {
			t.Fatalf("%v to %v: %d working days, want %d", from, to, got, len(want))
		}
		if got, ok := ru.WorkingDaysIn(to, from); !ok || got != -len(want) {
			t.Fatalf("%v back to %v: %d working days, want %d", to, from, got, -len(want))
		}
		got, err := ru.AppendWorkingDays(nil, from, to)
		if err != nil || len(got) != len(want) {
			t.Fatalf("%v to %v: days %v, want %v", from, to, got, want)
		}
		for i := range want {
			if nth, ok := ru.Add(from, i+1); !ok || nth != want[i] || got[i] != want[i] {
				t.Fatalf("working day %d after %v: Add %v, list %v, want %v", i+1, from, nth, got[i], want[i])
			}
		}
	})
}

func BenchmarkWorkingDaysIn(b *testing.B) {
	ru := seeded(b, "RU")
	from, to := day(b, "2024-06-07"), day(b, "2024-08-01")
	for b.Loop() {
		ru.WorkingDaysIn(from, to)
	}
}
