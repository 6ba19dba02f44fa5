package calendar_test

import (
	"strings"
	"testing"

	"ozpayout/stages/internal/calendar"
)

// The error names the year that is missing: of a day in question, else the one into
// which the count ran.
func TestMissingYearIsNamed(t *testing.T) {
	ru := seeded(t, "RU")
	known, before, after := day(t, "2024-06-07"), day(t, "2019-12-31"), day(t, "2030-01-01")
	for _, c := range []struct {
		from, to calendar.Day
		want     string
	}{
		{known, before, "no year 2019:"},
		{before, known, "no year 2019:"},
		{known, after, "no year 2030:"},
		{after, before, "no year 2030:"},
	} {
		_, err := ru.CountWorkingDays(c.from, c.to)
		if err == nil || !strings.Contains(err.Error(), "the RU calendar has "+c.want) {
			t.Errorf("%v to %v: %v, want %s", c.from, c.to, err, c.want)
		}
	}
	if days, err := ru.CountWorkingDays(known, known+5); err != nil || days != 2 { // 12 June is a holiday
		t.Errorf("%d working days, %v", days, err)
	}
	count := calendar.Counter{Calendar: ru}
	last := day(t, "2027-12-31")
	count.After(last-1, 5)
	count.Between(known, before)
	if count.Err == nil || !strings.Contains(count.Err.Error(), "no year 2028:") {
		t.Errorf("first error %v, want that of 2028", count.Err)
	}
}
