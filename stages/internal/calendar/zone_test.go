package calendar_test

import (
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/stages/internal/calendar"
)

func TestDaysOfZones(t *testing.T) {
	for at, want := range map[string]struct{ moscow, shanghai string }{
		"2024-06-07T15:59:59.999999Z": {"2024-06-07", "2024-06-07"},
		"2024-06-07T16:00:00Z":        {"2024-06-07", "2024-06-08"},
		"2024-06-07T20:59:59.999999Z": {"2024-06-07", "2024-06-08"},
		"2024-06-07T21:00:00Z":        {"2024-06-08", "2024-06-08"},
		"1969-12-31T15:59:59Z":        {"1969-12-31", "1969-12-31"},
		"1969-12-31T20:59:59Z":        {"1969-12-31", "1970-01-01"},
		"1969-12-31T21:00:00Z":        {"1970-01-01", "1970-01-01"},
		"1960-02-29T00:00:00Z":        {"1960-02-29", "1960-02-29"},
	} {
		instant, err := time.Parse(time.RFC3339Nano, at)
		if err != nil {
			t.Fatal(err)
		}
		timestamp := arrow.Timestamp(instant.UnixMicro())
		if got := calendar.MoscowDay(timestamp).String(); got != want.moscow {
			t.Errorf("%s is %s in Moscow, want %s", at, got, want.moscow)
		}
		if got := calendar.ShanghaiDay(timestamp).String(); got != want.shanghai {
			t.Errorf("%s is %s in Shanghai, want %s", at, got, want.shanghai)
		}
	}
}
