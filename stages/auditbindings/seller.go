package auditbindings

import (
	"cmp"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/checklist"
	"ozpayout/stages/internal/policy"
)

// A place is the row of a file that a decision rests on; the zero place is none.
type place struct {
	file string
	row  int64
}

// An account is what is known of a seller account in a period. Texts are "" and
// answers nil where a cell is empty.
type account struct {
	period                       policy.Period
	name, licenceName, licenceNo string
	isVerified                   *bool
	province                     string
	licenceAddress, ozonAddress  string
	inn                          string
	isINNUploaded                *bool
	taxType                      string
	method, byDefault, intended  string // routes
	at                           place
}

// A binding is what is known of a seller at a provider in a period.
type binding struct {
	period                          policy.Period
	provider                        string
	name, swift, iban, number       pair
	merchantID, loginDigest         string
	hasAPIKey                       *bool
	payeeName, payeeNo              string
	kyc                             string
	testOn                          *calendar.Day
	testOK                          *bool
	hasBOM                          bool
	isTestFromPayouts               bool // the test is that of a test transfer among the payouts
	at                              place
	laterPayouts, laterOnItsChannel int64 // after the test transfer
}

// A pair is a field as Ozon has it and as the provider has it.
type pair struct{ ozon, provider string }

// A channel is the state of a collection channel as it was seen.
type channel struct {
	provider  string
	checkedAt int64        // microseconds since 1970
	checkedOn calendar.Day // in Moscow, like all days of the audit
	state     string
	balance   *int64 // minor units
	currency  string
	at        place
}

// A seller is what the tables say of a seller.
type seller struct {
	id       string
	accounts []account  // in the order of their first days
	bindings []*binding // by provider, in the order of their first days
	channels []channel  // in the order of their moments
	papers   map[string][]checklist.Submission
	open     cash
}

// accountOn returns the account on a day, nil where no period holds.
func (s *seller) accountOn(day calendar.Day) *account {
	for i := len(s.accounts) - 1; i >= 0; i-- {
		if s.accounts[i].period.Holds(day) {
			return &s.accounts[i]
		}
	}
	return nil
}

// bindingOn returns the binding to a provider on a day, nil where no period holds.
func (s *seller) bindingOn(provider string, day calendar.Day) *binding {
	for i := len(s.bindings) - 1; i >= 0; i-- {
		if b := s.bindings[i]; b.provider == provider && b.period.Holds(day) {
			return b
		}
	}
	return nil
}

// channelOn returns the channel of a provider as last seen on a day (9.8), nil
// where it had not been seen yet. isAbsent: it never was, though the channels of
// the seller are loaded.
func (s *seller) channelOn(provider string, day calendar.Day) (last *channel, isAbsent bool) {
	isAbsent = len(s.channels) > 0
	for i := range s.channels {
		if c := &s.channels[i]; c.provider == provider {
			isAbsent = false
			if c.checkedOn <= day {
				last = c
			}
		}
	}
	return last, isAbsent
}

// An intention says whether a seller means to be paid through a provider.
type intention uint8

const (
	unstated intention = iota
	intended
	notIntended
)

// intends compares a provider with the intended route, else the configured one,
// else the payout method where that is a provider's (D07). Whoever is paid by bank
// without saying what was meant has not said it.
func (a *account) intends(provider, configured string) intention {
	route := cmp.Or(a.intended, configured)
	if route == "" && a.method != bankRoute {
		route = a.method
	}
	switch route {
	case "":
		return unstated
	case provider:
		return intended
	}
	return notIntended
}

// intendedProvider returns the provider through which the seller means to be paid
// (D07), "" for a bank or none.
func (a *account) intendedProvider(configured string) string {
	if route := cmp.Or(a.intended, a.method, a.byDefault, configured); route != bankRoute && route != otherRoute {
		return route
	}
	return ""
}

// Routes that are no providers.
const (
	bankRoute  = "bank"
	otherRoute = "other"
)
