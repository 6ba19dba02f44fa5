package stat

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// smallestExpected is the expected count below which the chi-square
// distribution is not trusted (Cochran's rule).
const smallestExpected = 5

// A Fit compares counts with a fixed vector of shares.
type Fit struct {
	N              int
	ChiSquare      float64   // sum of (O-E)²/E
	DegreesFreedom int       // number of counts less one
	P              float64   // of a chi-square as large or larger, if the shares hold
	IsSimulated    bool      // P comes from simulation: some expected count is below 5
	PSI            float64   // population stability index; +Inf when a count is 0
	Residuals      []float64 // standardised, (O-E)/sqrt(E(1-p)), per count
}

// A Simulation says how a p-value is simulated: with Draws samples from the
// random numbers of Seed.
type Simulation struct {
	Draws int
	Seed  uint64
}

// GoodnessOfFit compares observed counts with expected shares, which are given
// by positive weights of any sum. The shares count as known without error. P is
// of the chi-square distribution when all expected counts reach 5; otherwise it
// is the Monte Carlo p-value (r+1)/(draws+1) of multinomial samples. Without
// observations, and with weights that are not positive, the numbers are NaN.
func GoodnessOfFit(observed []int, weights []float64, simulation Simulation) Fit {
	fit := Fit{DegreesFreedom: len(observed) - 1, Residuals: make([]float64, len(observed))}
	for _, count := range observed {
		fit.N += count
	}
	shares, ok := normalised(weights)
	if !ok || fit.N <= 0 || len(observed) != len(weights) {
		for i := range fit.Residuals {
			fit.Residuals[i] = math.NaN()
		}
		fit.ChiSquare, fit.P, fit.PSI = math.NaN(), math.NaN(), math.NaN()
		return fit
	}
	n := float64(fit.N)
	for i, count := range observed {
		p, o := shares[i], float64(count)
		expected := n * p
		fit.Residuals[i] = (o - expected) / math.Sqrt(expected*(1-p))
		fit.IsSimulated = fit.IsSimulated || expected < smallestExpected
	}
	fit.PSI = stabilityIndex(observed, shares, n)
	fit.ChiSquare = chiSquare(observed, shares, n)
	if fit.IsSimulated {
		fit.P = simulatedP(fit.ChiSquare, shares, fit.N, simulation)
	} else {
		fit.P = distuv.ChiSquared{K: float64(fit.DegreesFreedom)}.Survival(fit.ChiSquare)
	}
	return fit
}

// StabilityIndex is the PSI of a Fit alone: it asks for shares, not for counts, so
// observed may also be days, in any unit. NaN without any, and with weights that are
// not positive.
func StabilityIndex(observed []int, weights []float64) float64 {
	n := 0
	for _, part := range observed {
		n += part
	}
	shares, ok := normalised(weights)
	if !ok || n <= 0 || len(observed) != len(weights) {
		return math.NaN()
	}
	return stabilityIndex(observed, shares, float64(n))
}

func stabilityIndex(observed []int, shares []float64, n float64) (sum float64) {
	for i, part := range observed {
		o, p := float64(part), shares[i]
		sum += (o/n - p) * math.Log(o/n/p)
	}
	return sum
}

func normalised(weights []float64) (shares []float64, ok bool) {
	sum := 0.0
	for _, weight := range weights {
		if !(weight > 0) {
			return nil, false
		}
		sum += weight
	}
	for _, weight := range weights {
		shares = append(shares, weight/sum)
	}
	return shares, len(shares) > 1
}

func chiSquare(observed []int, shares []float64, n float64) (sum float64) {
	for i, count := range observed {
		expected := n * shares[i]
		deviation := float64(count) - expected
		sum += deviation * deviation / expected
	}
	return sum
}

// simulatedP returns the share of samples at least as far from the expected
// counts as the observed ones, these counted as one sample more.
func simulatedP(observed float64, shares []float64, n int, simulation Simulation) float64 {
	ends := make([]uint64, len(shares)) // of what each share has of 0..1, in 1/2^53
	sum := 0.0
	for i, share := range shares {
		sum += share
		ends[i] = uint64(sum * (1 << 53))
	}
	ends[len(ends)-1] = 1 << 53
	// Equal counts must compare as equal although they were summed in floats.
	threshold := observed * (1 - 1e-12)
	random, drawn := newStream(simulation.Seed), make([]uint64, n)
	counts := make([]int, len(shares))
	asFar := 1
	for range simulation.Draws {
		random.fractions(drawn)
		tally(counts, ends, drawn)
		if chiSquare(counts, shares, float64(n)) >= threshold {
			asFar++
		}
	}
	return float64(asFar) / float64(simulation.Draws+1)
}

// tally counts the numbers drawn by the first end that is not below them. Ends
// ascend, and the last one is above all numbers.
func tally(counts []int, ends, drawn []uint64) {
	// A number is below an end or not: what lies beyond each end gives the counts
	// without a jump that the processor would have to guess.
	last := len(ends) - 1
	above := len(drawn)
	for i, end := range ends[:last] {
		beyond := 0
		for _, number := range drawn {
			beyond += int((end - number) >> 63)
		}
		counts[i] = above - beyond
		above = beyond
	}
	counts[last] = above
}
