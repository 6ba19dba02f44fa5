package datepayouts

import (
	"cmp"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
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

// accountOn returns the account on a day. No two periods of a seller hold on one day: the
// loading stage rejects them.
func accountOn(periods []account, day calendar.Day) *account {
	for i := range periods {
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
		seller, columns := vector.WordsOf(datasets.SellerID.In(rec)), newAccountColumns(rec)
		for i := range int(rec.NumRows()) {
			out.ofSeller[seller.At(i)] = append(out.ofSeller[seller.At(i)], out.account(columns, i))
		}
	}
	for _, periods := range out.ofSeller {
		slices.SortFunc(periods, func(a, b account) int { return cmp.Compare(a.period.From, b.period.From) })
	}
	return out, nil
}

// accountColumns are the columns of seller accounts that decide.
type accountColumns struct {
	from, to                    *array.Date32
	tier, country, site, kyc    vector.Codes[string]
	intended, method, byDefault vector.Codes[string] // routes
	isTest, isComplete          *array.Boolean
}

func newAccountColumns(rec arrow.Record) *accountColumns {
	return &accountColumns{
		from: datasets.ValidFrom.In(rec), to: datasets.ValidTo.In(rec),
		tier: vector.WordsOf(datasets.AccountTier.In(rec)), country: vector.WordsOf(datasets.AccountRegistrationCountry.In(rec)),
		site: vector.WordsOf(datasets.AccountSite.In(rec)), kyc: vector.WordsOf(datasets.AccountKYCState.In(rec)),
		intended: vector.WordsOf(datasets.AccountIntendedRoute.In(rec)), method: vector.WordsOf(datasets.AccountPayoutMethod.In(rec)),
		byDefault: vector.WordsOf(datasets.AccountDefaultPayoutMethod.In(rec)),
		isTest:    datasets.AccountIsTest.In(rec), isComplete: datasets.AccountIsAccountDataComplete.In(rec),
	}
}

// account reads a row, and adds its tier and its route to the lists.
func (s *accounts) account(c *accountColumns, i int) account {
	a := account{
		period:       policy.PeriodOf(c.from, c.to, i),
		tier:         cmp.Or(c.tier.At(i), unknownTier),
		country:      strings.ToUpper(c.country.At(i)),
		isTest:       nullable.IsTrue(c.isTest, i),
		isGlobalSite: c.site.At(i) == "ozon_global",
		lacksKYC:     c.kyc.At(i) != "" && c.kyc.At(i) != "complete",
	}
	a.tierCode = s.tiers.Index(a.tier)
	if route := cmp.Or(c.intended.At(i), c.method.At(i), c.byDefault.At(i)); route != "" {
		a.intendedRoute = s.routes.Index(route)
	}
	if c.isComplete.IsValid(i) {
		a.completeness = incomplete
		if c.isComplete.Value(i) {
			a.completeness = complete
		}
	}
	return a
}
