package stat

import (
	"cmp"
	"math"
	"slices"

	"github.com/zeebo/xxh3"
	moments "gonum.org/v1/gonum/stat"
)

// A Cluster is a group of observations that are not independent of each other,
// such as the payouts of one settlement batch. It adds to the numerators of
// several ratios and to their common denominator.
type Cluster struct {
	Numerators  []float64
	Denominator float64
}

// A Resampled ratio is the outcome of a bootstrap. Standard error and interval
// are NaN for a single cluster, which says nothing about its variation; the ratio
// too is NaN when the denominators sum to 0.
type Resampled struct {
	Ratio         float64 // sum of the numerators by the sum of the denominators
	StandardError float64 // standard deviation over the replicates
	Interval
}

// ClusterBootstrap resamples whole clusters with replacement and returns, for
// each numerator, the ratio of the sums with its percentile interval (Efron &
// Tibshirani 1993). All clusters have equally many numerators. All ratios share
// their replicates, so that asking for many costs little more than for one. A
// replicate whose denominators sum to 0 is left out.
//
// The outcome depends on the clusters, not on their order, and on the seed: give
// each group of rows its own, by [SeedOf].
func ClusterBootstrap(clusters []Cluster, replicates int, confidence float64, seed uint64) []Resampled {
	if len(clusters) == 0 {
		return nil
	}
	results := make([]Resampled, len(clusters[0].Numerators))
	for i := range results {
		results[i] = Resampled{math.NaN(), math.NaN(), unknown}
	}
	ordered := slices.SortedFunc(slices.Values(clusters), compare)
	sums, sum := adderOf(ordered), make([]float64, 1+len(results))
	drawn := make([]uint32, len(ordered))
	for i := range drawn {
		drawn[i] = uint32(i)
	}
	sums.add(sum, drawn)
	if sum[0] == 0 {
		return results
	}
	for i, numerator := range sum[1:] {
		results[i].Ratio = numerator / sum[0]
	}
	if len(ordered) == 1 {
		return results
	}
	ratios := make([][]float64, len(results))
	for i := range ratios {
		ratios[i] = make([]float64, 0, replicates)
	}
	random := newStream(seed)
	for range replicates {
		random.below(len(ordered), drawn)
		sums.add(sum, drawn)
		if sum[0] == 0 {
			continue
		}
		for i, numerator := range sum[1:] {
			ratios[i] = append(ratios[i], numerator/sum[0])
		}
	}
	for i := range results {
		results[i].StandardError, results[i].Interval = spread(ratios[i], confidence)
	}
	return results
}

// SeedOf derives the seed of one group of rows from the seed of the run and the
// key of the group. It is the same on every machine.
func SeedOf(run uint64, key string) uint64 { return xxh3.HashStringSeed(key, run) }

func compare(a, b Cluster) int {
	return cmp.Or(cmp.Compare(a.Denominator, b.Denominator), slices.Compare(a.Numerators, b.Numerators))
}

// spread returns standard deviation and percentile interval of the replicates,
// whose order it changes.
func spread(replicates []float64, confidence float64) (float64, Interval) {
	if len(replicates) < 2 {
		return math.NaN(), unknown
	}
	tail := (1 - confidence) / 2
	return moments.StdDev(replicates, nil), Interval{quantileOf(replicates, tail), quantileOf(replicates, 1-tail)}
}
