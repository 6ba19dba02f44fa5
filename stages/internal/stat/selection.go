package stat

import "math"

// quantileOf returns what [Quantile] returns for the sorted values, which it
// leaves partly sorted: a whole sort would cost more than all the rest of a
// bootstrap.
func quantileOf(values []float64, p float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	h := float64(len(values)-1) * p
	low := int(h)
	selectAt(values, low)
	if low == len(values)-1 {
		return values[low]
	}
	next := values[low+1]
	for _, v := range values[low+2:] {
		next = min(next, v)
	}
	return values[low] + (h-float64(low))*(next-values[low])
}

// selectAt puts the value that sorting would put at position k there, smaller ones
// before and larger ones behind it (Hoare 1961). Equal values are set aside
// together, so that many of them cost nothing.
func selectAt(values []float64, k int) {
	for len(values) > 1 {
		pivot := medianOf(values[0], values[len(values)/2], values[len(values)-1])
		below, above := 0, len(values)
		for i := 0; i < above; {
			switch v := values[i]; {
			case v < pivot:
				values[i], values[below] = values[below], v
				below++
				i++
			case v > pivot:
				above--
				values[i], values[above] = values[above], v
			default:
				i++
			}
		}
		switch {
		case k < below:
			values = values[:below]
		case k >= above:
			values, k = values[above:], k-above
		default:
			return
		}
	}
}

func medianOf(a, b, c float64) float64 {
	return max(min(a, b), min(max(a, b), c))
}
