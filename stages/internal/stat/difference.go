package stat

import (
	"cmp"
	"math"
	"slices"
)

// A PairedCluster is a group of observations that adds to two ratios, each with a
// denominator of its own, such as a day on which two routes were used. A ratio
// that has nothing of it gets zeros.
type PairedCluster struct{ A, B Fraction }

// A Fraction is a part of a ratio of sums.
type Fraction struct{ Numerator, Denominator float64 }

// DifferenceBootstrap resamples whole clusters with replacement and returns the
// ratio of B less that of A with its percentile interval (Efron & Tibshirani
// 1993). A replicate in which the denominators of a ratio sum to 0 is left out.
// It is NaN where a ratio is, and has no interval from a single cluster.
//
// The outcome depends on the clusters, not on their order, and on the seed.
func DifferenceBootstrap(clusters []PairedCluster, replicates int, confidence float64, seed uint64) Resampled {
	ordered := slices.SortedFunc(slices.Values(clusters), comparePairs)
	var whole PairedCluster
	for _, c := range ordered {
		whole.add(c)
	}
	result := Resampled{whole.difference(), math.NaN(), UnknownInterval}
	if math.IsNaN(result.Ratio) || len(ordered) == 1 {
		return result
	}
	differences := make([]float64, 0, replicates)
	random, drawn := newStream(seed), make([]uint32, len(ordered))
	for range replicates {
		random.below(len(ordered), drawn)
		var sum PairedCluster
		for _, at := range drawn {
			sum.add(ordered[at])
		}
		if d := sum.difference(); !math.IsNaN(d) {
			differences = append(differences, d)
		}
	}
	result.StandardError, result.Interval = spread(differences, confidence)
	return result
}

func (p *PairedCluster) add(other PairedCluster) {
	p.A.Numerator += other.A.Numerator
	p.A.Denominator += other.A.Denominator
	p.B.Numerator += other.B.Numerator
	p.B.Denominator += other.B.Denominator
}

func (p PairedCluster) difference() float64 {
	if p.A.Denominator == 0 || p.B.Denominator == 0 {
		return math.NaN()
	}
	return p.B.Numerator/p.B.Denominator - p.A.Numerator/p.A.Denominator
}

func comparePairs(a, b PairedCluster) int { return cmp.Or(a.A.compare(b.A), a.B.compare(b.B)) }

func (f Fraction) compare(other Fraction) int {
	return cmp.Or(cmp.Compare(f.Numerator, other.Numerator), cmp.Compare(f.Denominator, other.Denominator))
}
