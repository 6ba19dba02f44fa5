package countwaits_test

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
	"ozpayout/stages/countwaits"
)

// A line is a row of dated_lines; days are those of June 2024, 0 = null, and the
// batch runs as of the 28th. A cause stood on the days from opened to cleared.
type line struct {
	number                          int
	seller, route, clock, scope     string
	start, settled, arrived, due    int
	opened, cleared, secondOpenedOn int
}

const asOf = 28

func drawLines(t *rapid.T) []line {
	lines := make([]line, rapid.IntRange(0, 12).Draw(t, "lines"))
	for i := range lines {
		l := line{
			number: i, seller: rapid.SampledFrom([]string{"1", "2"}).Draw(t, "seller"), route: rapid.SampledFrom([]string{"", "bank"}).Draw(t, "route"),
			clock: rapid.SampledFrom([]string{"confirmation", "settlement"}).Draw(t, "clock"),
			scope: rapid.SampledFrom([]string{"in_scope", "in_scope", "not_a_sale", "returned"}).Draw(t, "scope"),
			start: rapid.IntRange(1, asOf).Draw(t, "start"),
		}
		l.settled, l.due = rapid.IntRange(l.start, asOf).Draw(t, "settled"), min(asOf, l.start+5)
		if l.clock == "settlement" {
			l.settled = l.start
		}
		if rapid.Bool().Draw(t, "arrived") {
			l.arrived = rapid.IntRange(l.settled, asOf).Draw(t, "day")
		}
		if l.isLate() && rapid.Bool().Draw(t, "caused") {
			l.opened, l.cleared = rapid.IntRange(1, asOf).Draw(t, "opened"), rapid.IntRange(0, asOf).Draw(t, "cleared")
			l.secondOpenedOn = rapid.IntRange(0, asOf).Draw(t, "second")
		}
		lines[i] = l
	}
	return lines
}

// end is the arrival of the line, else the as-of date.
func (l line) end() int {
	if l.arrived > 0 {
		return l.arrived
	}
	return asOf
}

func (l line) isLate() bool { return l.scope == "in_scope" && workdays(l.due, l.end()) > 0 }

// workdays counts the days after from, up to and including to, that are no weekend
// and not 12 June.
func workdays(from, to int) (days int) {
	for day := from + 1; day <= to; day++ {
		weekday := time.Date(2024, time.June, day, 0, 0, 0, 0, time.UTC).Weekday()
		if weekday != time.Saturday && weekday != time.Sunday && day != 12 {
			days++
		}
	}
	return days
}

func date(day int) string {
	if day == 0 {
		return ""
	}
	return fmt.Sprintf("2024-06-%02d", day)
}

// naive returns a row per line, landmark and outcome, all of them counts of one.
func naive(lines []line) []string {
	first := map[string]int{}
	for _, l := range lines {
		if have, ok := first[l.seller]; !ok || l.settled < have {
			first[l.seller] = l.settled
		}
	}
	sums := map[string][4]int{}
	add := func(l line, landmark string, from int) {
		outcome := 1
		if l.arrived > 0 {
			outcome = 0
		}
		count := func(days, outcome int) {
			key := fmt.Sprintf("%s,%s,%s,%s,%d", l.seller, l.route, l.clock, landmark, days)
			n := sums[key]
			n[outcome]++
			sums[key] = n
		}
		count(workdays(from, l.end()), outcome)
		if late := workdays(from, first[l.seller]); l.clock == "confirmation" && late > 0 {
			count(late-1, 3)
		}
	}
	for _, l := range lines {
		if l.scope != "in_scope" {
			continue // returned payouts without a return are not counted
		}
		add(l, "", l.start)
		if l.isLate() {
			add(l, l.landmark(), l.due)
		}
	}
	rows := []string{}
	for key, n := range sums {
		rows = append(rows, fmt.Sprintf("%s,%d,%d,%d,%d", key, n[0], n[1], n[2], n[3]))
	}
	slices.Sort(rows)
	return rows
}

func (l line) landmark() string {
	first := l.opened > 0 && l.opened <= l.due && (l.cleared == 0 || l.cleared >= l.due)
	second := l.secondOpenedOn > 0 && l.secondOpenedOn <= l.due
	switch {
	case first && second:
		return "several"
	case first:
		return "OPEN_RETURN"
	case second:
		return "INVOICE_MISSING"
	}
	return "none"
}

