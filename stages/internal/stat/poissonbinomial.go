package stat

import "math"

// A Chance is an amount that comes with a probability, or not at all. Amounts are
// not negative.
type Chance struct{ Amount, Probability float64 }

// An Outcome is an amount and the probability that it is what comes.
type Outcome struct{ Amount, Probability float64 }

// GridSteps is how finely sums are told apart: in thousandths of the total.
const GridSteps = 1000

// PoissonBinomial returns the distribution of the sum of independent chances in
// the order of the sums (Hong 2013); equal amounts make it that of a number of
// successes. Sums that fall into the same thousandth of the total are one outcome
// with their mean, so that it is exact for few chances and close to it for many.
func PoissonBinomial(chances []Chance) []Outcome {
	total := 0.0
	for _, c := range chances {
		total += c.Amount
	}
	// Of each step: its probability, and what its sums contribute to the mean.
	room := 1 + GridSteps + len(chances)
	probability, moment := append(make([]float64, 0, room), 1), append(make([]float64, 0, room), 0)
	for _, c := range chances {
		weight := 0
		if total > 0 {
			weight = int(math.Round(c.Amount / total * GridSteps))
		}
		reached := len(probability)
		probability, moment = probability[:reached+weight], moment[:reached+weight]
		for k := len(probability) - 1; k >= 0; k-- {
			p, m := 0.0, 0.0
			if k < reached {
				p, m = probability[k]*(1-c.Probability), moment[k]*(1-c.Probability)
			}
			if from := k - weight; from >= 0 {
				p += probability[from] * c.Probability
				m += (moment[from] + c.Amount*probability[from]) * c.Probability
			}
			probability[k], moment[k] = p, m
		}
	}
	var outcomes []Outcome
	for k, p := range probability {
		if p > 0 {
			outcomes = append(outcomes, Outcome{moment[k] / p, p})
		}
	}
	return outcomes
}

// mostExact is the number of chances up to which the distribution of their sum is
// computed. Beyond it the sum is close to normal, and that is as good.
const mostExact = 50

// SumOfChances returns the mean and the variance of the sum of independent
// chances, and an interval with as much probability below it as above, whose ends are
// known to one of the GridSteps of the total.
func SumOfChances(chances []Chance, probability float64) (mean, variance float64, interval Interval) {
	total := 0.0
	for _, c := range chances {
		total += c.Amount
		mean += c.Amount * c.Probability
		variance += c.Amount * c.Amount * c.Probability * (1 - c.Probability)
	}
	if len(chances) > mostExact {
		half := normalQuantile(probability) * math.Sqrt(variance)
		return mean, variance, Interval{max(0, mean-half), min(total, mean+half)}
	}
	outcomes, tail := PoissonBinomial(chances), (1-probability)/2
	return mean, variance, Interval{quantileOfOutcomes(outcomes, tail), quantileOfOutcomes(outcomes, 1-tail)}
}

// quantileOfOutcomes returns the smallest amount up to which a probability lies.
func quantileOfOutcomes(outcomes []Outcome, p float64) float64 {
	sum := 0.0
	for _, o := range outcomes {
		// What should add up to p may miss it by the rounding of its terms.
		if sum += o.Probability; sum >= p-1e-12 {
			return o.Amount
		}
	}
	return outcomes[len(outcomes)-1].Amount
}
