package stat

import "math"

// Quantile returns the quantile of type 7 of Hyndman & Fan 1996, as R and the
// PERCENTILE.INC of spreadsheets do: it interpolates between the values around
// (n-1)p. The values must be in increasing order, 0 <= p <= 1. Without values it
// is NaN. (gonum's stat.LinInterp is another type.)
func Quantile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 || !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	h := float64(len(sorted)-1) * p
	low := int(h)
	if low == len(sorted)-1 {
		return sorted[low]
	}
	return sorted[low] + (h-float64(low))*(sorted[low+1]-sorted[low])
}