func run(t testing.TB, lines []line) []string {
	t.Helper()
	var rows, causes, spans strings.Builder
	firstSettled := make(map[string]int)
	rows.WriteString("seller_id,payout_id,line_id,route_code,clock_code,scope_code,clock_start_on,settled_on,taken_days,is_open,is_late,due_on,days_after_due\n")
	causes.WriteString("seller_id,payout_id,line_id,cause_code,opened_on,cleared_on\n")
	spans.WriteString("seller_id,first_settled_on\n")
	for _, l := range lines {
		taken := ""
		if l.arrived > 0 {
			taken = fmt.Sprint(workdays(l.start, l.arrived))
		}
		after := workdays(l.due, l.end())
		fmt.Fprintf(&rows, "%s,P,%d,%s,%s,%s,%s,%s,%s,%t,%t,%s,%d\n",
			l.seller, l.number, l.route, l.clock, l.scope, date(l.start), date(l.settled), taken, l.arrived == 0, l.isLate(), date(l.due), after)
		if first, ok := firstSettled[l.seller]; !ok || l.settled < first {
			firstSettled[l.seller] = l.settled
		}
		fmt.Fprintf(&causes, "%s,P,%d,UNEXPLAINED,,\n", l.seller, l.number)
		if l.opened > 0 {
			fmt.Fprintf(&causes, "%s,P,%d,OPEN_RETURN,%s,%s\n", l.seller, l.number, date(l.opened), date(l.cleared))
		}
		if l.secondOpenedOn > 0 {
			fmt.Fprintf(&causes, "%s,P,%d,INVOICE_MISSING,%s,\n", l.seller, l.number, date(l.secondOpenedOn))
		}
	}
	for seller, first := range firstSettled {
		fmt.Fprintf(&spans, "%s,%s\n", seller, date(first))
	}
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	in := map[*pipeline.Dataset][]arrow.Record{
		datasets.Calendar:        {stagetest.Rows(mem, datasets.Calendar, "country,date,kind\nRU,2024-06-12,holiday\n")},
		datasets.DatedLines:      {stagetest.Rows(mem, datasets.DatedLines, rows.String())},
		datasets.DelayCauses:     {stagetest.Rows(mem, datasets.DelayCauses, causes.String())},
		datasets.SettlementSpans: {stagetest.Rows(mem, datasets.SettlementSpans, spans.String())},
	}
	defer func() {
		for _, batches := range in {
			batches[0].Release()
		}
	}()
	in[datasets.PendingLines] = []arrow.Record{stagetest.Rows(mem, datasets.PendingLines, rows.String())}
	columns := []pipeline.Column{
		datasets.SellerID, datasets.RouteCode, datasets.ClockCode, datasets.WaitDays,
		datasets.WaitsArrived, datasets.WaitsCensored, datasets.WaitsReturned, datasets.WaitsEntered,
	}
	const landmark = 3 // place among the columns
	counts := []string{}
	for _, line := range exec(t, countwaits.Stage, in, datasets.WaitCounts, columns, mem) {
		cells := strings.Split(line, ",")
		counts = append(counts, strings.Join(slices.Insert(cells, landmark, ""), ","))
	}
	counts = append(counts, exec(t, countwaits.Unpaid, in, datasets.UnpaidWaitCounts, slices.Insert(columns, landmark, pipeline.Column(datasets.LandmarkCode)), mem)...)
	slices.Sort(counts)
	return counts
}

// exec runs a stage and returns columns of what it writes to a dataset.
func exec(t testing.TB, stage *pipeline.Stage, in map[*pipeline.Dataset][]arrow.Record, out *pipeline.Dataset, columns []pipeline.Column, mem memory.Allocator) []string {
	day := arrow.Date32FromTime(time.Date(2024, time.June, asOf, 0, 0, 0, 0, time.UTC))
	done, err := stagetest.Exec(stage, in, day, "p", mem)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
	return stagetest.Lines(out, done.Outputs[out], columns...)
}

func TestOracle(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		lines := drawLines(r)
		if diff := cmp.Diff(naive(lines), run(t, lines)); diff != "" {
			r.Errorf("(-naive +stage):\n%s", diff)
		}
	})
}
