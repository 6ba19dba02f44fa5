package ratereroutes

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// all stands for every month, category or route.
const all = "ALL"

// A countKey names the lines that are counted together.
type countKey struct{ seller, month, category, intended, actual string }

func (k countKey) compare(other countKey) int {
	return cmp.Or(cmp.Compare(k.seller, other.seller), cmp.Compare(k.month, other.month), cmp.Compare(k.category, other.category),
		cmp.Compare(k.intended, other.intended), cmp.Compare(k.actual, other.actual))
}

// A count is how many lines were counted, and how many of them were rerouted.
type count struct {
	countKey
	during          policy.Period // months of the lines, whole
	lines, rerouted int64
}

// readCounts adds the counts of all partitions up, for each combination and for
// those in which ALL stands for a month, a category or a route.
func readCounts(t *pipeline.Task) ([]count, error) {
	counts := make(map[countKey]count)
	for batch, err := range t.Read(datasets.RerouteCounts) {
		if err != nil {
			return nil, err
		}
		sellers, months, categories := datasets.SellerID.In(batch), datasets.MonthOn.In(batch), datasets.RerouteCategory.In(batch)
		intended, actual := datasets.RerouteIntended.In(batch), datasets.RerouteActual.In(batch)
		lines, rerouted := datasets.RerouteLines.In(batch), datasets.Rerouted.In(batch)
		for i := range int(batch.NumRows()) {
			month := monthOf(calendar.Day(months.Value(i)))
			counted := count{
				countKey: countKey{
					strings.Clone(nullable.Code(sellers, i)), month.From.String()[:len("2006-01")], strings.Clone(nullable.Code(categories, i)),
					strings.Clone(nullable.Code(intended, i)), strings.Clone(nullable.Code(actual, i)),
				},
				during: month, lines: lines.Value(i), rerouted: rerouted.Value(i),
			}
			addToAll(counts, counted)
		}
	}
	return slices.SortedFunc(maps.Values(counts), func(a, b count) int { return a.compare(b.countKey) }), nil
}

// addToAll adds what was counted to its count and to all that it is part of.
func addToAll(counts map[countKey]count, counted count) {
	for _, month := range []string{counted.month, all} {
		for _, category := range []string{counted.category, all} {
			for _, intended := range []string{counted.intended, all} {
				for _, actual := range []string{counted.actual, all} {
					key := countKey{counted.seller, month, category, intended, actual}
					sum, isKnown := counts[key]
					if !isKnown {
						sum = count{countKey: key, during: counted.during}
					}
					sum.during = policy.Period{From: min(sum.during.From, counted.during.From), To: max(sum.during.To, counted.during.To)}
					sum.lines += counted.lines
					sum.rerouted += counted.rerouted
					counts[key] = sum
				}
			}
		}
	}
}

// monthOf returns the days of the month that begins on a day.
func monthOf(start calendar.Day) policy.Period {
	const longestMonth = 31
	return policy.Period{From: start, To: (start + longestMonth).MonthStart() - 1}
}
