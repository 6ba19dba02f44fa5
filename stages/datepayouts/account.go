package datepayouts

import (
	"cmp"
	"slices"
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/vector"
)

// An account is what is known of a seller account in a period.
type account struct {
	period policy.Period

	tier          string // premium, ordinary or unknown (D07)
	tierCode      int    // of the list of tiers
	intendedRoute int    // of the list of routes; 0 = nobody says
	country       string // capital letters; "" = not known

	isTest       bool
	isGlobalSite bool
	lacksKYC     bool // KYC is known and not complete

	completeness completeness
}

// completeness says whether settlement account data are complete and valid.
type completeness uint8

const (
	notStated completeness = iota
	complete
	incomplete
)

// accounts are the periods of each seller in the order of their first day, with the
// lists that their codes are of.
type accounts struct {
	ofSeller map[string][]account
	tiers    vector.Words // the unknown one first
	routes   vector.Words // first the one that is intended where nobody says
}

// What an account is of which nobody knows more (D07).
const (
	unknownTier  = "unknown"
	unknownRoute = "unknown"
)

// A seller is what decides of a seller's lines.
type seller struct {
	accounts []account       // in the order of their first day
	gaps     []policy.Period // in which the binding of the account fails a check
}

// noSeller is a seller of whom nothing is known.
var noSeller = &seller{}

func sellersOf(accounts map[string][]account, gaps map[string][]policy.Period) map[string]*seller {
	sellers := make(map[string]*seller, len(accounts))
	for name, periods := range accounts {
		sellers[name] = &seller{accounts: periods, gaps: gaps[name]}
	}
	for name, periods := range gaps {
		if sellers[name] == nil {
			sellers[name] = &seller{gaps: periods}
		}
	}
	return sellers
}

// noAccount is what is known where no period holds: a gap is unknown, never the
// neighbour's value.
var noAccount = &account{tier: unknownTier}

// accountOn returns the account on a day. Of two periods that hold, the later
// one counts. Periods are in the order of their first day.
func accountOn(periods []account, day calendar.Day) *account {
	for i := len(periods) - 1; i >= 0; i-- {
		if periods[i].period.Holds(day) {
			return &periods[i]
		}
	}
	return noAccount
}

// readAccounts reads the accounts; route is the intended one where no account names
// one, "" = not known (D07).
func readAccounts(t *pipeline.Task, route string) (*accounts, error) {
	out := &accounts{
		ofSeller: make(map[string][]account), tiers: vector.NewWords(unknownTier), routes: vector.NewWords(cmp.Or(route, unknownRoute)),
	}
	for rec, err := range t.Read(datasets.SellerAccounts) {
		if err != nil {
			return nil, err
		}
		seller := vector.WordsOf(datasets.SellerID.In(rec))
		from, to := datasets.ValidFrom.In(rec), datasets.ValidTo.In(rec)
		tier, site, kyc := vector.WordsOf(datasets.AccountTier.In(rec)), vector.WordsOf(datasets.AccountSite.In(rec)), vector.WordsOf(datasets.AccountKYCState.In(rec))
		country := vector.WordsOf(datasets.AccountRegistrationCountry.In(rec))
		intended := vector.WordsOf(datasets.AccountIntendedRoute.In(rec))
		method, byDefault := vector.WordsOf(datasets.AccountPayoutMethod.In(rec)), vector.WordsOf(datasets.AccountDefaultPayoutMethod.In(rec))
		isTest, isComplete := datasets.AccountIsTest.In(rec), datasets.AccountIsAccountDataComplete.In(rec)
		for i := range int(rec.NumRows()) {
			a := account{
				period:       policy.Period{From: noDay, To: stillOpen},
				tier:         cmp.Or(tier.At(i), unknownTier),
				country:      strings.ToUpper(country.At(i)),
				isTest:       isTest.IsValid(i) && isTest.Value(i),
				isGlobalSite: site.At(i) == "ozon_global",
				lacksKYC:     kyc.At(i) != "" && kyc.At(i) != "complete",
			}
			a.tierCode = out.tiers.Index(a.tier)
			if route := cmp.Or(intended.At(i), method.At(i), byDefault.At(i)); route != "" {
				a.intendedRoute = out.routes.Index(route)
			}
			if from.IsValid(i) {
				a.period.From = calendar.Day(from.Value(i))
			}
			if to.IsValid(i) {
				a.period.To = calendar.Day(to.Value(i))
			}
			if isComplete.IsValid(i) {
				a.completeness = incomplete
				if isComplete.Value(i) {
					a.completeness = complete
				}
			}
			out.ofSeller[seller.At(i)] = append(out.ofSeller[seller.At(i)], a)
		}
	}
	for _, periods := range out.ofSeller {
		slices.SortFunc(periods, func(a, b account) int {
			return cmp.Or(cmp.Compare(a.period.From, b.period.From), cmp.Compare(a.period.To, b.period.To))
		})
	}
	return out, nil
}
