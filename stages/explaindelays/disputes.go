package explaindelays

import (
	"ozpayout/stages/internal/attribution"
	"ozpayout/stages/internal/calendar"
)

// A disputeRow is a dispute about the posting.
type disputeRow struct {
	opened, closed calendar.Optional
	known          grade // inferred where only a return shows it
	at             place
}

// findDisputes finds disputes; their dates decide, not their state (9.5, B03, B08).
func findDisputes(l *line, _ *rules, found []episode) ([]episode, error) {
	for _, row := range l.disputes {
		if row.opened.IsKnown {
			found = append(found, episode{openDispute, row.opened.Day, row.closed.OrElse(attribution.NotCleared), row.known, row.at})
		}
	}
	return found, nil
}
