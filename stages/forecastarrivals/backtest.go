package forecastarrivals

import (
	"maps"
	"math"
	"slices"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/stat"
)

// A backtest is how the forecasts of the past nights of an account turned out.
type backtest struct {
	accountKey
	asOf     calendar.Day
	nights   int64   // with open payouts and a curve
	payouts  int64   // open ones, each once a night
	coverage float64 // NaN of too few nights
	brier    float64
	bias     int64 // minor units
}

// backtest makes the forecast of each night from what was known on it, and
// compares it with what arrived.
func (f *forecaster) backtest(a *account, nights []night) backtest {
	b := backtest{accountKey: a.accountKey, asOf: f.asOf}
	var covered, excess float64
	var score stat.Brier
	for _, n := range nights {
		open := a.openOn(n.on)
		if len(open) == 0 {
			continue
		}
		c := f.curveOn(a, n.on)
		if !f.limits.HasShare(c.arrivals) {
			continue
		}
		mean, _, band := stat.SumOfChances(f.chances(c, batchesOf(open), n.on, n.until), bandProbability)
		arrived := float64(amountUntil(open, n.until))
		// All of it must not lie outside because the end of the band is not known that
		// finely.
		step := float64(amountUntil(open, notYet)) / stat.GridSteps
		if math.Round(band.Low-step) <= arrived && arrived <= math.Round(band.High+step) {
			covered++
		}
		excess += mean - arrived
		f.score(&score, c, open, n)
		b.nights++
		b.payouts += int64(len(open))
	}
	b.coverage, b.brier = math.NaN(), score.Score()
	if f.limits.HasShare(b.nights) {
		b.coverage = covered / float64(b.nights)
	}
	if b.nights > 0 {
		b.bias = int64(math.Round(excess / float64(b.nights)))
	}
	return b
}

func amountUntil(open []payout, day calendar.Day) (sum int64) {
	for _, p := range open {
		if p.arrivedOn <= day {
			sum += p.amount
		}
	}
	return sum
}

// score scores the probability of open money to arrive in time. Payouts of one
// settlement day have one probability.
func (f *forecaster) score(score *stat.Brier, c curve, open []payout, n night) {
	type outcomes struct{ all, arrived int64 } // amounts
	bySettlement := make(map[calendar.Day]outcomes)
	for _, p := range open {
		o, amount := bySettlement[p.settledOn], p.sent().amount
		o.all += amount
		if p.arrivedOn <= n.until {
			o.arrived += amount
		}
		bySettlement[p.settledOn] = o
	}
	within := f.workdays.Between(n.on, n.until)
	for _, day := range slices.Sorted(maps.Keys(bySettlement)) {
		o := bySettlement[day]
		score.Add(c.WithinAfter(f.workdays.Between(day, n.on), within), o.all, o.arrived)
	}
}
