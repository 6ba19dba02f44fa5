package listescalations

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/routing"
)

// An escalation is a reason to raise a ticket for a line.
type escalation struct {
	reason     string // OVERDUE_5 or BANK_FALLBACK (D08)
	category   string // to choose in the ticket; "" = the article names none
	isUrgent   bool
	openTicket string // already open; "" = none known
	evidence   string
	ruleIDs    string
}

// escalations returns the reasons of a line. An open payment_delay ticket covers
// the delay, not the routing.
func (l *line) escalations(daysOpen *int32, asOf calendar.Day, tickets openTickets) (found []escalation) {
	if l.isOverdue {
		found = append(found, escalation{
			reason: "OVERDUE_5", category: "Payment Delay", isUrgent: true, openTicket: tickets.covering(l), ruleIDs: "B22 C06 D03",
			evidence: sentence("Not arrived on "+asOf.String(), l.due(), l.clock(daysOpen), l.blockers()),
		})
	}
	if l.isFallback {
		found = append(found, escalation{
			reason: "BANK_FALLBACK", ruleIDs: "A33 D03 D08",
			evidence: sentence(l.routing(), l.due(), l.clock(daysOpen), l.blockers(), "please calibrate the routing of the category"),
		})
	}
	return found
}

// sentence joins the clauses that have something to say.
func sentence(clauses ...string) string {
	return strings.Join(slices.DeleteFunc(clauses, func(c string) bool { return c == "" }), "; ") + "."
}

func (l *line) routing() string {
	said := "Sent by the backup channel (Bank Transfer)"
	if l.status == routing.ProcessingBankTransfer {
		said = "Sent by the backup channel (Processing via Bank Transfer)"
	}
	switch l.intendedRoute {
	case "", "unknown":
	case "bank":
		said += ", the intended route is bank"
	default:
		said += " although the intended route is " + l.intendedRoute
	}
	if l.arrivedOn != nil {
		return said + ", arrived on " + l.arrivedOn.String()
	}
	return said
}

// due says when the line was due and how far it is from that; nothing for a line
// that is not judged.
func (l *line) due() string {
	if l.dueOn == nil {
		return ""
	}
	said := "due on " + l.dueOn.String() + " by rule " + cmp.Or(l.dueRule, "unknown")
	switch days := l.daysAfterDue; {
	case days == nil:
		return said
	case *days > 0:
		return said + ", " + workingDays(*days) + " after due"
	default:
		return said + ", not late"
	}
}

func (l *line) clock(daysOpen *int32) string {
	if l.clockStart == nil || daysOpen == nil {
		return ""
	}
	until := "so far"
	if l.arrivedOn != nil {
		until = "to arrival"
	}
	return "clock started at " + cmp.Or(l.clockCode, "an unknown event") + " on " + l.clockStart.String() + ", " + workingDays(*daysOpen) + " " + until
}

// blockers names the causes, the longest first.
func (l *line) blockers() string {
	if len(l.causes) == 0 {
		return ""
	}
	slices.SortFunc(l.causes, func(a, b cause) int {
		return cmp.Or(cmp.Compare(b.days, a.days), cmp.Compare(a.code, b.code))
	})
	named := make([]string, len(l.causes))
	for i, c := range l.causes {
		named[i] = c.code + " (" + workingDays(c.days) + ")"
	}
	return "causes: " + strings.Join(named, ", ")
}

func workingDays(n int32) string {
	if n == 1 {
		return "1 working day"
	}
	return strconv.Itoa(int(n)) + " working days"
}

// missing names the linked ids that are not known, joined by |. A receipt may be
// empty: there is one only after a partial arrival (B22).
func (l *line) missing() string {
	var items []string
	if l.order == "" {
		items = append(items, "order_id")
	}
	if l.batch == "" {
		items = append(items, "settlement_batch_no")
	}
	return strings.Join(items, "|")
}
