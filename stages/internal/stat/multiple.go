package stat

import (
	"cmp"
	"math"
	"slices"
)

// FalseDiscovery returns the adjusted p-values of one family of tests: rejecting
// those up to q keeps the expected share of false rejections at or below q
// (Benjamini & Hochberg 1995). A test without a p-value, which is NaN, is not of
// the family; size is the number of those that are.
func FalseDiscovery(p []float64) (q []float64, size int) {
	q = make([]float64, len(p))
	var order []int
	for i := range p {
		q[i] = math.NaN()
		if !math.IsNaN(p[i]) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(p[i], p[j]) })
	smallest := 1.0
	for rank := len(order); rank > 0; rank-- {
		i := order[rank-1]
		smallest = min(smallest, p[i]*float64(len(order))/float64(rank))
		q[i] = smallest
	}
	return q, len(order)
}
