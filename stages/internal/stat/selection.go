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

// Median returns the [Quantile] 0.5 of the values of all parts together, in any order
// and without a copy of them: they stay as they are. Values are not negative.
func Median(parts ...[]float64) float64 {
	n := 0
	for _, part := range parts {
		n += len(part)
	}
	if n == 0 {
		return math.NaN()
	}
	h := float64(n-1) * 0.5
	low := int(h)
	below := valueAt(parts, low)
	if low == n-1 {
		return below
	}
	return below + (h-float64(low))*(valueAt(parts, low+1)-below)
}

// valueAt returns the value that sorting all parts together would put at position k.
// It is found eight bits at a time, from the highest on, which order numbers that are
// not negative.
func valueAt(parts [][]float64, k int) float64 {
	const digit = 8
	var known uint64 // the bits so far
	for shift := 64 - digit; shift >= 0; shift -= digit {
		var counts [1 << digit]int
		for _, part := range parts {
			for _, v := range part {
				if number := math.Float64bits(v) >> shift; number>>digit == known {
					counts[number%(1<<digit)]++
				}
			}
		}
		next := 0
		for k >= counts[next] {
			k -= counts[next]
			next++
		}
		known = known<<digit + uint64(next)
	}
	return math.Float64frombits(known)
}
