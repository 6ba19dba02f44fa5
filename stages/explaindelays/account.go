package explaindelays

import "ozpayout/stages/internal/calendar"

// An account is the state of a seller account in a period, both ends included.
type account struct {
	from, to            calendar.Day // sinceEver, attribution.NotCleared
	isComplete          answer
	isINNMissing        bool   // empty, or known and not uploaded (9.6)
	taxRegistrationType string // "" = not known
	at                  place
}

// accountOn returns the account as it was on a day; nil where no row says.
func (l *line) accountOn(day calendar.Day) *account {
	for i := range l.accounts {
		if a := &l.accounts[i]; a.from <= day && day <= a.to {
			return a
		}
	}
	return nil
}

// findAccount finds the time in which the settlement account data were incomplete
// (B03). It clears on its last day (D53).
func findAccount(l *line, _ *rules) ([]episode, error) {
	var found []episode
	for _, a := range l.accounts {
		if a.isComplete == no {
			found = append(found, episode{accountIncomplete, a.from, a.to, observed, a.at})
		}
	}
	return joined(found), nil
}
