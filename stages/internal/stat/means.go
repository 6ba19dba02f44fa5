package stat

import (
	"math"
	"slices"
)

// MeanInterval returns the mean of the values with its standard error and percentile
// interval from resampling them (Efron & Tibshirani 1993), or the normal interval
// beyond MostResampled values. Resampled.Ratio is the mean. Without values all is
// NaN; a single one has a mean only. The order of the values does not matter.
func MeanInterval(values []float64, replicates int, confidence float64, seed uint64) Resampled {
	return meanDifference(slices.Sorted(slices.Values(values)), nil, replicates, confidence, seed)
}

// MeanDifference returns the mean of a less the mean of b, two independent samples
// that are resampled each on its own; else it is like [MeanInterval].
func MeanDifference(a, b []float64, replicates int, confidence float64, seed uint64) Resampled {
	if len(b) == 0 {
		return Unknown
	}
	return meanDifference(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)), replicates, confidence, seed)
}

// meanDifference takes sorted samples; an empty b has the mean 0.
func meanDifference(a, b []float64, replicates int, confidence float64, seed uint64) Resampled {
	r := Unknown
	if len(a) == 0 {
		return r
	}
	r.Ratio = mean(a) - mean(b)
	if len(a) == 1 || len(b) == 1 {
		return r
	}
	if len(a) > MostResampled || len(b) > MostResampled {
		r.StandardError = math.Sqrt(varianceOfMean(a) + varianceOfMean(b))
		half := normalQuantile(confidence) * r.StandardError
		r.Interval = Interval{r.Ratio - half, r.Ratio + half}
		return r
	}
	random, drawn := newStream(seed), make([]uint32, max(len(a), len(b)))
	resample := func(sorted []float64) float64 {
		sum, drawn := 0.0, drawn[:len(sorted)]
		random.below(len(sorted), drawn)
		for _, at := range drawn {
			sum += sorted[at]
		}
		return sum / float64(max(1, len(sorted)))
	}
	differences := make([]float64, replicates)
	for i := range differences {
		differences[i] = resample(a) - resample(b)
	}
	r.StandardError, r.Interval = spread(differences, confidence)
	return r
}

// mean returns the mean, 0 without values.
func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(max(1, len(values)))
}

// varianceOfMean returns the sample variance by the number of values, 0 without
// values.
func varianceOfMean(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	m, squares := mean(values), 0.0
	for _, v := range values {
		squares += (v - m) * (v - m)
	}
	n := float64(len(values))
	return squares / (n - 1) / n
}
