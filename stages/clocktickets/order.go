package clocktickets

import (
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/ticket"
)

// courses are the orders that the times of a ticket must have (formats.md 9.11).
var courses = [][]string{
	{datasets.TicketOpenedAt.Name, datasets.TicketFirstResponseAt.Name},
	{datasets.TicketOpenedAt.Name, datasets.TicketWrittenReasonAt.Name},
	{datasets.TicketOpenedAt.Name, datasets.TicketAssignedAt.Name, datasets.TicketDiagnosedAt.Name, datasets.TicketClosedAt.Name},
}

// misplaced returns the columns whose instant lies before that of a step which
// comes earlier. Later steps are held against the last one that is in order; what
// happened from now on is not known yet (D06).
func misplaced(t *ticket.Ticket, now arrow.Timestamp) (columns []string) {
	for _, course := range courses {
		var last arrow.Timestamp // of the step before
		for _, column := range course {
			at, ok := known(t, column, now)
			switch {
			case !ok:
			case column != course[0] && at < last:
				columns = append(columns, column)
			default:
				last = at
			}
		}
	}
	return columns
}

// report reports misplaced times, and times that lie after the as-of day (D06).
func report(reject func(pipeline.Finding), t *ticket.Ticket, misplaced []string, now arrow.Timestamp) {
	for _, column := range misplaced {
		at, _ := t.Time(column)
		reject(t.Finding(column, text(at), "time_out_of_order", pipeline.Warning,
			"The instant lies before a step that comes earlier in the course of a ticket."))
	}
	for _, column := range ticket.Times() {
		if at, ok := t.Time(column); ok && at >= now {
			reject(t.Finding(column, text(at), "time_after_as_of", pipeline.Note, "The instant lies after the as-of date and is not yet known on it."))
		}
	}
}

func text(at arrow.Timestamp) string { return at.ToTime(arrow.Microsecond).Format(time.RFC3339Nano) }
