package timepayouts

import (
	"cmp"
	"maps"
	"slices"

	"ozpayout/datasets"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/stat"
)

// The kinds of strata that are more than the name of a column.
const (
	byTier     = "tier"
	byRoute    = "route"
	byLandmark = "landmark_cause"
)

// A segment says which lines a stratum holds.
type segment struct{ kind, name string }

// A stratum is the waits of a segment. Lines of paid-only exports are left out of
// its lifetimes.
type stratum struct {
	segment
	lifetimes stat.Lifetimes
	leftOut   int64
}

// waits are all strata, and the tiers within each route.
type waits struct {
	bySegment    map[segment]*stratum
	tiersByRoute map[string]map[string]stat.Lifetimes
}

// waitsOf puts each cohort into its strata.
func waitsOf(cohorts []*cohort, typical *policy.TypicalTable, paidOnly map[string]bool) *waits {
	all := &waits{bySegment: make(map[segment]*stratum), tiersByRoute: make(map[string]map[string]stat.Lifetimes)}
	for _, c := range cohorts {
		for _, s := range c.segments(typical) {
			all.stratum(s).add(c.lifetimes, paidOnly[c.seller])
		}
		if c.landmark == "" && !paidOnly[c.seller] {
			all.tierWithin(c.route, c.tier).Merge(c.lifetimes)
		}
	}
	return all
}

func (s *stratum) add(lifetimes stat.Lifetimes, isLeftOut bool) {
	if isLeftOut {
		e := lifetimes.Total()
		s.leftOut += e.Events + e.Competing + e.Censored
		return
	}
	s.lifetimes.Merge(lifetimes)
}

func (w *waits) stratum(s segment) *stratum {
	known := w.bySegment[s]
	if known == nil {
		known = &stratum{segment: s, lifetimes: make(stat.Lifetimes)}
		w.bySegment[s] = known
	}
	return known
}

func (w *waits) tierWithin(route, tier string) stat.Lifetimes {
	tiers := w.tiersByRoute[route]
	if tiers == nil {
		tiers = make(map[string]stat.Lifetimes)
		w.tiersByRoute[route] = tiers
	}
	if tiers[tier] == nil {
		tiers[tier] = make(stat.Lifetimes)
	}
	return tiers[tier]
}

// strata returns the strata by kind and name.
func (w *waits) strata() []*stratum {
	return slices.SortedFunc(maps.Values(w.bySegment), func(a, b *stratum) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.name, b.name))
	})
}

// segments returns the strata that the lines belong to.
func (l *lines) segments(typical *policy.TypicalTable) []segment {
	if l.landmark != "" {
		return []segment{{byLandmark, l.landmark}}
	}
	return []segment{
		{"all", datasets.All},
		{"seller", l.seller},
		{"month", l.month},
		{byRoute, l.route},
		{"route_currency", l.route + " " + l.currency},
		{"route_class", cmp.Or(typical.Class(l.route, l.currency), unknown)},
		{byTier, l.tier},
		{"scheme", l.scheme},
		{"clock", l.clock},
	}
}

// unknown stands for a code that nobody says.
const unknown = "unknown"
