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

// A freezePeriod is a run of days on which payouts were frozen, both ends
// included.
type freezePeriod struct {
	opened, cleared  calendar.Day
	provider, payout string // "" = any
	at               place
}

// A flaggedFreeze says that a payout follows a trigger of the risk review (B24).
type flaggedFreeze struct {
	from calendar.Day
	at   place
}

// freezePeriods pairs the freezes of a seller with the next event that lifts them:
// one that names no other provider or payout.
func freezePeriods(events []riskEvent) (periods []freezePeriod) {
	events = slices.SortedFunc(slices.Values(events), func(a, b riskEvent) int {
		return cmp.Or(cmp.Compare(a.happened, b.happened), a.at.compare(b.at))
	})
	for _, freeze := range events {
		if freeze.isUnfreeze {
			continue
		}
		period := freezePeriod{calendar.MoscowDay(freeze.happened), attribution.NotCleared, freeze.provider, freeze.payout, freeze.at}
		for _, e := range events {
			if e.isUnfreeze && e.happened >= freeze.happened && isAnyOr(e.provider, freeze.provider) && isAnyOr(e.payout, freeze.payout) {
				period.cleared = calendar.MoscowDay(e.happened)
				break
			}
		}
		periods = append(periods, period)
	}
	return periods
}

// findFreeze finds freezes by the risk review and holds for it, and infers one for
// the payouts that follow a trigger (B24, C29, D20).
func findFreeze(l *line, _ *rules, found []episode) ([]episode, error) {
	found = l.heldFor("risk", riskFreeze, found)
	for _, period := range l.freezes {
		if isAnyOr(period.provider, l.route) && isAnyOr(period.payout, l.payout) {
			found = append(found, episode{riskFreeze, period.opened, period.cleared, observed, period.at})
		}
	}
	if l.flagged != nil {
		found = append(found, episode{riskFreeze, l.flagged.from, l.arrived, inferred, l.flagged.at})
	}
	return found, nil
}

// isAnyOr reports whether a filter is empty or is the value.
func isAnyOr(filter, value string) bool { return filter == "" || filter == value }
