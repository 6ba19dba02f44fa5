package forecastarrivals

import (
	"cmp"
	"math"
	"slices"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/stat"
)

// bandProbability is that of lo_80 and hi_80.
const bandProbability = 0.8

// A curve is an estimate of the wait, and what it is from.
type curve struct {
	stat.Curve
	scope    string // whose payouts
	weight   string // what each of them counts for
	arrivals int64
}

// What a payout counts for in a curve: its amount, or as one.
const byAmount, byPayout = "amount", "payout"

// curveOn estimates the wait from what was known of a seller on a day, or of all
// sellers where that is too little.
func (f *forecaster) curveOn(a *account, day calendar.Day) curve {
	own := f.estimate(a.waits, day)
	own.scope = "seller"
	if !f.limits.IsSmall(own.arrivals) {
		return own
	}
	all := f.estimate(f.all[a.currency], day)
	all.scope = "all"
	return all
}

// estimate weighs payouts by their amount, since large ones may be faster than small
// ones and it is money that is forecast. Where a few of them hold most of it the curve
// would be theirs: then each counts once.
func (f *forecaster) estimate(known waits, day calendar.Day) curve {
	var all sent
	for s, sent := range known {
		if s.settledOn <= day {
			all = all.add(sent)
		}
	}
	c := curve{weight: byPayout}
	if all.largest > 0 && !f.limits.IsSmall(all.amount/all.largest) {
		c.weight = byAmount
	}
	lifetimes := make(stat.Lifetimes)
	for s, sent := range known {
		n := sent.payouts
		if c.weight == byAmount {
			n = sent.amount
		}
		switch {
		case s.settledOn > day:
		case s.arrivedOn <= day:
			lifetimes.Add(f.workdays.Between(s.settledOn, s.arrivedOn), stat.Exits{Events: n})
			c.arrivals += sent.payouts
		default:
			lifetimes.Add(f.workdays.Between(s.settledOn, day), stat.Exits{Censored: n})
		}
	}
	c.Curve = stat.KaplanMeier(lifetimes, stat.Confidence)
	return c
}

// A forecast is a row of the mart. Amounts are nil without a curve.
type forecast struct {
	accountKey
	horizonOn     calendar.Day
	expected      *int64
	low, high     *int64
	later         *int64
	payouts       int64
	open          int64
	scope, gate   string
	weight        string
	curveArrivals int64
}

// forecast returns the rows of an account, none if nothing is open.
func (f *forecaster) forecast(a *account, ahead []calendar.Day) []forecast {
	open := a.openOn(f.asOf)
	if len(open) == 0 {
		return nil
	}
	c := f.curveOn(a, f.asOf)
	row := forecast{
		accountKey: a.accountKey, payouts: int64(len(open)),
		scope: c.scope, weight: c.weight, gate: f.limits.Code(c.arrivals), curveArrivals: c.arrivals,
	}
	for _, p := range open {
		row.open += p.amount
	}
	batches := batchesOf(open)
	rows := make([]forecast, len(ahead))
	for i, day := range ahead {
		row.horizonOn = day
		if f.limits.HasShare(c.arrivals) {
			mean, _, band := stat.SumOfChances(f.chances(c, batches, f.asOf, day), bandProbability)
			row.expected, row.low, row.high = minor(mean), minor(band.Low), minor(band.High)
			row.later = new(row.open - *row.expected)
		}
		rows[i] = row
	}
	return rows
}

// minor rounds an amount to minor units.
func minor(amount float64) *int64 { return new(int64(math.Round(amount))) }

func (a *account) openOn(day calendar.Day) (open []payout) {
	for _, p := range a.payouts {
		if p.isOpenOn(day) {
			open = append(open, p)
		}
	}
	return open
}

// A batch is what arrives together.
type batch struct {
	number    string
	settledOn calendar.Day
}

// batchesOf adds up the payouts of each settlement batch. A payout without a batch
// number is on its own.
func batchesOf(payouts []payout) []payout {
	sums := make(map[batch]int64)
	var batches []payout
	for _, p := range payouts {
		if p.batch == "" {
			batches = append(batches, p)
			continue
		}
		sums[batch{p.batch, p.settledOn}] += p.amount
	}
	for b, amount := range sums {
		batches = append(batches, payout{batch: b.number, settledOn: b.settledOn, arrivedOn: notYet, amount: amount})
	}
	// In one order, so that floating sums of them are the same in every run.
	slices.SortFunc(batches, func(a, b payout) int {
		return cmp.Or(cmp.Compare(a.settledOn, b.settledOn), cmp.Compare(a.batch, b.batch), cmp.Compare(a.amount, b.amount))
	})
	return batches
}

// chances returns the amounts with their probabilities of arriving by a day, given
// that they were open on another.
func (f *forecaster) chances(c curve, batches []payout, on, until calendar.Day) []stat.Chance {
	within := f.workdays.Between(on, until)
	chances := make([]stat.Chance, len(batches))
	for i, b := range batches {
		chances[i] = stat.Chance{Amount: float64(b.amount), Probability: c.WithinAfter(f.workdays.Between(b.settledOn, on), within)}
	}
	return chances
}
