package datepayouts

// A scope says whether a line is judged, and why not.
type scope uint8

// The scopes in the order of D04: of those that fit, the first counts (D55).
const (
	inScope scope = iota
	notASale
	testTransfer
	testSite
	trialWithoutKYC
	notCNRegistered
	returned
	cancelled
	carriedOver
	unknownArrival
	unknownScope // no due rule of the pack is for the line
	scopes
)

var scopeCodes = [scopes]string{
	"in_scope", "not_a_sale", "test_transfer", "test_site", "trial_without_kyc", "not_cn_registered",
	"returned", "cancelled", "carried_over", "unknown_arrival", "unknown",
}

// scopeRules are the rules of each scope.
var scopeRules = [scopes]string{
	"D04", "D04", "A30 D04", "B19 C33 D05", "B19 C33 D05", "B17 D05", "D04", "D04", "R02 D04 D21", "D04", "D04",
}

// A payoutStatus is the Payout Status of a line, as far as the scope asks.
type payoutStatus uint8

const (
	otherStatus payoutStatus = iota
	statusReturned
	statusCancelled
	statusCarriedOver
)

func payoutStatusOf(code string) payoutStatus {
	switch code {
	case "returned":
		return statusReturned
	case "cancelled":
		return statusCancelled
	case "carried_over":
		return statusCarriedOver
	}
	return otherStatus
}

// isSale reports whether lines of a type are judged: sales, and payouts without
// lines (D04).
func isSale(lineType string) bool { return lineType == "sale" || lineType == "payout" }

// scopeOf returns the scope of a line if it is a sale: of others it is that of the
// sales beside them. The account is that of settled_on; what it does not say keeps no
// line out (D05).
func scopeOf(f *facts, country string) scope {
	switch account := f.settledAccount; {
	case f.isTestTransfer:
		return testTransfer
	case account.isTest && account.isGlobalSite:
		return testSite
	case account.isTest && account.lacksKYC:
		return trialWithoutKYC
	case country != "" && account.country != "" && account.country != country:
		return notCNRegistered
	case f.status == statusReturned:
		return returned
	case f.status == statusCancelled || f.isOrderCancelled:
		return cancelled
	case f.status == statusCarriedOver || f.isBelowMinimum:
		return carriedOver
	case f.hasUnknownArrival:
		return unknownArrival
	}
	return inScope
}
