package clocktickets_test

import (
	"fmt"
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
	"ozpayout/stages/clocktickets"
)

// A drawn ticket has its times in minutes since Monday 2024-06-10 09:00 in Moscow;
// -1 is unknown. The batch runs as of Tuesday: now is minute 2340.
type drawn struct{ opened, assigned, diagnosed, closed int }

const nowMinute = 15*60 + 24*60

func stamp(minute int) string {
	if minute < 0 {
		return ""
	}
	return time.Date(2024, 6, 10, 6, minute, 0, 0, time.UTC).Format(time.RFC3339)
}

func isKnown(minute int) bool { return minute >= 0 && minute < nowMinute }

// naiveState counts minute by minute: limit minutes may pass while the clock runs.
func naiveState(start, stop, closed, limit int, runs func(int) bool) string {
	if !isKnown(start) {
		return "not_started"
	}
	end, done, without := nowMinute, "open", "open_breached"
	switch {
	case isKnown(stop):
		end, done, without = stop, "met", "breached"
	case isKnown(closed):
		end, done, without = closed, "closed_without", "breached"
	}
	passed := 0
	for minute := start; minute < end; minute++ {
		if runs(minute) {
			passed++
		}
	}
	if passed > limit {
		return without
	}
	return done
}

// working: the minutes from 09:00 to 18:00 of both days.
func working(minute int) bool { return minute%(24*60) < 9*60 }

func always(int) bool { return true }

func naive(tickets []drawn) []string {
	lines := []string{}
	for i, t := range tickets {
		if !isKnown(t.opened) {
			continue
		}
		lines = append(lines,
			fmt.Sprintf("%d,assigned,%s", i, naiveState(t.opened, t.assigned, t.closed, 240, working)),
			fmt.Sprintf("%d,closed,%s", i, naiveState(t.opened, t.closed, t.closed, 1440, always)),
			fmt.Sprintf("%d,diagnosed,%s", i, naiveState(t.assigned, t.diagnosed, t.closed, 120, always)))
	}
	slices.Sort(lines)
	return lines
}

func drawTickets(t *rapid.T) []drawn {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) drawn {
		at := rapid.SliceOfN(rapid.IntRange(0, nowMinute+100), 4, 4).Draw(t, "minutes")
		slices.Sort(at)
		for i := range at[1:] {
			if rapid.IntRange(0, 3).Draw(t, "is unknown") == 0 {
				at[i+1] = -1
			}
		}
		return drawn{at[0], at[1], at[2], at[3]}
	}), 0, 8).Draw(t, "tickets")
}

// run returns the states that the stage writes.
func run(t testing.TB, tickets []drawn) []string {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	var text strings.Builder
	text.WriteString("seller_id,ticket_id,process,opened_at,assigned_at,diagnosed_at,closed_at,source_row\n")
	for i, d := range tickets {
		fmt.Fprintf(&text, "1,%d,binding_failure,%s,%s,%s,%s,1\n", i, stamp(d.opened), stamp(d.assigned), stamp(d.diagnosed), stamp(d.closed))
	}
	in := make(map[*pipeline.Dataset][]arrow.Record)
	for d, rows := range map[*pipeline.Dataset]string{
		datasets.Tickets: text.String(),
		datasets.ServiceClocks: `pack,clock_code,process,from_column,to_column,minutes,hours,responsible
p,assigned,binding_failure,opened_at,assigned_at,240,working,ozon
p,diagnosed,binding_failure,assigned_at,diagnosed_at,120,clock,provider
p,closed,binding_failure,opened_at,closed_at,1440,clock,ozon
`,
		datasets.PolicyValues: "pack,name,value\np,support_opens_at,09:00\np,support_closes_at,18:00\n",
		datasets.Calendar:     "country,date,kind\nRU,2024-06-12,holiday\n",
	} {
		rec := stagetest.Rows(mem, d, rows)
		defer rec.Release()
		in[d] = []arrow.Record{rec}
	}
	asOf := arrow.Date32FromTime(time.Date(2024, 6, 11, 0, 0, 0, 0, time.UTC))
	done, err := stagetest.Exec(clocktickets.Stage, in, asOf, "p", mem)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
	return stagetest.Lines(datasets.SLAClocks, done.Outputs[datasets.SLAClocks], datasets.TicketID, datasets.SLAClock, datasets.SLAState)
}

func TestOracle(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		tickets := drawTickets(r)
		if diff := cmp.Diff(naive(tickets), run(t, tickets)); diff != "" {
			r.Errorf("(-naive +stage):\n%s", diff)
		}
	})
}
