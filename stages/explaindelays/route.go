package explaindelays

import "ozpayout/stages/internal/routing"

// findRoute finds that a payout went by bank though another route was intended:
// Ozon says so, or the routes do (A33).
func findRoute(l *line, _ *rules, found []episode) ([]episode, error) {
	if !routing.IsFallback(l.status, l.route, l.intendedRoute) {
		return found, nil
	}
	return append(found, episode{routeFallbackBank, l.settled, l.arrived, observed, l.at}), nil
}
