package explaindelays

import "ozpayout/stages/internal/attribution"

// A disputeRow is a dispute about the posting.
type disputeRow struct {
	opened, closed optionalDay
	at             place
}

// findDisputes finds disputes; their dates decide, not their state (9.5). A return
// in a status of a dispute shows one too, from some day of the return on: that is
// inferred (B03, B08).
func findDisputes(l *line, _ *rules, found []episode) ([]episode, error) {
	for _, row := range l.disputes {
		if row.opened.isKnown {
			found = append(found, episode{openDispute, row.opened.day, row.closed.orElse(attribution.NotCleared), observed, row.at})
		}
	}
	for _, row := range l.returns {
		if opened, cleared, ok := row.stood(); ok && row.isDisputed == yes {
			found = append(found, episode{openDispute, opened, cleared, inferred, row.at})
		}
	}
	return found, nil
}
