package explaindelays

import "ozpayout/stages/internal/calendar"

// A suspension is a run of days on which a collection channel was seen suspended,
// both ends included.
type suspension struct {
	provider string
	from, to calendar.Day
	at       place
}

// findChannel finds the suspensions of the channel that the payout was sent
// through (A26): as last seen, between two looks.
func findChannel(l *line, _ *rules, found []episode) ([]episode, error) {
	for _, s := range l.suspensions {
		if s.provider == l.route {
			found = append(found, episode{channelSuspended, s.from, s.to, observed, s.at})
		}
	}
	return found, nil
}
