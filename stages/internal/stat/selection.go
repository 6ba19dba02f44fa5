package stat

import (
	"math"
	"slices"
)

// quantileOf returns what [Quantile] returns for the sorted values, which it
// leaves partly sorted: a whole sort would cost more than all the rest of a
// bootstrap.
func quantileOf(values []float64, p float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	h := float64(len(values)-1) * p
	low := int(h)
	if low == len(values)-1 {
		selectAt(values, low)
		return values[low]
	}
	below, above := neighbours(values, low)
	return below + (h-float64(low))*(above-below)
}

// neighbours returns the values that sorting would put at k and k+1. The one that
// is not selected is looked for on the shorter side of the other.
func neighbours(values []float64, k int) (below, above float64) {
	if k < len(values)/2 {
		selectAt(values, k+1)
		below = values[0]
		for _, v := range values[1 : k+1] {
			if v > below {
				below = v
			}
		}
		return below, values[k+1]
	}
	selectAt(values, k)
	above = values[k+1]
	for _, v := range values[k+2:] {
		if v < above {
			above = v
		}
	}
	return values[k], above
}

// selectAt puts the value that sorting would put at position k there, smaller ones
// before and larger ones behind it (Hoare 1961). Equal values are set aside
// together, so that many of them cost nothing.
func selectAt(values []float64, k int) {
	for len(values) > 1 {
		pivot := pivotOf(values, k)
		below := 0
		for i, v := range values {
			values[i], values[below] = values[below], v
			if v < pivot {
				below++
			}
		}
		if k < below {
			values = values[:below]
			continue
		}
		values, k = values[below:], k-below
		same := 0
		for i, v := range values {
			values[i], values[same] = values[same], v
			if v <= pivot {
				same++
			}
		}
		if k < same {
			return
		}
		values, k = values[same:], k-same
	}
}

// pivotOf returns one of the values that is probably a little farther from the
// nearer end than position k would be: what is left then is short, and most
// values are on one side, so that the processor guesses the comparisons right.
func pivotOf(values []float64, k int) float64 {
	const samples = 32
	if len(values) <= 2*samples {
		return medianOf(values[0], values[len(values)/2], values[len(values)-1])
	}
	var drawn [samples]float64
	for i := range drawn {
		drawn[i] = values[i*(len(values)/samples)]
	}
	slices.Sort(drawn[:])
	at := k * samples / len(values)
	if k < len(values)/2 {
		return drawn[min(at+1, samples-1)]
	}
	return drawn[max(at-1, 0)]
}

func medianOf(a, b, c float64) float64 {
	return max(min(a, b), min(max(a, b), c))
}
