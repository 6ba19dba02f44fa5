package checktickets

import (
	"slices"
	"strings"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/ticket"
)

// States of an item.
const (
	present = "present"
	missing = "missing"
	unknown = "unknown"
)

// An item is something that a ticket must have, and whether it has it.
type item struct {
	policy.TicketItem
	state  string
	reason string // why it is not present; "" = it is
}

// itemsOf judges what a ticket must have. listsAttachments says whether the file of
// the ticket lists attachments at all: then a ticket that lists none has none.
func itemsOf(t *ticket.Ticket, required []policy.TicketItem, listsAttachments bool) (items []item) {
	for _, r := range policy.HoldingOn(required, calendar.MoscowDay(t.Opened)) {
		if r.Process != t.Process {
			continue
		}
		i := item{TicketItem: r}
		if r.IsMessage {
			i.state, i.reason = english(t.Language, t.Script)
		} else {
			i.state, i.reason = attached(t.Attachments, r.Code, listsAttachments)
		}
		items = append(items, i)
	}
	return items
}

// attached says whether an item is among the attachments. One that is not may be
// what a word means that nobody knows.
func attached(attachments, code string, listsAttachments bool) (state, reason string) {
	codes := strings.Split(attachments, "|")
	switch {
	case slices.Contains(codes, code):
		return present, ""
	case slices.Contains(codes, ticket.Unknown):
		return unknown, "attachments_unknown"
	case listsAttachments:
		return missing, "not_attached"
	default:
		return unknown, "not_recorded"
	}
}

// english says whether a message is in English, from the language that the file
// gives and the script of the message (A20). Latin letters pass where no language
// is given, not where it is a word that nobody knows; a message of two scripts may only quote names, so nothing follows.
func english(language, script string) (state, reason string) {
	switch {
	case language != "" && language != "en" && language != ticket.Unknown:
		return missing, "language_" + language
	case script == "cyrillic" || script == "cjk":
		return missing, "script_" + script
	case script == "mixed":
		return unknown, "script_mixed"
	case language == ticket.Unknown:
		return unknown, "language_unknown"
	case language == "en" || script == "latin":
		return present, ""
	default:
		return unknown, "nothing_known"
	}
}

// isComplete reports whether all items are present; nil if none is missing but not
// all are known.
func isComplete(items []item) *bool {
	is := func(state string) bool {
		return slices.ContainsFunc(items, func(i item) bool { return i.state == state })
	}
	switch {
	case is(missing):
		return new(false)
	case is(unknown):
		return nil
	}
	return new(true)
}
