package pipeline

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
)

// The latest date up to the day of the run, which ends in Moscow, is found beside later ones.
func TestLatestDateOfThePast(t *testing.T) {
	var (
		sent = &Date{Name: "sent_on", Doc: "day"}
		seen = &Instant{Name: "seen_at", Doc: "moment"}
		d    = &Dataset{
			Name: "raw_days", Doc: "Days.", Grain: "one row per day", Layer: SourceLayer,
			Columns: []Column{sent, seen, FromFile, FromSheet, FromRow},
			Input: &Input{
				Report: "days", Zone: "UTC", Fields: []Field{{Column: sent, Need: Present}, {Column: seen}}, Latest: []Column{sent, seen},
			},
		}
	)
	path := filepath.Join(t.TempDir(), "days.csv")
	if err := os.WriteFile(path, []byte(`sent_on,seen_at
2024-06-07,
,2024-06-09 20:59:59
,2024-06-09 21:00:00
2205-01-01,
2024-06-12,
soon,2024-06-30 00:00:00
`), 0o600); err != nil {
		t.Fatal(err)
	}
	found, _, err := NewRecogniser([]*Dataset{d}, nil, nil).Recognise(path, "days.csv")
	if err != nil || len(found) != 1 {
		t.Fatal(err, found)
	}
	for today, want := range map[string]string{
		"2024-06-06": "none", "2024-06-07": "2024-06-07", "2024-06-08": "2024-06-07", "2024-06-09": "2024-06-09", "2024-06-10": "2024-06-10",
		"2024-06-11": "2024-06-10", "2024-06-30": "2024-06-12", "2205-01-01": "2205-01-01",
	} {
		s := scanner{mem: memory.DefaultAllocator, settle: func(Entry) {}, reject: func(Finding) {}, today: dayNamed(t, today)}
		got, err := s.scan(context.Background(), found[0], found[0].File.Splits(0, math.MaxInt32)[0], func(arrow.Record) error { return nil })
		past := "none"
		if got.past != noDate {
			past = dateText(got.past)
		}
		if err != nil || past != want || dateText(got.latest) != "2205-01-01" {
			t.Errorf("today %s: %s of %s, %v; want %s", today, past, dateText(got.latest), err, want)
		}
	}
}

func dayNamed(t *testing.T, text string) arrow.Date32 {
	t.Helper()
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return arrow.Date32FromTime(at)
}

// A wrong date of the data is not the as-of date of a run that was given none. The run is
// the one that is given the date that was found, byte for byte.
func TestDatesAfterTodayAreNoAsOfDate(t *testing.T) {
	in := toyInput(t, 300)
	for i, soldOn := range []string{"2026-02-01", "2205-01-01", "2042-01-01"} {
		text := fmt.Sprintf("posting_number,status,amount,currency,sold_on\n9999999%d-0001-1,delivered,1.00,RUB,%s\n", i, soldOn)
		if err := os.WriteFile(filepath.Join(in, fmt.Sprintf("z%d.csv", i)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	o := toyOptions(in, t.TempDir())
	o.Today = new(dayNamed(t, "2026-03-20"))
	result := runToy(t, o)
	if dateText(result.AsOf) != "2026-03-20" || result.Future == nil || result.Manifest.Latest != "2205-01-01" {
		t.Fatalf("as of %v, future %v, latest %s", result.AsOf, result.Future, result.Manifest.Latest)
	}
	if diff := cmp.Diff(&FutureDates{File: "sales/0.csv", Latest: dayNamed(t, "2205-01-01")}, result.Future); diff != "" {
		t.Error(diff)
	}
	if again := runToy(t, o); again.Reused || again.ID != result.ID {
		t.Errorf("second run %s, reused %v: another day might have been the latest", again.ID, again.Reused)
	}

	given := o
	given.Out, given.AsOf, given.Today = t.TempDir(), &result.AsOf, nil
	if same := runToy(t, given); same.ID != result.ID || same.Future != nil {
		t.Errorf("with the date given: run %s, future %v", same.ID, same.Future)
	}
	if diff := cmp.Diff(publishedFiles(t, given.Out), publishedFiles(t, o.Out)); diff != "" {
		t.Errorf("other bytes than with the date given:\n%.2000s", diff)
	}

	o.Out, o.Today = t.TempDir(), new(dayNamed(t, "2001-01-01"))
	_, err := Run(context.Background(), toyPlan(), o)
	var input *InputError
	if !errors.As(err, &input) {
		t.Errorf("all dates after today: %v", err)
	}
}
