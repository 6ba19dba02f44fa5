package explaindelays

import (
	"ozpayout/stages/internal/attribution"
	"ozpayout/stages/internal/calendar"
)

// A returnRow is a return of the posting.
type returnRow struct {
	opened, closed   calendar.Optional
	isClient, isOpen answer
	at               place
}

// stood returns the days on which a return was open. ok is false where they are
// not known: without an opening, with a status nobody knows, or closed on an
// unknown day.
func (row returnRow) stood() (opened, cleared calendar.Day, ok bool) {
	if !row.opened.IsKnown || row.isOpen == unknown || row.isOpen == no && !row.closed.IsKnown {
		return 0, 0, false
	}
	return row.opened.Day, row.closed.OrElse(attribution.NotCleared), true
}

// findReturns finds client returns. A source without the kind of return shows one
// when the posting had been delivered by then (B09, 9.22).
func findReturns(l *line, _ *rules, found []episode) ([]episode, error) {
	for _, row := range l.returns {
		opened, cleared, ok := row.stood()
		if !ok {
			continue
		}
		switch {
		case row.isClient == yes:
			found = append(found, episode{openReturn, opened, cleared, observed, row.at})
		case row.isClient == unknown && l.delivered.IsKnown && l.delivered.Day <= opened:
			found = append(found, episode{openReturn, opened, cleared, inferred, row.at})
		}
	}
	return found, nil
}
