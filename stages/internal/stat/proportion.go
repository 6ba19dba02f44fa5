package stat

import "math"

// Wilson returns the score interval of a proportion of x in n (Wilson 1927). It
// stays within [0, 1], starts at exactly 0 for x = 0 and ends at exactly 1 for
// x = n. Without observations it is [0, 1]. The domain is 0 <= x <= n.
func Wilson(x, n int, confidence float64) Interval {
	return score(x, n, normalQuantile(confidence))
}

func score(x, n int, z float64) Interval {
	if x < 0 || x > n {
		return UnknownInterval
	}
	if n == 0 {
		return Interval{0, 1}
	}
	size := float64(n)
	p := float64(x) / size
	scale := 1 + z*z/size
	centre := (p + z*z/(2*size)) / scale
	half := z * math.Sqrt(p*(1-p)/size+z*z/(4*size*size)) / scale
	interval := Interval{max(0, centre-half), min(1, centre+half)}
	if x == 0 {
		interval.Low = 0
	}
	if x == n {
		interval.High = 1
	}
	return interval
}

// Difference returns x1/n1 - x2/n2 and its hybrid score interval, made of the
// Wilson intervals of both (Newcombe 1998, Statistics in Medicine 17:873). The
// domain is 0 <= x <= n, n > 0 for both.
func Difference(x1, n1, x2, n2 int, confidence float64) (difference float64, interval Interval) {
	if n1 <= 0 || n2 <= 0 {
		return math.NaN(), UnknownInterval
	}
	first, second := Wilson(x1, n1, confidence), Wilson(x2, n2, confidence)
	p1, p2 := float64(x1)/float64(n1), float64(x2)/float64(n2)
	difference = p1 - p2
	return difference, Interval{
		Low:  difference - math.Hypot(p1-first.Low, second.High-p2),
		High: difference + math.Hypot(first.High-p1, p2-second.Low),
	}
}

// Goodman returns intervals for the shares of all counts in their sum that hold
// together with the given confidence (Goodman 1965, with the Bonferroni bound).
// Each is a score interval at the confidence 1 - (1-confidence)/k of k counts.
func Goodman(counts []int, confidence float64) []Interval {
	total := 0
	for _, count := range counts {
		total += count
	}
	z := normalQuantile(1 - (1-confidence)/float64(len(counts)))
	intervals := make([]Interval, len(counts))
	for i, count := range counts {
		intervals[i] = score(count, total, z)
	}
	return intervals
}
