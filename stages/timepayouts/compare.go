package timepayouts

import (
	"maps"
	"math"
	"slices"

	"ozpayout/stages/internal/stat"
)

// A comparison is a log-rank test among others. All is NaN, or 0, without one.
type comparison struct {
	chiSquare float64
	df        int
	p, q      float64
}

var noComparison = comparison{chiSquare: math.NaN(), p: math.NaN(), q: math.NaN()}

// mostCompared is the number of strata above which no test is made: that some of
// so many wait differently is no news, and the covariances grow with the square.
const mostCompared = 200

// compare tests for each kind whether its strata wait alike, tiers within routes
// too, and adjusts for the number of tests. Strata without a curve take no part.
func compare(summaries []*summary, tiersByRoute map[string]map[string]stat.Lifetimes) {
	byKind := make(map[string][]*summary)
	for _, s := range summaries {
		if s.refused == "" {
			byKind[s.kind] = append(byKind[s.kind], s)
		}
	}
	var tests []comparison
	var of [][]*comparison // the cells that a test fills
	for _, kind := range slices.Sorted(maps.Keys(byKind)) {
		members := byKind[kind]
		if len(members) > mostCompared {
			continue
		}
		plain := make([]stat.Lifetimes, len(members))
		cells, stratified := make([]*comparison, len(members)), make([]*comparison, len(members))
		for i, s := range members {
			plain[i], cells[i], stratified[i] = s.lifetimes, &s.test, &s.stratified
		}
		tests, of = append(tests, logRank([][]stat.Lifetimes{plain})), append(of, cells)
		if kind == byTier {
			tests, of = append(tests, logRank(within(members, tiersByRoute))), append(of, stratified)
		}
	}
	p := make([]float64, len(tests))
	for i := range tests {
		p[i] = tests[i].p
	}
	q, family := stat.FalseDiscovery(p)
	for i, test := range tests {
		test.q = q[i]
		for _, cell := range of[i] {
			*cell = test
		}
	}
	for _, s := range summaries {
		s.family = family
	}
}

func logRank(strata [][]stat.Lifetimes) comparison {
	test := stat.LogRankTest(strata)
	return comparison{chiSquare: test.ChiSquare, df: test.DegreesFreedom, p: test.P, q: math.NaN()}
}

// within returns the lifetimes of the tiers in each route.
func within(tiers []*summary, tiersByRoute map[string]map[string]stat.Lifetimes) [][]stat.Lifetimes {
	var strata [][]stat.Lifetimes
	for _, route := range slices.Sorted(maps.Keys(tiersByRoute)) {
		groups := make([]stat.Lifetimes, len(tiers))
		for i, tier := range tiers {
			groups[i] = tiersByRoute[route][tier.name]
		}
		strata = append(strata, groups)
	}
	return strata
}
