package stat

import (
	"encoding/binary"
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
var Unknown = Resampled{math.NaN(), math.NaN(), UnknownInterval}

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
// measure and not by luck. Ratios of equal numbers are resampled once.
func JointBootstrap(sets [][]Cluster, replicates int, confidence float64, seed uint64) [][]Resampled {
	results := make([][]Resampled, len(sets))
	rows, columns := rowsOf(sets)
	if len(rows) == 0 {
		return results
	}
	sums, sum := adderOf(rows), make([]float64, len(rows[0]))
	drawn := make([]uint32, len(rows))
	for i := range drawn {
		drawn[i] = uint32(i)
	}
	sums.add(sum, drawn)
	ratios, bySet := ratiosOf(columns, sum, replicates)
	if len(rows) > 1 {
		random := newStream(seed)
		for range replicates {
			random.below(len(rows), drawn)
			sums.add(sum, drawn)
			for _, ratio := range ratios {
				ratio.add(sum)
			}
		}
		for _, ratio := range ratios {
			ratio.StandardError, ratio.Interval = spread(ratio.values, confidence)
		}
	}
	for s, ratios := range bySet {
		results[s] = make([]Resampled, len(ratios))
		for i, ratio := range ratios {
			results[s][i] = ratio.Resampled
		}
	}
	return results
}

// A resampledRatio is a ratio of two columns with its replicates so far.
type resampledRatio struct {
	Resampled
	numerator, denominator int
	values                 []float64
}

// ratiosOf returns the ratios of each set, not yet resampled, equal ones as one, and each
// once of those that are to be: denominators that sum to 0 have none.
func ratiosOf(columns [][]int, sums []float64, replicates int) (once []*resampledRatio, bySet [][]*resampledRatio) {
	known := map[[2]int]*resampledRatio{}
	bySet = make([][]*resampledRatio, len(columns))
	for s, set := range columns {
		denominator := set[0]
		for _, numerator := range set[1:] {
			ratio := known[[2]int{numerator, denominator}]
			if ratio == nil {
				ratio = &resampledRatio{Resampled: Unknown, numerator: numerator, denominator: denominator}
				known[[2]int{numerator, denominator}] = ratio
				if sums[denominator] != 0 {
					ratio.Ratio = sums[numerator] / sums[denominator]
					once = append(once, ratio)
				}
			}
			bySet[s] = append(bySet[s], ratio)
		}
	}
	// In one piece: pieces of their own would begin at addresses that push each other out
	// of the cache.
	room := make([]float64, len(once)*replicates)
	for _, ratio := range once {
		ratio.values, room = room[:0:replicates], room[replicates:]
	}
	return once, bySet
}

// add adds a replicate, unless its denominators sum to 0.
func (r *resampledRatio) add(sums []float64) {
	if sums[r.denominator] != 0 {
		r.values = append(r.values, sums[r.numerator]/sums[r.denominator])
	}
}

// rowsOf returns the numbers of each cluster, in the order of these numbers. Columns says
// which of them a set has, its denominator before its numerators: equal columns are one.
func rowsOf(sets [][]Cluster) (rows [][]float64, columns [][]int) {
	rows, columns = make([][]float64, len(sets[0])), make([][]int, len(sets))
	if len(rows) == 0 {
		return rows, columns
	}
	known := map[string]int{} // columns by their bytes
	key := make([]byte, 0, 8*len(rows))
	for s, clusters := range sets {
		for i := range 1 + len(clusters[0].Numerators) {
			number := func(c Cluster) float64 {
				if i == 0 {
					return c.Denominator
				}
				return c.Numerators[i-1]
			}
			key = key[:0]
			for _, c := range clusters {
				key = binary.LittleEndian.AppendUint64(key, math.Float64bits(number(c)))
			}
			column, ok := known[string(key)]
			if !ok {
				column = len(known)
				known[string(key)] = column
				for row, c := range clusters {
					rows[row] = append(rows[row], number(c))
				}
			}
			columns[s] = append(columns[s], column)
		}
	}
	slices.SortFunc(rows, slices.Compare)
	return rows, columns
}

// SeedOf derives the seed of one group of rows from the seed of the run and the
// key of the group. It is the same on every machine.
func SeedOf(run uint64, key string) uint64 { return xxh3.HashStringSeed(key, run) }

// spread returns standard deviation and percentile interval of the replicates,
// whose order it changes.
func spread(replicates []float64, confidence float64) (float64, Interval) {
	if len(replicates) < 2 {
		return math.NaN(), UnknownInterval
	}
	tail := (1 - confidence) / 2
	return moments.StdDev(replicates, nil), Interval{quantileOf(replicates, tail), quantileOf(replicates, 1-tail)}
}
