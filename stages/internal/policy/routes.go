package policy

import (
	"cmp"
	"slices"
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
)

// RouteTerms is what is published about a route for a time: claims.
type RouteTerms struct {
	Route         string
	IsDirect      bool // said to settle in yuan directly (B05)
	IsDirectKnown bool
	NSPK          string // claimed or unknown (B14, C20)
	Currencies    string // joined by blanks; "" = nobody says
	Period        Period
	RuleIDs       string
}

// Settles reports whether the route is said to settle in the currency. isKnown is
// false when nobody says which currencies it settles in.
func (r RouteTerms) Settles(currency string) (is, isKnown bool) {
	return slices.Contains(strings.Fields(r.Currencies), currency), r.Currencies != ""
}

// A RouteTable holds what the pack says of the routes.
type RouteTable struct{ rows []RouteTerms }

// Routes reads [datasets.ProviderRoutes].
func Routes(t *pipeline.Task) (*RouteTable, error) {
	type key struct {
		route string
		from  calendar.Day
	}
	rows := table[key, RouteTerms]{name: datasets.ProviderRoutes.Name}
	err := eachOfPack(t, datasets.ProviderRoutes, func(c cursor, at place) error {
		terms := RouteTerms{
			Route: c.Code(datasets.RouteTermCode), IsDirect: c.IsTrue(datasets.RouteTermDirect), IsDirectKnown: c.Flag(datasets.RouteTermDirect) != nil,
			NSPK: c.Code(datasets.RouteTermNSPK), Currencies: c.Text(datasets.RouteTermCurrencies),
			Period: Validity(c.Row), RuleIDs: c.Code(datasets.RuleIDs),
		}
		return rows.add(key{terms.Route, terms.Period.From}, terms, at)
	})
	if err != nil {
		return nil, err
	}
	routes := &RouteTable{rows: rows.values()}
	slices.SortFunc(routes.rows, func(a, b RouteTerms) int {
		return cmp.Or(cmp.Compare(a.Route, b.Route), cmp.Compare(a.Period.From, b.Period.From))
	})
	return routes, nil
}

// All returns the rows of the pack, in order of route and time.
func (t *RouteTable) All() []RouteTerms { return t.rows }

// On returns what holds for a route on a day: of two rows the later one. ok is
// false when none holds.
func (t *RouteTable) On(route string, day calendar.Day) (terms RouteTerms, ok bool) {
	for _, row := range t.rows {
		if row.Route == route && row.Period.Holds(day) {
			terms, ok = row, true
		}
	}
	return terms, ok
}

// IsBeforeStart reports whether a day lies before a route existed (A04): before
// the first day of its first row. isKnown is false for a route without a row.
func (t *RouteTable) IsBeforeStart(route string, day calendar.Day) (isBefore, isKnown bool) {
	for _, row := range t.rows {
		if row.Route == route {
			return day < row.Period.From, true
		}
	}
	return false, false
}
