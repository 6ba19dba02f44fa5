package stat

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// A TwoByTwo holds the counts of one stratum: two groups, each split by whether
// the event came.
type TwoByTwo struct{ FirstYes, FirstNo, SecondYes, SecondNo int64 }

// A CommonOdds compares two groups within strata. What the strata do not give is
// NaN: the ratio without a pair that differs, the tests without any variation.
type CommonOdds struct {
	Ratio       float64 // odds of the event in the first group by those in the second
	Interval            // of the ratio (Robins, Breslow & Greenland 1986)
	ChiSquare   float64 // one degree of freedom, with continuity correction
	Uncorrected float64 // without it
	P           float64 // of ChiSquare
}

// MantelHaenszel estimates the odds ratio that the strata have in common and
// tests whether it is 1 (Mantel & Haenszel 1959). It compares like with like where
// the strata differ in both the groups and the event. The continuity correction is
// left out where it would exceed the deviation, as in R.
func MantelHaenszel(strata []TwoByTwo, confidence float64) CommonOdds {
	var sumR, sumS, sumPR, sumMixed, sumQS, deviation, variance float64
	for _, t := range strata {
		a, b, c, d := float64(t.FirstYes), float64(t.FirstNo), float64(t.SecondYes), float64(t.SecondNo)
		n := a + b + c + d
		if n < 2 {
			continue // a single observation compares nothing
		}
		r, s := a*d/n, b*c/n
		p, q := (a+d)/n, (b+c)/n
		sumR += r
		sumS += s
		sumPR += p * r
		sumMixed += p*s + q*r
		sumQS += q * s
		deviation += a - (a+b)*(a+c)/n
		variance += (a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1))
	}
	odds := CommonOdds{math.NaN(), UnknownInterval, math.NaN(), math.NaN(), math.NaN()}
	if sumR > 0 && sumS > 0 {
		odds.Ratio = sumR / sumS
		se := math.Sqrt(sumPR/(2*sumR*sumR) + sumMixed/(2*sumR*sumS) + sumQS/(2*sumS*sumS))
		factor := math.Exp(normalQuantile(confidence) * se)
		odds.Interval = Interval{odds.Ratio / factor, odds.Ratio * factor}
	}
	if variance > 0 {
		distance := math.Abs(deviation)
		odds.Uncorrected = distance * distance / variance
		odds.ChiSquare = odds.Uncorrected
		if distance >= 0.5 {
			odds.ChiSquare = (distance - 0.5) * (distance - 0.5) / variance
		}
		odds.P = distuv.ChiSquared{K: 1}.Survival(odds.ChiSquare)
	}
	return odds
}
