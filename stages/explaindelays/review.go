package explaindelays

import "ozpayout/stages/internal/calendar"

// A review is a period in which a category was under manual review, both ends
// included.
type review struct {
	category string // folded
	from, to calendar.Day
	at       place
}

// findReview finds manual reviews of the line's category, and holds for one (A32).
// A review clears on its last day (D53).
func findReview(l *line, _ *rules, found []episode) ([]episode, error) {
	first := len(found)
	for _, row := range l.reviews {
		found = append(found, episode{manualReview, row.from, row.to, observed, row.at})
	}
	return l.heldFor("manual_review", manualReview, joined(found, first)), nil
}
