package workhours_test

import (
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"pgregory.net/rapid"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/workhours"
)

var moscow = time.FixedZone("Moscow", 3*60*60)

// office is open from 9 to 18; 12 June is a day off, Saturday 27 April a working
// day.
func office(t testing.TB) (workhours.Hours, *calendar.Calendar) {
	t.Helper()
	days, err := calendar.New("RU", []calendar.Exception{
		{Day: calendar.DayOf(2024, 4, 27), Kind: calendar.WorkingWeekend},
		{Day: calendar.DayOf(2024, 6, 12), Kind: calendar.Holiday},
	})
	if err != nil {
		t.Fatal(err)
	}
	hours, err := workhours.New(days, 9*time.Hour, 18*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return hours, days
}

func instant(t testing.TB, text string) arrow.Timestamp {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04:05.999999", text, moscow)
	if err != nil {
		t.Fatal(err)
	}
	return arrow.Timestamp(at.UnixMicro())
}

func TestA17Due(t *testing.T) {
	hours, _ := office(t)
	for _, test := range []struct {
		start string
		span  time.Duration
		want  string
	}{
		{"2024-06-07 16:30:00", 4 * time.Hour, "2024-06-10 11:30:00"},
		{"2024-06-07 16:30:00", 90 * time.Minute, "2024-06-07 18:00:00"},
		{"2024-06-07 16:30:00", 90*time.Minute + time.Microsecond, "2024-06-10 09:00:00.000001"},
		{"2024-06-07 16:30:00.000001", 4 * time.Hour, "2024-06-10 11:30:00.000001"},
		{"2024-06-07 18:00:00", 9 * time.Hour, "2024-06-10 18:00:00"},
		{"2024-06-07 03:00:00", time.Hour, "2024-06-07 10:00:00"},
		{"2024-06-08 12:00:00", time.Hour, "2024-06-10 10:00:00"},
		{"2024-06-11 17:00:00", 2 * time.Hour, "2024-06-13 10:00:00"},
		{"2024-06-12 10:00:00", time.Hour, "2024-06-13 10:00:00"},
		{"2024-04-26 17:00:00", 2 * time.Hour, "2024-04-27 10:00:00"},
		{"2024-06-07 12:00:00", 18 * time.Hour, "2024-06-11 12:00:00"},
		{"2024-06-08 12:00:00", 0, "2024-06-08 12:00:00"},
	} {
		got, ok := hours.Due(instant(t, test.start), test.span)
		if want := instant(t, test.want); !ok || got != want {
			t.Errorf("%s + %v is %v, %v; want %s", test.start, test.span, got.ToTime(arrow.Microsecond).In(moscow), ok, test.want)
		}
	}
}

func TestA17Between(t *testing.T) {
	hours, _ := office(t)
	for _, test := range []struct {
		from, to string
		want     time.Duration
	}{
		{"2024-06-07 16:30:00", "2024-06-10 11:30:00", 4 * time.Hour},
		{"2024-06-07 16:30:00", "2024-06-10 11:30:00.000001", 4*time.Hour + time.Microsecond},
		{"2024-06-07 16:30:00", "2024-06-07 16:31:00", time.Minute},
		{"2024-06-08 00:00:00", "2024-06-10 00:00:00", 0},
		{"2024-06-10 00:00:00", "2024-06-17 00:00:00", 36 * time.Hour},
		{"2024-06-10 11:30:00", "2024-06-07 16:30:00", -4 * time.Hour},
	} {
		if got, ok := hours.Between(instant(t, test.from), instant(t, test.to)); !ok || got != test.want {
			t.Errorf("from %s to %s: %v, %v; want %v", test.from, test.to, got, ok, test.want)
		}
	}
}

func drawInstant(t *rapid.T, label string) arrow.Timestamp {
	const day = 24 * 60 * 60 * 1_000_000
	from := calendar.MoscowMidnight(calendar.DayOf(2024, 4, 20))
	at := from + arrow.Timestamp(rapid.Int64Range(0, 60*day).Draw(t, label))
	if rapid.Bool().Draw(t, label+" on the hour") {
		at -= at % (60 * 60 * 1_000_000)
	}
	return at
}

// naive adds up the overlap with the opening hours of each day in turn.
func naive(days *calendar.Calendar, from, to arrow.Timestamp) (open time.Duration) {
	for day := calendar.MoscowDay(from); day <= calendar.MoscowDay(to); day++ {
		if isWorking, _ := days.IsWorking(day); isWorking {
			midnight := calendar.MoscowMidnight(day)
			opens, closes := midnight+9*60*60*1_000_000, midnight+18*60*60*1_000_000
			open += max(0, time.Duration(min(to, closes)-max(from, opens))*time.Microsecond)
		}
	}
	return open
}

func TestBetweenAgreesWithSingleDays(t *testing.T) {
	hours, days := office(t)
	rapid.Check(t, func(t *rapid.T) {
		from, to := drawInstant(t, "from"), drawInstant(t, "to")
		if to < from {
			from, to = to, from
		}
		want := naive(days, from, to)
		if got, ok := hours.Between(from, to); !ok || got != want {
			t.Fatalf("%v, %v; want %v", got, ok, want)
		}
		if got, ok := hours.Between(to, from); !ok || got != -want {
			t.Fatalf("backwards %v, %v; want %v", got, ok, -want)
		}
	})
}

// Due is the inverse of Between: the office was open for the span by then, and for
// less a microsecond before.
func TestDueIsTheInverseOfBetween(t *testing.T) {
	hours, _ := office(t)
	rapid.Check(t, func(t *rapid.T) {
		start := drawInstant(t, "start")
		span := time.Duration(rapid.Int64Range(0, 100*60*60*1_000_000).Draw(t, "span")) * time.Microsecond
		if rapid.Bool().Draw(t, "whole hours") {
			span = span.Truncate(time.Hour)
		}
		due, ok := hours.Due(start, span)
		if !ok || due < start {
			t.Fatalf("due %v, %v; start %v", due, ok, start)
		}
		if got, _ := hours.Between(start, due); got != span {
			t.Fatalf("open for %v until due, want %v", got, span)
		}
		if got, _ := hours.Between(start, due-1); span > 0 && got != span-time.Microsecond {
			t.Fatalf("open for %v a microsecond before due, want %v", got, span-time.Microsecond)
		}
	})
}

func TestUnknownYearIsNotAnswered(t *testing.T) {
	hours, _ := office(t)
	last := instant(t, "2024-12-31 17:00:00")
	if due, ok := hours.Due(last, 2*time.Hour); ok {
		t.Errorf("due %v in 2025", due)
	}
	if due, ok := hours.Due(instant(t, "2025-01-09 10:00:00"), time.Hour); ok {
		t.Errorf("due %v in 2025", due)
	}
	if open, ok := hours.Between(last, instant(t, "2025-01-01 00:00:00")); ok {
		t.Errorf("open for %v into 2025", open)
	}
	if open, ok := hours.Between(instant(t, "2023-12-31 17:00:00"), last); ok {
		t.Errorf("open for %v since 2023", open)
	}
}

func TestNewRefuses(t *testing.T) {
	_, days := office(t)
	for _, hours := range [][2]time.Duration{{-time.Hour, time.Hour}, {time.Hour, time.Hour}, {18 * time.Hour, 9 * time.Hour}, {time.Hour, 25 * time.Hour}} {
		if _, err := workhours.New(days, hours[0], hours[1]); err == nil {
			t.Errorf("%v to %v: no error", hours[0], hours[1])
		}
	}
}
