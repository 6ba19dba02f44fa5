package listescalations_test

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
	"ozpayout/stages/listescalations"
)

// A fact is a row of payout_facts; days are those of June 2024, 0 = null, and
// flags are "", "true" or "false". The batch runs as of 28 June.
type fact struct {
	line                  int
	order, batch, receipt string
	status                string
	clock, arrived        int
	open, escalated       string
}

var holiday = time.Date(2024, time.June, 12, 0, 0, 0, 0, time.UTC)

// A draft is a row of tickets; hours are those of June 2024 in Moscow, 0 = null. The
// as-of day ends with hour 28*24.
type draft struct {
	process, category     string
	payout, batch, order  string
	opened, closed, place int
}

func drawTickets(t *rapid.T) []draft {
	hour := rapid.IntRange(28*24-3, 28*24+3)
	drafts := make([]draft, rapid.IntRange(0, 6).Draw(t, "tickets"))
	for i := range drafts {
		drafts[i] = draft{
			process:  rapid.SampledFrom([]string{"", "payment_delay", "payment_delay", "binding_failure"}).Draw(t, "process"),
			category: rapid.SampledFrom([]string{"", "Payment Delay", "Payments"}).Draw(t, "category"),
			payout:   rapid.SampledFrom([]string{"", "P", "Q"}).Draw(t, "payout"), batch: rapid.SampledFrom([]string{"", "B", "C"}).Draw(t, "batch"),
			order: rapid.SampledFrom([]string{"", "O", "N"}).Draw(t, "order"), opened: hour.Draw(t, "opened"), place: i,
		}
		if rapid.Bool().Draw(t, "is closed") {
			drafts[i].closed = hour.Draw(t, "closed")
		}
	}
	return drafts
}

func hourOf(hour int) string {
	if hour == 0 {
		return ""
	}
	return time.Date(2024, time.June, 1, hour-3, 0, 0, 0, time.UTC).Format(time.RFC3339)
}

// covering looks at every ticket for a line of payout P.
func covering(drafts []draft, f fact) string {
	best := -1
	for i, d := range drafts {
		isDelay := d.process == "payment_delay" || d.process == "" && d.category == "Payment Delay"
		isOpen := d.opened < 28*24 && (d.closed == 0 || d.closed >= 28*24)
		isSame := d.payout == "P" || f.batch != "" && d.batch == f.batch || f.order != "" && d.order == f.order
		if isDelay && isOpen && isSame && (best < 0 || d.opened < drafts[best].opened) {
			best = i
		}
	}
	if best < 0 {
		return ""
	}
	return fmt.Sprintf("T%d", drafts[best].place)
}

func drawFacts(t *rapid.T) []fact {
	facts := make([]fact, rapid.IntRange(0, 12).Draw(t, "lines"))
	for i := range facts {
		facts[i] = fact{
			line: i, order: rapid.SampledFrom([]string{"", "O"}).Draw(t, "order"), batch: rapid.SampledFrom([]string{"", "B"}).Draw(t, "batch"),
			receipt: rapid.SampledFrom([]string{"", "R"}).Draw(t, "receipt"),
			status:  rapid.SampledFrom([]string{"", "paid", "processing_bank_transfer"}).Draw(t, "status"),
			clock:   rapid.IntRange(0, 28).Draw(t, "clock"), arrived: rapid.IntRange(0, 28).Draw(t, "arrived"),
			open: rapid.SampledFrom([]string{"true", "false"}).Draw(t, "open"), escalated: rapid.SampledFrom([]string{"", "true", "false"}).Draw(t, "escalated"),
		}
	}
	return facts
}

func date(day int) string {
	if day == 0 {
		return ""
	}
	return fmt.Sprintf("2024-06-%02d", day)
}

