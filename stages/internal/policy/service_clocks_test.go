package policy_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/policy"
)

// The limits of both packs, and which tickets they are for (C15, C16).
func TestC15ServiceClocks(t *testing.T) {
	for _, pack := range []string{"article-2024", "ozon-help-2023"} {
		var clocks []policy.ServiceClock
		err := read(t, pack, tables{datasets.ServiceClocks: shipped(t, datasets.ServiceClocks)}, func(task *pipeline.Task) (err error) {
			clocks, err = policy.ServiceClocks(task)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		applying := func(process, addressedTo string) (codes string) {
			for _, c := range clocks {
				if c.AppliesTo(process, addressedTo) {
					codes += c.Code + " "
				}
			}
			return codes
		}
		for of, want := range map[[2]string]string{
			{"binding_failure", "ozon"}:   "assigned closed diagnosed ",
			{"payment_delay", "ozon"}:     "first_response written_reason ",
			{"payment_delay", "provider"}: "provider_response ",
			{"other", "ozon"}:             "",
		} {
			if got := applying(of[0], of[1]); got != want {
				t.Errorf("%s: %v has clocks %q, want %q", pack, of, got, want)
			}
		}
		limits := map[string]time.Duration{}
		for _, c := range clocks {
			if c.HasLimit {
				limits[c.Code] = c.Limit
			}
			if c.IsWorking != (c.Code == "assigned") {
				t.Errorf("%s: %s runs in working hours: %v", pack, c.Code, c.IsWorking)
			}
		}
		want := map[string]time.Duration{
			"assigned": 4 * time.Hour, "diagnosed": 2 * time.Hour, "closed": 24 * time.Hour, "first_response": 2 * time.Hour, "written_reason": 48 * time.Hour,
		}
		if diff := cmp.Diff(want, limits); diff != "" {
			t.Errorf("%s: limits (-want +got):\n%s", pack, diff)
		}
	}
}

func TestServiceTablesRefuse(t *testing.T) {
	clocks := func(task *pipeline.Task) error { _, err := policy.ServiceClocks(task); return err }
	items := func(task *pipeline.Task) error { _, err := policy.TicketItems(task); return err }
	for want, test := range map[string]struct {
		d      *pipeline.Dataset
		row    string
		reader func(*pipeline.Task) error
	}{
		"neither working nor clock":       {datasets.ServiceClocks, "pack,clock_code,hours,responsible\np,x,office,ozon", clocks},
		"neither ozon nor provider":       {datasets.ServiceClocks, "pack,clock_code,hours,responsible\np,x,clock,seller", clocks},
		"neither attachments nor message": {datasets.TicketItems, "pack,process,item_code,shown_by\np,x,y,telephone", items},
	} {
		if err := read(t, "p", tables{test.d: test.row}, test.reader); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

func TestTimeOfDay(t *testing.T) {
	for text, want := range map[string]time.Duration{"09:00": 9 * time.Hour, "18:30": 18*time.Hour + 30*time.Minute, "24:00": 24 * time.Hour, "9 am": -1} {
		err := read(t, "p", tables{datasets.PolicyValues: "pack,name,value\np,opens," + text}, func(task *pipeline.Task) error {
			values, err := policy.Values(task)
			if err != nil {
				return err
			}
			got, err := values.TimeOfDay("opens", day("2024-06-07"))
			if err == nil && got != want {
				t.Errorf("%s is %v, want %v", text, got, want)
			}
			return err
		})
		if (err != nil) != (want < 0) {
			t.Errorf("%s: error %v", text, err)
		}
	}
}
