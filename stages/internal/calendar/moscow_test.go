package calendar_test

import (
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/stages/internal/calendar"
)

func TestMoscowDay(t *testing.T) {
	for at, want := range map[string]string{
		"2024-06-07T20:59:59.999999Z": "2024-06-07",
		"2024-06-07T21:00:00Z":        "2024-06-08",
		"1969-12-31T20:59:59Z":        "1969-12-31",
		"1969-12-31T21:00:00Z":        "1970-01-01",
		"1960-02-29T00:00:00Z":        "1960-02-29",
	} {
		instant, err := time.Parse(time.RFC3339Nano, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := calendar.MoscowDay(arrow.Timestamp(instant.UnixMicro())).String(); got != want {
			t.Errorf("%s is %s in Moscow, want %s", at, got, want)
		}
	}
}
