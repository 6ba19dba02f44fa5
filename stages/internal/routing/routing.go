// Package routing says which channel a payout line was really sent through.
package routing

// Codes of routes and of the payout status.
const (
	Bank                   = "bank"
	Unknown                = "unknown"
	ProcessingBankTransfer = "processing_bank_transfer"
)

// IsFallback reports whether a line was sent through the backup channel: Ozon says
// so, or it went by bank though another route is intended (A33). An intended route
// that nobody knows is none.
func IsFallback(status, route, intended string) bool {
	return status == ProcessingBankTransfer || route == Bank && intended != "" && intended != Unknown && intended != Bank
}

// Actual returns the route of a line: bank where the status says so, whatever the
// route of its payout.
func Actual(status, route string) string {
	if status == ProcessingBankTransfer {
		return Bank
	}
	return route
}
