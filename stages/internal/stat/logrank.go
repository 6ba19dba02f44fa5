package stat

import (
	"maps"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// A LogRank says how far the curves of several groups are apart. ChiSquare and P
// are NaN where fewer than two groups can be compared; DegreesFreedom is 0 then.
type LogRank struct {
	ChiSquare      float64
	DegreesFreedom int       // number of groups under observation at some event, less one
	P              float64   // of a chi-square as large or larger, if the groups wait alike
	Observed       []float64 // events, per group
	Expected       []float64 // events, if the groups waited alike
}

// LogRankTest compares groups within strata: strata[s][g] are the lifetimes of
// group g in stratum s, all strata having the same groups. One stratum is the
// plain test. Observed less expected events are weighed by their hypergeometric
// variance (Mantel 1966); competing outcomes count as censored. Lifetimes count
// as independent: p is too small where they end in batches.
func LogRankTest(strata [][]Lifetimes) LogRank {
	groups := 0
	if len(strata) > 0 {
		groups = len(strata[0])
	}
	test := LogRank{ChiSquare: math.NaN(), P: math.NaN(), Observed: make([]float64, groups), Expected: make([]float64, groups)}
	variance := make([]float64, groups*groups)
	for _, stratum := range strata {
		test.add(stratum, variance)
	}
	var compared []int
	for g, expected := range test.Expected {
		if expected > 0 {
			compared = append(compared, g)
		}
	}
	if len(compared) < 2 {
		return test
	}
	// The deviations of all groups sum to 0: the last one tells nothing new.
	compared = compared[:len(compared)-1]
	deviation := mat.NewVecDense(len(compared), nil)
	covariance := mat.NewSymDense(len(compared), nil)
	for i, g := range compared {
		deviation.SetVec(i, test.Observed[g]-test.Expected[g])
		for j, h := range compared[:i+1] {
			covariance.SetSym(i, j, variance[g*groups+h])
		}
	}
	var factor mat.Cholesky
	if !factor.Factorize(covariance) {
		return test
	}
	var weighed mat.VecDense
	if factor.SolveVecTo(&weighed, deviation) != nil {
		return test
	}
	test.ChiSquare = mat.Dot(deviation, &weighed)
	test.DegreesFreedom = len(compared)
	test.P = distuv.ChiSquared{K: float64(len(compared))}.Survival(test.ChiSquare)
	return test
}

// add adds the events of a stratum, and to the variance their covariances.
func (test *LogRank) add(stratum []Lifetimes, variance []float64) {
	groups := len(stratum)
	at := make(map[int]bool)
	atRisk := make([]int64, groups)
	for g, lifetimes := range stratum {
		sum := lifetimes.Total()
		atRisk[g] = sum.Events + sum.Competing + sum.Censored - sum.Entered
		for time := range lifetimes {
			at[time] = true
		}
	}
	share := make([]float64, groups)
	for _, time := range slices.Sorted(maps.Keys(at)) {
		var all, events int64
		for g, lifetimes := range stratum {
			all += atRisk[g]
			events += lifetimes[time].Events
		}
		if events > 0 && all > 0 {
			n, d := float64(all), float64(events)
			for g, lifetimes := range stratum {
				share[g] = float64(atRisk[g]) / n
				test.Observed[g] += float64(lifetimes[time].Events)
				test.Expected[g] += d * share[g]
			}
			if all > 1 {
				addCovariance(variance, share, d*(n-d)/(n-1))
			}
		}
		for g, lifetimes := range stratum {
			e := lifetimes[time]
			atRisk[g] += e.Entered - e.Events - e.Competing - e.Censored
		}
	}
}

func addCovariance(variance, share []float64, scale float64) {
	for g, p := range share {
		if p == 0 {
			continue
		}
		row := variance[g*len(share) : (g+1)*len(share)]
		for h, q := range share {
			row[h] -= scale * p * q
		}
		row[g] += scale * p
	}
}
