package countcompliance_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/countcompliance"
)

func TestCases(t *testing.T) { stagetest.Run(t, countcompliance.Stage) }

// uploadsIn runs the stage on one upload of each instant with the cut-off at 16:00
// in a zone.
func uploadsIn(t testing.TB, zone string, instants []time.Time) []string {
	t.Helper()
	var text strings.Builder
	text.WriteString("posting_number,seller_id,number_uploaded_at,late_amount_cny\n")
	for _, at := range instants {
		text.WriteString("P,1," + at.UTC().Format(time.RFC3339) + ",0.00\n")
	}
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	facts := stagetest.Rows(mem, datasets.PostingFacts, text.String())
	defer facts.Release()
	values := stagetest.Rows(mem, datasets.PolicyValues, "pack,name,value\np,upload_cut_off_time,16:00\np,upload_cut_off_zone,"+zone+"\n")
	defer values.Release()
	done, err := stagetest.Exec(countcompliance.Stage, map[*pipeline.Dataset][]arrow.Record{
		datasets.PostingFacts: {facts}, datasets.PolicyValues: {values},
	}, 19900, "p", mem)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
	return stagetest.Lines(datasets.UploadCounts, done.Outputs[datasets.UploadCounts], datasets.UploadedOn, datasets.Uploads, datasets.UploadsInTime)
}

// Between Moscow and Shanghai exactly those uploads change their side of the cut-off
// or their day that lie from 11:00 to 16:00 or from 19:00 to 24:00 in Moscow (C08).
func TestC08ZoneChangesExactlyTheExpectedUploads(t *testing.T) {
	moscow, err := time.LoadLocation("Europe/Moscow")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(r *rapid.T) {
		second := rapid.IntRange(0, 24*60*60-1).Draw(r, "second of the Moscow day")
		at := time.Date(2024, 6, 7, 0, 0, second, 0, moscow)
		before, after := uploadsIn(t, "Europe/Moscow", []time.Time{at}), uploadsIn(t, "Asia/Shanghai", []time.Time{at})
		hour := at.Hour()
		want := hour >= 11 && hour < 16 || hour >= 19
		if got := !slices.Equal(before, after); got != want {
			r.Fatalf("%v: changed %v, want %v: %v, %v", at, got, want, before, after)
		}
	})
}

func TestB15CutOffToTheSecond(t *testing.T) {
	at := func(clock string) time.Time {
		t.Helper()
		instant, err := time.Parse(time.RFC3339, "2024-06-07T"+clock+"+03:00")
		if err != nil {
			t.Fatal(err)
		}
		return instant
	}
	for clock, want := range map[string]string{
		"15:59:59": "2024-06-07,1,1",
		"16:00:00": "2024-06-07,1,0",
		"00:00:00": "2024-06-07,1,1",
		"23:59:59": "2024-06-07,1,0",
	} {
		if diff := cmp.Diff([]string{want}, uploadsIn(t, "Europe/Moscow", []time.Time{at(clock)})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", clock, diff)
		}
	}
}
