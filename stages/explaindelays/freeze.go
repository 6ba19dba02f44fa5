package explaindelays

import (
	"cmp"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/stages/internal/attribution"
	"ozpayout/stages/internal/calendar"
)

// A riskEvent freezes or unfreezes payouts of a seller: all of them, or those of a
// provider, or one.
type riskEvent struct {
	isUnfreeze       bool
	happened         arrow.Timestamp
	provider, payout string // "" = any
	at               place
}

// A flaggedFreeze says that a payout follows a trigger of the risk review (B24).
type flaggedFreeze struct {
	from calendar.Day
	at   place
}

// isAbout reports whether the event freezes or unfreezes the payout of a line.
func (e *riskEvent) isAbout(l *line) bool {
	return isAnyOr(e.provider, l.route) && isAnyOr(e.payout, l.payout)
}

// compare orders events by time, a freeze before what lifts it at the same instant.
func (e *riskEvent) compare(other *riskEvent) int {
	rank := func(e *riskEvent) int {
		if e.isUnfreeze {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(e.happened, other.happened), cmp.Compare(rank(e), rank(other)), e.at.compare(other.at))
}

// freezesOf returns the freezes of the payout of a line, each until the next event
// that lifts it, whatever else the two name: what is said of one payout, or of a
// provider, counts for it beside what is said of all. The events are in order; they are read
// backwards, so that each freeze knows what lifts it.
func freezesOf(l *line, events []riskEvent, found []episode) []episode {
	first := len(found)
	cleared := attribution.NotCleared
	for i := len(events) - 1; i >= 0; i-- {
		switch e := &events[i]; {
		case !e.isAbout(l):
		case e.isUnfreeze:
			cleared = calendar.MoscowDay(e.happened)
		default:
			found = append(found, episode{riskFreeze, calendar.MoscowDay(e.happened), cleared, observed, e.at})
		}
	}
	slices.Reverse(found[first:])
	return found
}

// findFreeze finds freezes by the risk review and holds for it, and infers one for
// the payouts that follow a trigger (B24, C29, D20).
func findFreeze(l *line, _ *rules, found []episode) ([]episode, error) {
	found = freezesOf(l, l.riskEvents, l.heldFor("risk", riskFreeze, found))
	if l.flagged != nil {
		found = append(found, episode{riskFreeze, l.flagged.from, l.arrived, inferred, l.flagged.at})
	}
	return found, nil
}

// isAnyOr reports whether a filter is empty or is the value.
func isAnyOr(filter, value string) bool { return filter == "" || filter == value }
