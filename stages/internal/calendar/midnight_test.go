package calendar_test

import (
	"testing"

	"ozpayout/stages/internal/calendar"
)

// Midnight is the first instant of its day.
func TestMoscowMidnight(t *testing.T) {
	for _, text := range []string{"1969-12-31", "1970-01-01", "2024-06-07"} {
		d := day(t, text)
		midnight := calendar.MoscowMidnight(d)
		if calendar.MoscowDay(midnight) != d || calendar.MoscowDay(midnight-1) != d-1 {
			t.Errorf("%s begins at %d in Moscow: that is %v, the instant before %v",
				text, midnight, calendar.MoscowDay(midnight), calendar.MoscowDay(midnight-1))
		}
	}
}
