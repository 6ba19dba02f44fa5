package reconcilepayouts

import (
	"testing"
	"time"

	"ozpayout/stages/internal/calendar"
)

// Days off are passed over in both directions; where the calendar ends the way ends.
func TestStep(t *testing.T) {
	day := func(month time.Month, day int) calendar.Day { return calendar.DayOf(2024, month, day) }
	year, err := calendar.New("RU", []calendar.Exception{{Day: day(6, 12), Kind: calendar.Holiday}})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ from, step, want calendar.Day }{
		{day(6, 10), 1, day(6, 14)}, // 11, 13, 14
		{day(6, 14), -1, day(6, 10)},
		{day(6, 7), 1, day(6, 13)}, // behind a weekend
		{day(6, 17), -1, day(6, 11)},
		{day(12, 30), 1, day(12, 31)},
		{day(1, 2), -1, day(1, 1)},
	} {
		of := terms{calendar: year, windowDays: 3}
		if got := of.step(test.from, test.step); got != test.want {
			t.Errorf("three working days from %v by %d: %v, want %v", test.from, test.step, got, test.want)
		}
	}
}
