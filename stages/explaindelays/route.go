package explaindelays

// Codes of routes and of the payout status.
const (
	bankRoute              = "bank"
	unknownRoute           = "unknown"
	processingBankTransfer = "processing_bank_transfer"
	heldStatus             = "held"
)

// findRoute finds that a payout went by bank though another route was intended:
// Ozon says so, or the routes do (A33).
func findRoute(l *line, _ *rules) ([]episode, error) {
	isIntended := l.intendedRoute == "" || l.intendedRoute == unknownRoute || l.intendedRoute == bankRoute
	if l.status != processingBankTransfer && (l.route != bankRoute || isIntended) {
		return nil, nil
	}
	return []episode{{routeFallbackBank, l.settled, l.arrived, observed, l.at}}, nil
}
