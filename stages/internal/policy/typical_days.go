package policy

import (
	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
)

// A TypicalTable holds the working days that a payout is said to take, by route
// and currency: a claim, not a due date (C05).
type TypicalTable struct{ rows []typical }

type typical struct {
	class, route, currency string
	days                   int
	from                   calendar.Day
	ruleIDs                string
}

// TypicalDays reads [datasets.TypicalDays].
func TypicalDays(t *pipeline.Task) (*TypicalTable, error) {
	type key struct {
		class, route, currency string
		from                   calendar.Day
	}
	rows := table[key, typical]{name: datasets.TypicalDays.Name}
	err := eachOfPack(t, datasets.TypicalDays, func(c cursor, at place) error {
		row := typical{
			class: c.Code(datasets.TypicalRouteClass), route: c.Code(datasets.TypicalRouteCode), currency: c.Code(datasets.TypicalCurrency),
			from: c.day(datasets.ValidFrom, SinceEver), ruleIDs: c.Code(datasets.RuleIDs),
		}
		var err error
		if row.days, err = c.needed(datasets.TypicalWorkingDays); err != nil {
			return err
		}
		return rows.add(key{row.class, row.route, row.currency, row.from}, row, at)
	})
	if err != nil {
		return nil, err
	}
	return &TypicalTable{rows: rows.values()}, nil
}

// For returns the figure of a route and payout currency and the rules that it is
// from. It holds at any date, so the latest row counts (D08). A row without a
// route is for the routes that have no row of their own in that currency. ok is
// false when the pack has no figure.
func (t *TypicalTable) For(route, currency string) (days int, ruleIDs string, ok bool) {
	best, ok := t.find(route, currency)
	return best.days, best.ruleIDs, ok
}

// Class returns the class of a route and payout currency, such as rmb_direct
// (C18); "" when the pack has none.
func (t *TypicalTable) Class(route, currency string) string {
	best, _ := t.find(route, currency)
	return best.class
}

func (t *TypicalTable) find(route, currency string) (best typical, ok bool) {
	for _, row := range t.rows {
		if row.currency != currency || row.route != "" && row.route != route {
			continue
		}
		isBetter := row.route != "" && best.route == "" || (row.route == best.route && row.from >= best.from)
		if !ok || isBetter {
			best, ok = row, true
		}
	}
	return best, ok
}
