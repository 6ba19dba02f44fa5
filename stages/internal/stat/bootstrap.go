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

// Unknown is the outcome of no clusters.
var Unknown = Resampled{math.NaN(), math.NaN(), unknown}

// DesignEffect returns how many times larger the variance of a share is than that of
// a share of as many observations, n, that do not hang together (Kish 1965). It is NaN
// without a standard error, and for a share of 0 or 1.
func (r Resampled) DesignEffect(n int64) float64 {
	if !(0 < r.Ratio && r.Ratio < 1) {
		return math.NaN()
	}
	return r.StandardError * r.StandardError * float64(n) / (r.Ratio * (1 - r.Ratio))
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
	resampled := make([]*resampledSet, 0, len(sets))
	for s, at := 0, 0; s < len(sets); s++ {
		results[s] = ratiosOf(sum[at : at+1+len(sets[s][0].Numerators)])
		if sum[at] != 0 && len(rows) > 1 {
			resampled = append(resampled, newResampledSet(at, results[s], replicates))
		}
		at += 1 + len(results[s])
	}
	random := newStream(seed)
	for range replicates {
		random.below(len(rows), drawn)
		sums.add(sum, drawn)
		for _, set := range resampled {
			set.add(sum)
		}
	}
	for _, set := range resampled {
		set.finish(confidence)
	}
	return results
}

// ratiosOf returns the ratios of a denominator and the numerators behind it.
func ratiosOf(sums []float64) []Resampled {
	results := make([]Resampled, len(sums)-1)
	for i := range results {
		results[i] = Unknown
		if sums[0] != 0 {
			results[i].Ratio = sums[1+i] / sums[0]
		}
	}
	return results
}

// A resampledSet is the replicates of a set of ratios so far.
type resampledSet struct {
	at     int // of the denominator among the sums, the numerators are behind it
	ratios []Resampled
	values [][]float64 // of each ratio, room for all replicates
	known  int         // replicates so far
}

func newResampledSet(at int, ratios []Resampled, replicates int) *resampledSet {
	set := &resampledSet{at: at, ratios: ratios, values: make([][]float64, len(ratios))}
	room := make([]float64, len(ratios)*replicates)
	for i := range set.values {
		set.values[i], room = room[:replicates], room[replicates:]
	}
	return set
}

// add adds a replicate, unless its denominators sum to 0.
func (s *resampledSet) add(sums []float64) {
	denominator := sums[s.at]
	if denominator == 0 {
		return
	}
	for i, numerator := range sums[s.at+1:][:len(s.values)] {
		s.values[i][s.known] = numerator / denominator
	}
	s.known++
}

func (s *resampledSet) finish(confidence float64) {
	for i := range s.ratios {
		s.ratios[i].StandardError, s.ratios[i].Interval = spread(s.values[i][:s.known], confidence)
	}
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
