package stat

import (
	"math"
	"math/big"
	"math/bits"

	"gonum.org/v1/gonum/stat/distuv"
)

// MostResampled is the number of clusters up to which intervals are resampled.
// Beyond it the bootstrap and the linearised interval differ in the third digit
// of the half width, and resampling costs more than the rest of a nightly run.
const MostResampled = 400

// ClusterIntervals returns the ratios with intervals that respect clusters: the
// percentile bootstrap of [ClusterBootstrap] up to MostResampled clusters, beyond
// it the linearised variance of a ratio (Cochran 1977, section 6.4; Woodruff
// 1971) with a normal interval, cut to 0..1. isLinearised says which it was.
// Numerators and denominators are whole numbers and not negative.
func ClusterIntervals(clusters []Cluster, replicates int, confidence float64, seed uint64) (results []Resampled, isLinearised bool) {
	if len(clusters) <= MostResampled {
		return ClusterBootstrap(clusters, replicates, confidence, seed), false
	}
	return linearise(clusters, confidence), true
}

// linearise adds up whole numbers exactly, so that the order of the clusters
// does not show in the last digit.
func linearise(clusters []Cluster, confidence float64) []Resampled {
	n := len(clusters[0].Numerators)
	x, xx, xd := make([]int64, n), make([]wide, n), make([]wide, n)
	var d int64
	var dd wide
	for _, cluster := range clusters {
		denominator := int64(cluster.Denominator)
		d += denominator
		dd.add(denominator, denominator)
		for i, numerator := range cluster.Numerators {
			if numerator == 0 {
				continue
			}
			x[i] += int64(numerator)
			xx[i].add(int64(numerator), int64(numerator))
			xd[i].add(int64(numerator), denominator)
		}
	}
	results := make([]Resampled, n)
	m := float64(len(clusters))
	z := distuv.UnitNormal.Quantile((1 + confidence) / 2)
	for i := range results {
		results[i] = Resampled{math.NaN(), math.NaN(), unknown}
		if d == 0 {
			continue
		}
		ratio := float64(x[i]) / float64(d)
		squares := residuals(xx[i].big(), xd[i].big(), dd.big(), x[i], d)
		se := math.Sqrt(m/(m-1)*squares) / float64(d)
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

func (w *wide) big() *big.Int {
	value := new(big.Int).SetUint64(w.high)
	return value.Lsh(value, 64).Add(value, new(big.Int).SetUint64(w.low))
}
