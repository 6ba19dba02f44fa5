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

// A gap is a run of days on which the binding of the account failed a check, both
// ends included.
type gap struct {
	from, to calendar.Day
	at       place
}

// findAccount finds the time in which the settlement account data were incomplete
// (B03). It clears on its last day (D53).
func findAccount(l *line, _ *rules, found []episode) ([]episode, error) {
	first := len(found)
	for _, a := range l.accounts {
		if a.isComplete == no {
			found = append(found, episode{accountIncomplete, a.from, a.to, observed, a.at})
		}
	}
	found = joined(found, first)
	for _, g := range l.gaps {
		found = append(found, episode{accountIncomplete, g.from, g.to, inferred, g.at})
	}
	return found, nil
}

// unstated returns what is left of gaps outside the periods of which the account
// says whether its data are complete (D17).
func unstated(gaps []gap, accounts []account) []gap {
	for _, a := range accounts {
		if a.isComplete == unknown {
			continue
		}
		var left []gap
		for _, g := range gaps {
			if g.from < a.from {
				left = append(left, gap{g.from, min(g.to, a.from-1), g.at})
			}
			if g.to > a.to {
				left = append(left, gap{max(g.from, a.to+1), g.to, g.at})
			}
		}
		gaps = left
	}
	return gaps
}
