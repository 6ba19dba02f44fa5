package listescalations

import (
	"cmp"
	"context"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/ticket"
)

// OpenTickets picks the tickets that cover lines.
var OpenTickets = &pipeline.Stage{
	Name: "find_open_tickets",
	Doc: `Tickets that escalations are held against.

B22: payment_delay tickets that link a payout, settlement batch or order.
D06: open means not closed at the end of the as-of day; a ticket opened after it is not known yet.
C15: the process is that given, else that of the category.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.Tickets},
	Outputs: []*pipeline.Dataset{datasets.OpenTickets},
	Run:     findOpenTickets,
}

func findOpenTickets(_ context.Context, t *pipeline.Task) error {
	end := ticket.End(t)
	for batch, err := range t.Read(datasets.Tickets) {
		if err != nil {
			return err
		}
		opened, closed := datasets.TicketOpenedAt.In(batch), datasets.TicketClosedAt.In(batch)
		processes, categories := datasets.TicketProcess.In(batch), datasets.TicketCategory.In(batch)
		links := linksIn(batch)
		var rows []int32
		for row := range int(batch.NumRows()) {
			isLinked := slices.ContainsFunc(links, func(ids *array.String) bool { return ids.IsValid(row) })
			if isLinked && opened.Value(row) < end && (closed.IsNull(row) || closed.Value(row) >= end) &&
				ticket.ProcessOf(nullable.Code(processes, row), nullable.Code(categories, row)) == ticket.PaymentDelay {
				rows = append(rows, int32(row))
			}
		}
		if err := writeTickets(t, batch, rows); err != nil {
			return err
		}
	}
	return nil
}

func writeTickets(t *pipeline.Task, batch arrow.Record, rows []int32) error {
	out := pipeline.DeriveRows(t.Mem, datasets.OpenTickets, batch, rows, map[pipeline.Column]arrow.Array{
		datasets.OpenTicket: pipeline.TakeColumn(t.Mem, datasets.TicketID.In(batch), rows),
	})
	defer out.Release()
	return t.Write(datasets.OpenTickets, out)
}

// linked are the columns by which a ticket covers a line (B22).
var linked = []*pipeline.Text{datasets.PayoutID, datasets.SettlementBatchNo, datasets.OrderID}

func linksIn(batch arrow.Record) []*array.String {
	links := make([]*array.String, len(linked))
	for i, column := range linked {
		links[i] = column.In(batch)
	}
	return links
}

// openTickets are the tickets that cover lines, by what they link; of several that link one
// thing, the first opened.
type openTickets map[link]openTicket

// A link is a payout, settlement batch or order of a seller.
type link struct {
	seller string
	column *pipeline.Text
	id     string
}

type openTicket struct {
	opened arrow.Timestamp
	id     string
}

func compareTickets(a, b openTicket) int {
	return cmp.Or(cmp.Compare(a.opened, b.opened), cmp.Compare(a.id, b.id))
}

// readTickets reads the open tickets. Every partition reads all of them.
func readTickets(t *pipeline.Task) (openTickets, error) {
	open := make(openTickets)
	for batch, err := range t.Read(datasets.OpenTickets) {
		if err != nil {
			return nil, err
		}
		opened, sellers, ids := datasets.TicketOpenedAt.In(batch), datasets.SellerID.In(batch), datasets.OpenTicket.In(batch)
		links := linksIn(batch)
		for row := range ids.Len() {
			found := openTicket{opened.Value(row), nullable.CopyText(ids, row)}
			for i, column := range linked {
				if id := nullable.CopyText(links[i], row); id != "" {
					open.add(link{nullable.CopyCode(sellers, row), column, id}, found)
				}
			}
		}
	}
	return open, nil
}

func (o openTickets) add(to link, found openTicket) {
	if before, known := o[to]; !known || compareTickets(found, before) < 0 {
		o[to] = found
	}
}

// covering returns the number of the ticket that was opened first among those of
// the same payout, settlement batch or order; "" for none.
func (o openTickets) covering(l *line) string {
	first := openTicket{}
	for i, id := range []string{l.payout, l.batch, l.order} {
		if found, ok := o[link{l.seller, linked[i], id}]; ok && (first.id == "" || compareTickets(found, first) < 0) {
			first = found
		}
	}
	return first.id
}
