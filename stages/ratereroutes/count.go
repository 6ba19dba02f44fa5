package ratereroutes

import (
	"cmp"
	"maps"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/routing"
	"ozpayout/stages/internal/vector"
)

// A countKey names the lines that are counted together.
type countKey struct{ seller, month, category, intended, actual string }

func (k countKey) compare(other countKey) int {
	return cmp.Or(cmp.Compare(k.seller, other.seller), cmp.Compare(k.month, other.month), cmp.Compare(k.category, other.category),
		cmp.Compare(k.intended, other.intended), cmp.Compare(k.actual, other.actual))
}

// A count is how many lines were counted, and how many of them were rerouted.
type count struct {
	countKey
	during          policy.Period // months of the lines, up to the as-of date
	lines, rerouted int64
	known           int64 // lines of which somebody says how they were sent
}

// A numberedKey is a countKey by numbers of names.
type numberedKey struct {
	seller, category, intended, actual int32
	month                              arrow.Date32
}

// A tally is lines that were counted, and those of them that were rerouted.
type tally struct{ lines, rerouted int64 }

// readCounts adds the counts of all partitions up, for each combination and for
// those in which ALL stands for a month, a category or a route.
func readCounts(t *pipeline.Task) ([]count, error) {
	var names vector.Names
	tallies := make(map[numberedKey]tally)
	for batch, err := range t.Read(datasets.RerouteCounts) {
		if err != nil {
			return nil, err
		}
		codes := func(column *pipeline.Code) vector.Codes[int32] { return vector.CodesOf(column.In(batch), names.Number) }
		sellers, categories := codes(datasets.SellerID), codes(datasets.RerouteCategory)
		intended, actual := codes(datasets.RerouteIntended), codes(datasets.RerouteActual)
		months := datasets.MonthOn.In(batch).Date32Values()
		lines, rerouted := datasets.RerouteLines.In(batch).Int64Values(), datasets.Rerouted.In(batch).Int64Values()
		for i, month := range months {
			key := numberedKey{sellers.At(i), categories.At(i), intended.At(i), actual.At(i), month}
			sum := tallies[key]
			tallies[key] = tally{sum.lines + lines[i], sum.rerouted + rerouted[i]}
		}
	}
	counts := make(map[countKey]count)
	for k, sum := range tallies {
		known := sum.lines
		if names.Name(k.actual) == routing.Unknown {
			known = 0
		}
		first := calendar.Day(k.month)
		month := policy.Period{From: first, To: min(first.MonthEnd(), calendar.Day(t.AsOf))}
		addToAll(counts, count{
			countKey: countKey{
				names.Name(k.seller), month.From.Month(), names.Name(k.category), names.Name(k.intended), names.Name(k.actual),
			},
			during: month, lines: sum.lines, rerouted: sum.rerouted, known: known,
		})
	}
	return slices.SortedFunc(maps.Values(counts), func(a, b count) int { return a.compare(b.countKey) }), nil
}

// addToAll adds what was counted to its count and to all that it is part of.
func addToAll(counts map[countKey]count, counted count) {
	for _, month := range []string{counted.month, datasets.All} {
		for _, category := range []string{counted.category, datasets.All} {
			for _, intended := range []string{counted.intended, datasets.All} {
				for _, actual := range []string{counted.actual, datasets.All} {
					key := countKey{counted.seller, month, category, intended, actual}
					sum, isKnown := counts[key]
					if !isKnown {
						sum = count{countKey: key, during: counted.during}
					}
					sum.during = policy.Period{From: min(sum.during.From, counted.during.From), To: max(sum.during.To, counted.during.To)}
					sum.lines += counted.lines
					sum.rerouted += counted.rerouted
					sum.known += counted.known
					counts[key] = sum
				}
			}
		}
	}
}
