// Package stat has the statistics that the marts print beside their shares:
// intervals of proportions and of their differences, odds ratios within strata,
// goodness of fit against published shares, curves of waiting times and their
// comparison, sums of uncertain amounts, quantiles, and a bootstrap over clusters.
//
// Counts go in as whole numbers, everything else is float64; money never passes
// through here except as the weight of a ratio or as an amount that is expected. A
// function whose arguments are outside its domain answers NaN, which a mart writes
// as null. Nothing depends on a clock or on the number of workers: random numbers
// come from a seed.
//
// Formulas: Wilson 1927, Newcombe 1998 (Statistics in Medicine 17:857 and 17:873),
// Goodman 1965, Mantel & Haenszel 1959, Kaplan & Meier 1958, Greenwood 1926,
// Brookmeyer & Crowley 1982, Aalen & Johansen 1978, Mantel 1966, Benjamini &
// Hochberg 1995, Hong 2013, Hyndman & Fan 1996 (quantile type 7), Efron &
// Tibshirani 1993. Tests named TestOracle hold them against published figures.
package stat

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// An Interval is a confidence interval. Both ends are NaN when there is none.
type Interval struct{ Low, High float64 }

// UnknownInterval is the interval of a figure that has none.
var UnknownInterval = Interval{math.NaN(), math.NaN()}

// Confidence is the level of all intervals that the product prints.
const Confidence = 0.95

// Replicates is the number of them behind each interval of a bootstrap that the product
// prints (methods.md section 9).
const Replicates = 2000

// normalQuantile returns z such that a standard normal value lies within ±z
// with that probability: 1.96 for 0.95.
func normalQuantile(confidence float64) float64 {
	return distuv.UnitNormal.Quantile((1 + confidence) / 2)
}
