// Package ticket reads support tickets into plain values: which process they are
// of, who must answer, and what was known of them at the end of the as-of day.
package ticket

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// Processes that the rules know (C15).
const (
	BindingFailure = "binding_failure"
	PaymentDelay   = "payment_delay"
	Other          = "other"
)

// Unknown is the code of a word that is on no list (9.18): something is said, and
// nobody knows what.
const Unknown = "unknown"

// ProcessOf returns the process of a ticket: the one given, else the one that its
// category names in any of the languages of the word list ("Payment Delay" is
// payment_delay), else other.
func ProcessOf(process, category string) string {
	if process != "" {
		return process
	}
	if named, reason := datasets.ProcessWords.Code([]byte(category)); reason == "" {
		return named
	}
	return Other
}

// A Ticket is a row of [datasets.Tickets]. An empty text is unknown.
type Ticket struct {
	SellerID, ID  string
	Process       string // never empty; may be [Unknown]
	AddressedTo   string // ozon or provider, never empty; may be [Unknown]
	Provider      string // empty for an unknown word too
	Opened        arrow.Timestamp
	ErrorCode     string // as written
	FailureCause  string // empty for an unknown word too
	AttemptNo     int64  // 1 is the first try, 0 unknown
	Language      string // may be [Unknown]
	Script        string // of the message
	Attachments   string // codes joined by |, [Unknown] for each word that is
	File          string
	Row           int64
	moments       [len(times)]arrow.Timestamp
	isMomentKnown [len(times)]bool
}

// times are the columns of a ticket that hold an instant.
var times = [...]*pipeline.Instant{
	datasets.TicketOpenedAt, datasets.TicketFirstResponseAt, datasets.TicketAssignedAt,
	datasets.TicketDiagnosedAt, datasets.TicketWrittenReasonAt, datasets.TicketClosedAt,
}

// Times returns the names of the columns of tickets that hold an instant of their
// course.
func Times() []string {
	names := make([]string, len(times))
	for i, c := range times {
		names[i] = c.Name
	}
	return names
}

// Time returns the instant in a column; ok is false if it is empty or there is no
// such column.
func (t *Ticket) Time(column string) (at arrow.Timestamp, ok bool) {
	for i, c := range times {
		if c.Name == column {
			return t.moments[i], t.isMomentKnown[i]
		}
	}
	return 0, false
}

// Finding returns a finding about a cell of the ticket.
func (t *Ticket) Finding(column, raw, code string, severity pipeline.Severity, message string) pipeline.Finding {
	return pipeline.Finding{
		File: t.File, Row: t.Row, Column: column, Code: code, Raw: raw, Severity: severity, Message: message, Dataset: datasets.RawTickets.Name,
	}
}
