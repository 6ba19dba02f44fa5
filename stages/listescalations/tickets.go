package listescalations

import (
	"cmp"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/ticket"
)

// openTickets are the open payment_delay tickets by what they link; of several that
// link one thing, the first opened.
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

// linked are the columns by which a ticket covers a line (B22).
var linked = []*pipeline.Text{datasets.PayoutID, datasets.SettlementBatchNo, datasets.OrderID}

// readTickets reads the payment_delay tickets that are open at the end of the as-of
// day. Every partition reads all tickets, so few cells are touched of the others.
func readTickets(t *pipeline.Task) (openTickets, error) {
	open, end := make(openTickets), ticket.End(t)
	for batch, err := range t.Read(datasets.Tickets) {
		if err != nil {
			return nil, err
		}
		opened, closed := datasets.TicketOpenedAt.In(batch), datasets.TicketClosedAt.In(batch)
		processes, categories := datasets.TicketProcess.In(batch), datasets.TicketCategory.In(batch)
		sellers, ids := datasets.SellerID.In(batch), datasets.TicketID.In(batch)
		links := make([]*array.String, len(linked))
		for i, column := range linked {
			links[i] = column.In(batch)
		}
		for row := range ids.Len() {
			if opened.Value(row) >= end || closed.IsValid(row) && closed.Value(row) < end ||
				ticket.ProcessOf(nullable.Code(processes, row), nullable.Code(categories, row)) != ticket.PaymentDelay {
				continue
			}
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
