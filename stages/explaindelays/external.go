package explaindelays

import (
	"ozpayout/stages/internal/calendar"
)

// An externalEvent is a review by a bank that the user states, with the filters
// that say whose payouts it is about; "" = any.
type externalEvent struct {
	from, to                      calendar.Day
	seller, route, currency, bank string
	at                            place
}

// findExternal finds the stated reviews during which the payout was under way
// (R11, 9.15). One that names a bank is about no payout, since payouts name none.
// It clears on its last day (D53).
func findExternal(l *line, r *rules, found []episode) ([]episode, error) {
	for _, e := range r.external {
		isMeant := isAnyOr(e.seller, l.seller) && isAnyOr(e.route, l.route) && isAnyOr(e.currency, l.payoutCurrency) && e.bank == ""
		if isMeant && e.to >= l.settled {
			found = append(found, episode{externalBankReview, e.from, e.to, stated, e.at})
		}
	}
	return found, nil
}