// run returns the rows that the stage writes, with inputs in batches of
// the given size.
func run(t testing.TB, facts []fact, causes []string, drafts []draft, size int, columns ...pipeline.Column) []string {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	in := map[*pipeline.Dataset][]arrow.Record{
		datasets.Calendar: {stagetest.Rows(mem, datasets.Calendar, "country,date,kind\nRU,2024-06-12,holiday\n")},
	}
	for batch := range slices.Chunk(facts, size) {
		var text strings.Builder
		text.WriteString("seller_id,payout_id,line_id,order_id,settlement_batch_no,last_receipt_no,payout_status_code,clock_start_on,arrived_on,is_open,is_escalated\n")
		for _, f := range batch {
			text.WriteString(fmt.Sprintf("1,P,%d,%s,%s,%s,%s,%s,%s,%s,%s\n",
				f.line, f.order, f.batch, f.receipt, f.status, date(f.clock), date(f.arrived), f.open, f.escalated))
		}
		in[datasets.ExplainedLines] = append(in[datasets.ExplainedLines], stagetest.Rows(mem, datasets.ExplainedLines, text.String()))
	}
	for batch := range slices.Chunk(causes, size) {
		text := "seller_id,payout_id,line_id,cause_code,blocked_days\n" + strings.Join(batch, "\n")
		in[datasets.DelayCauses] = append(in[datasets.DelayCauses], stagetest.Rows(mem, datasets.DelayCauses, text))
	}
	var tickets []arrow.Record
	for batch := range slices.Chunk(drafts, size) {
		var text strings.Builder
		text.WriteString("seller_id,ticket_id,process,category,payout_id,settlement_batch_no,order_id,opened_at,closed_at\n")
		for _, d := range batch {
			text.WriteString(fmt.Sprintf("1,T%d,%s,%s,%s,%s,%s,%s,%s\n", d.place, d.process, d.category, d.payout, d.batch, d.order, hourOf(d.opened), hourOf(d.closed)))
		}
		tickets = append(tickets, stagetest.Rows(mem, datasets.Tickets, text.String()))
	}
	asOf := arrow.Date32FromTime(time.Date(2024, time.June, 28, 0, 0, 0, 0, time.UTC))
	open, err := stagetest.Exec(listescalations.OpenTickets, map[*pipeline.Dataset][]arrow.Record{datasets.Tickets: tickets}, asOf, "p", mem)
	defer open.Release()
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		for _, rec := range slices.Concat(tickets, in[datasets.Calendar], in[datasets.ExplainedLines], in[datasets.DelayCauses]) {
			rec.Release()
		}
	}()
	in[datasets.OpenTickets] = open.Outputs[datasets.OpenTickets]
	done, err := stagetest.Exec(listescalations.Stage, in, asOf, "p", mem)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
	return stagetest.Lines(datasets.Escalations, done.Outputs[datasets.Escalations], columns...)
}

func naive(facts []fact, drafts []draft) []string {
	lines := []string{}
	for _, f := range facts {
		days := ""
		if f.clock != 0 {
			end := f.arrived
			if end == 0 {
				end = 28
			}
			days = fmt.Sprint(naiveWorkingDays(f.clock, end))
		}
		missing := map[[2]bool]string{{true, true}: "order_id|settlement_batch_no", {true, false}: "order_id", {false, true}: "settlement_batch_no"}[[2]bool{f.order == "", f.batch == ""}]
		rest := strings.Join([]string{f.order, f.batch, f.receipt, days, missing}, ",")
		if f.open == "true" && f.escalated == "true" {
			lines = append(lines, fmt.Sprintf("%d,OVERDUE_5,Payment Delay,true,%s,%s", f.line, rest, covering(drafts, f)))
		}
		if f.status == "processing_bank_transfer" {
			lines = append(lines, fmt.Sprintf("%d,BANK_FALLBACK,,false,%s,", f.line, rest))
		}
	}
	slices.Sort(lines)
	return lines
}

// naiveWorkingDays walks from the one day to the other.
func naiveWorkingDays(from, to int) int {
	sign := 1
	if to < from {
		from, to, sign = to, from, -1
	}
	count := 0
	for day := from + 1; day <= to; day++ {
		at := time.Date(2024, time.June, day, 0, 0, 0, 0, time.UTC)
		if at.Weekday() != time.Saturday && at.Weekday() != time.Sunday && !at.Equal(holiday) {
			count += sign
		}
	}
	return count
}

func TestOracle(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		facts, drafts := drawFacts(r), drawTickets(r)
		got := run(t, facts, nil, drafts, 4, datasets.LineNo, datasets.EscalationReason, datasets.CategoryText, datasets.IsUrgent,
			datasets.OrderID, datasets.SettlementBatchNo, datasets.EscalationReceipt, datasets.DaysOpen, datasets.MissingItems, datasets.OpenTicketID)
		if diff := cmp.Diff(naive(facts, drafts), got); diff != "" {
			r.Errorf("(-naive +stage):\n%s", diff)
		}
	})
}

// The order of facts, causes and tickets and their batches change nothing, the evidence
// included.
func TestOrderChangesNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		facts, drafts := drawFacts(r), drawTickets(r)
		var causes []string
		for _, f := range facts {
			for _, code := range []string{"OPEN_RETURN", "RISK_FREEZE", "UNEXPLAINED"} {
				if days := rapid.IntRange(0, 2).Draw(r, code); days > 0 {
					causes = append(causes, fmt.Sprintf("1,P,%d,%s,%d", f.line, code, days))
				}
			}
		}
		shuffled := run(t, rapid.Permutation(facts).Draw(r, "facts"), rapid.Permutation(causes).Draw(r, "causes"), rapid.Permutation(drafts).Draw(r, "tickets"), 3)
		if diff := cmp.Diff(run(t, facts, causes, drafts, 100), shuffled); diff != "" {
			r.Errorf("(-in order +shuffled):\n%s", diff)
		}
	})
}
