package ticket_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/internal/ticket"
)

func TestB23ProcessOf(t *testing.T) {
	for _, test := range []struct{ process, category, want string }{
		{"binding_failure", "Payment Delay", "binding_failure"},
		{"", "Payment Delay", "payment_delay"},
		{"", " payment  DELAY", "payment_delay"},
		{"", "回款延迟", "payment_delay"},
		{"", "Payments", "other"},
		{"", "", "other"},
	} {
		if got := ticket.ProcessOf(test.process, test.category); got != test.want {
			t.Errorf("process %q, category %q: %s, want %s", test.process, test.category, got, test.want)
		}
	}
}

// A ticket opened in the last instant of the as-of day in Moscow is known, one
// opened in the next is not.
func TestD06Batches(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	rows := stagetest.Rows(mem, datasets.Tickets, `seller_id,ticket_id,category,opened_at,closed_at,source_file,source_row
1,T3,Payment Delay,2024-06-07T21:00:00Z,,f.csv,4
1,T2,Payment Delay,2024-06-07T20:59:59.999999Z,,f.csv,3
1,T1,Payment Delay,2024-06-01T00:00:00Z,2024-06-07T21:00:00Z,f.csv,2
1,T0,Payment Delay,2024-06-01T00:00:00Z,2024-06-07T20:59:59.999999Z,f.csv,1
`)
	defer rows.Release()
	stage := &pipeline.Stage{Inputs: []*pipeline.Dataset{datasets.Tickets}, Run: func(_ context.Context, task *pipeline.Task) error {
		var known, later []ticket.Ticket
		for batch, err := range ticket.Batches(task) {
			if err != nil {
				return err
			}
			for _, tickets := range [][]ticket.Ticket{batch.Known, batch.Later} {
				for i := range tickets {
					tickets[i].ID = strings.Clone(tickets[i].ID) // it outlives its batch
				}
			}
			known, later = append(known, batch.Known...), append(later, batch.Later...)
		}
		if len(known) != 3 || len(later) != 1 || later[0].ID != "T3" || later[0].Row != 4 {
			t.Fatalf("known %v, later %v", known, later)
		}
		for i, want := range []string{"T2", "T1", "T0"} {
			if known[i].ID != want {
				t.Errorf("ticket %d is %s, want %s", i, known[i].ID, want)
			}
		}
		if _, ok := known[0].Time("assigned_at"); ok || known[0].Process != ticket.PaymentDelay || known[0].AddressedTo != "ozon" {
			t.Errorf("ticket %+v", known[0])
		}
		return nil
	}}
	asOf := arrow.Date32FromTime(time.Date(2024, 6, 7, 0, 0, 0, 0, time.UTC))
	done, err := stagetest.Exec(stage, map[*pipeline.Dataset][]arrow.Record{datasets.Tickets: {rows}}, asOf, "p", mem)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
}
