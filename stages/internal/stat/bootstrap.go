package stat

import (
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
	return JointBootstrap([][]Cluster{clusters}, replicates, confidence, seed)[0]
}

// JointBootstrap is [ClusterBootstrap] for several sets of ratios over the same
// clusters, each set with a denominator of its own: sets[s][i] is what cluster i
// adds to set s. All sets share their replicates, so that they differ by what they
// measure and not by luck.
func JointBootstrap(sets [][]Cluster, replicates int, confidence float64, seed uint64) [][]Resampled {
	results := make([][]Resampled, len(sets))
	rows := rowsOf(sets)
	if len(rows) == 0 {
		return results
	}
	sums, sum := adderOf(rows), make([]float64, len(rows[0]))
	drawn := make([]uint32, len(rows))
	for i := range drawn {
		drawn[i] = uint32(i)
	}
	sums.add(sum, drawn)
	var ratios []resampling
	for s, at := 0, 0; s < len(sets); s++ {
		results[s] = make([]Resampled, len(sets[s][0].Numerators))
		for i := range results[s] {
			ratio := resampling{of: &results[s][i], numerator: at + 1 + i, denominator: at}
			*ratio.of = Resampled{math.NaN(), math.NaN(), unknown}
			if sum[at] != 0 {
				ratio.of.Ratio = sum[ratio.numerator] / sum[at]
				ratios = append(ratios, ratio)
			}
		}
		at += 1 + len(results[s])
	}
	if len(rows) == 1 {
		return results
	}
	for i := range ratios {
		ratios[i].values = make([]float64, 0, replicates)
	}
	random := newStream(seed)
	for range replicates {
		random.below(len(rows), drawn)
		sums.add(sum, drawn)
		for i := range ratios {
			if r := &ratios[i]; sum[r.denominator] != 0 {
				r.values = append(r.values, sum[r.numerator]/sum[r.denominator])
			}
		}
	}
	for _, r := range ratios {
		r.of.StandardError, r.of.Interval = spread(r.values, confidence)
	}
	return results
}

// A resampling is the replicates of a ratio so far, and which sums it is made of.
type resampling struct {
	of                     *Resampled
	numerator, denominator int
	values                 []float64
}

// rowsOf returns the numbers of each cluster, set after set, the denominator of a
// set before its numerators. The order of the rows is that of their numbers.
func rowsOf(sets [][]Cluster) [][]float64 {
	rows := make([][]float64, len(sets[0]))
	for i := range rows {
		for _, clusters := range sets {
			rows[i] = append(append(rows[i], clusters[i].Denominator), clusters[i].Numerators...)
		}
	}
	slices.SortFunc(rows, slices.Compare)
	return rows
}

// SeedOf derives the seed of one group of rows from the seed of the run and the
// key of the group. It is the same on every machine.
func SeedOf(run uint64, key string) uint64 { return xxh3.HashStringSeed(key, run) }

// spread returns standard deviation and percentile interval of the replicates,
// whose order it changes.
func spread(replicates []float64, confidence float64) (float64, Interval) {
	if len(replicates) < 2 {
		return math.NaN(), unknown
	}
	tail := (1 - confidence) / 2
	return moments.StdDev(replicates, nil), Interval{quantileOf(replicates, tail), quantileOf(replicates, 1-tail)}
}
