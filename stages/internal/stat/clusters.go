package stat

import (
	"math"
	"math/big"
	"math/bits"
)

// MostResampled is the number of clusters up to which intervals are resampled.
// Beyond it the bootstrap and the linearised interval differ in the third digit
// of the half width, and resampling costs more than the rest of a nightly run.
const MostResampled = 400

// ClusterSums are what the linearised interval needs of clusters. They are whole
// numbers and not negative, added up exactly, so that neither the order of clusters
// nor how they were divided among sums shows in the last digit.
type ClusterSums struct {
	clusters   int
	d          int64 // denominators
	dd         wide
	numerators []numeratorSums
}

type numeratorSums struct {
	x      int64
	xx, xd wide
}

// NewClusterSums returns the sums of no cluster, of which each adds to that many
// numerators.
func NewClusterSums(numerators int) *ClusterSums {
	return &ClusterSums{numerators: make([]numeratorSums, numerators)}
}

// Add adds a cluster by its denominator; its numerators follow, one by one.
func (s *ClusterSums) Add(denominator int64) {
	s.clusters++
	s.d += denominator
	s.dd.add(denominator, denominator)
}

// AddNumerator adds a numerator of the cluster of that denominator. Those that are
// 0 may be left out.
func (s *ClusterSums) AddNumerator(i int, numerator, denominator int64) {
	n := &s.numerators[i]
	n.x += numerator
	n.xx.add(numerator, numerator)
	n.xd.add(numerator, denominator)
}

// AddClusters adds clusters of shares, whose numerators sum to their denominator.
// What each numerator has of each cluster is added by AddShare, before or after.
func (s *ClusterSums) AddClusters(n int) { s.clusters += n }

// AddShare adds what a numerator has of the denominator of a cluster of shares. A
// cluster may be added share by share, in any order; shares of 0 may be left out.
func (s *ClusterSums) AddShare(i int, numerator, denominator int64) {
	s.d += numerator
	s.dd.add(numerator, denominator)
	s.AddNumerator(i, numerator, denominator)
}

// Merge adds the clusters of other sums with as many numerators.
func (s *ClusterSums) Merge(other *ClusterSums) {
	s.clusters += other.clusters
	s.d += other.d
	s.dd.merge(other.dd)
	for i := range other.numerators {
		n, more := &s.numerators[i], &other.numerators[i]
		n.x += more.x
		n.xx.merge(more.xx)
		n.xd.merge(more.xd)
	}
}

// Clusters returns how many clusters were added.
func (s *ClusterSums) Clusters() int { return s.clusters }

// Intervals returns the ratios, which are shares, with intervals that respect
// clusters: normal ones with the linearised variance of a ratio (Cochran 1977,
// section 6.4; Woodruff 1971), cut to 0..1. There are two clusters or more; for
// MostResampled or fewer there is [ClusterBootstrap].
func (s *ClusterSums) Intervals(confidence float64) []Resampled {
	results := make([]Resampled, len(s.numerators))
	m := float64(s.clusters)
	z := normalQuantile(confidence)
	for i := range results {
		results[i] = Unknown
		if s.d == 0 {
			continue
		}
		n := &s.numerators[i]
		ratio := float64(n.x) / float64(s.d)
		squares := residuals(n.xx.big(), n.xd.big(), s.dd.big(), n.x, s.d)
		se := math.Sqrt(m/(m-1)*squares) / float64(s.d)
		results[i] = Resampled{ratio, se, Interval{max(0, ratio-z*se), min(1, ratio+z*se)}}
	}
	return results
}

// residuals returns the sum of (x - r d)^2 for r = sum x / sum d, that is
// (D^2 sum x^2 - 2 X D sum x d + X^2 sum d^2) / D^2, with one rounding.
func residuals(xx, xd, dd *big.Int, x, d int64) float64 {
	sumX, sumD := big.NewInt(x), big.NewInt(d)
	square := new(big.Int).Mul(sumD, sumD)
	total := new(big.Int).Mul(square, xx)
	cross := new(big.Int).Mul(sumX, sumD)
	total.Sub(total, cross.Mul(cross, xd).Lsh(cross, 1))
	total.Add(total, sumX.Mul(sumX, sumX).Mul(sumX, dd))
	value, _ := new(big.Rat).SetFrac(total, square).Float64()
	return value
}

// A wide is a sum of products in 128 bits.
type wide struct{ high, low uint64 }

// add adds the product of two numbers that are not negative.
func (w *wide) add(a, b int64) {
	high, low := bits.Mul64(uint64(a), uint64(b))
	var carry uint64
	w.low, carry = bits.Add64(w.low, low, 0)
	w.high, _ = bits.Add64(w.high, high, carry)
}

func (w *wide) merge(other wide) {
	var carry uint64
	w.low, carry = bits.Add64(w.low, other.low, 0)
	w.high, _ = bits.Add64(w.high, other.high, carry)
}

func (w *wide) big() *big.Int {
	value := new(big.Int).SetUint64(w.high)
	return value.Lsh(value, 64).Add(value, new(big.Int).SetUint64(w.low))
}
