package stat

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// MostResampled is the number of clusters up to which intervals are resampled.
// Beyond it the bootstrap and the linearised interval differ in the third digit
// of the half width, and resampling costs more than the rest of a nightly run.
const MostResampled = 1000

// ClusterIntervals returns the ratios with intervals that respect clusters: the
// percentile bootstrap of [ClusterBootstrap] up to MostResampled clusters, beyond
// it the linearised variance of a ratio (Cochran 1977, section 6.4; Woodruff
// 1971) with a normal interval, cut to 0..1. isLinearised says which it was.
func ClusterIntervals(clusters []Cluster, replicates int, confidence float64, seed uint64) (results []Resampled, isLinearised bool) {
	if len(clusters) <= MostResampled {
		return ClusterBootstrap(clusters, replicates, confidence, seed), false
	}
	return linearise(clusters, confidence), true
}

// linearise adds up in the order of the values, so that the order of the
// clusters does not show in the last digit.
func linearise(clusters []Cluster, confidence float64) []Resampled {
	kinds, kindOf := distinct(clusters)
	times := make([]int, len(kinds))
	for _, kind := range kindOf {
		times[kind]++
	}
	sum := Cluster{Numerators: make([]float64, len(clusters[0].Numerators))}
	sum.add(kinds, times)
	results := make([]Resampled, len(sum.Numerators))
	n := float64(len(clusters))
	z := distuv.UnitNormal.Quantile((1 + confidence) / 2)
	for i, numerator := range sum.Numerators {
		results[i] = Resampled{math.NaN(), math.NaN(), unknown}
		if sum.Denominator == 0 {
			continue
		}
		ratio := numerator / sum.Denominator
		squares := 0.0
		for kind, cluster := range kinds {
			residual := cluster.Numerators[i] - ratio*cluster.Denominator
			squares += float64(times[kind]) * residual * residual
		}
		se := math.Sqrt(n/(n-1)*squares) / sum.Denominator
		results[i] = Resampled{ratio, se, Interval{max(0, ratio-z*se), min(1, ratio+z*se)}}
	}
	return slices.Clip(results)
}
