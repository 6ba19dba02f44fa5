package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"ozpayout/stages/internal/calendar"
)

// Days and dates are those of the standard library.
func TestDayAgreesWithTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		year, month, day := rapid.IntRange(-400, 2800).Draw(t, "year"), rapid.IntRange(-30, 40).Draw(t, "month"), rapid.IntRange(-400, 400).Draw(t, "day")
		at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
		d := calendar.DayOf(year, time.Month(month), day)
		if want := at.Unix() / (24 * 60 * 60); int64(d) != want {
			t.Fatalf("DayOf(%d, %d, %d) = %d, want %d", year, month, day, d, want)
		}
		wantYear, wantMonth, wantDay := at.Date()
		if gotYear, gotMonth, gotDay := d.Date(); gotYear != wantYear || gotMonth != wantMonth || gotDay != wantDay {
			t.Fatalf("date of %v is %d-%d-%d", at, gotYear, gotMonth, gotDay)
		}
		if d.Weekday() != at.Weekday() {
			t.Fatalf("%v is a %v", at, d.Weekday())
		}
		first := time.Date(wantYear, wantMonth, 1, 0, 0, 0, 0, time.UTC)
		if start, end := int64(d.MonthStart()), int64(d.MonthEnd()); start != first.Unix()/(24*60*60) || end+1 != first.AddDate(0, 1, 0).Unix()/(24*60*60) {
			t.Fatalf("the month of %v is from day %d to day %d", at, start, end)
		}
	})
}

func BenchmarkMonthStart(b *testing.B) {
	day := calendar.DayOf(2024, time.June, 7)
	for b.Loop() {
		if day.MonthStart() > day {
			b.Fatal("a month begins after one of its days")
		}
	}
}
