package replaythresholds

import (
	"math/big"
	"slices"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/fees"
	"ozpayout/stages/internal/fxrate"
)

// An inflow is what came into an account day by day, in minor units, from the
// first day to the last without a gap.
type inflow struct {
	first calendar.Day
	byDay []int64
}

func (in inflow) last() calendar.Day { return in.first + calendar.Day(len(in.byDay)) - 1 }

func (in inflow) sum() (minor int64) {
	for _, amount := range in.byDay {
		minor += amount
	}
	return minor
}

// from returns the inflow from a day on, all of it when nothing would be left.
func (in inflow) from(day calendar.Day) inflow {
	skip := int(day - in.first)
	if skip <= 0 || skip >= len(in.byDay) {
		return in
	}
	return inflow{first: day, byDay: in.byDay[skip:]}
}

// A replay is what a threshold would have meant.
type replay struct {
	threshold   int64
	withdrawals int64
	fees        int64    // rounded one by one; nothing unless code is fees.Known
	exactFees   *big.Rat // before rounding
	moneyDays   *big.Int // minor units x days of the balances left at the end of the days
	code        fees.Code
	source      string // of the fee schedule
}

// A tariff returns what holds for a withdrawal of a gross amount on a day.
type tariff func(day calendar.Day, gross int64) (fees.Term, fees.Code)

// replayAt adds the inflow of each day to the balance and withdraws all of it as
// soon as it reaches the threshold; the balance left at the end of a day waits, and
// what is left after the last day is withdrawn once more (methods.md section 8). A
// balance of nothing is not withdrawn.
func replayAt(in inflow, threshold int64, termFor tariff) replay {
	r := replay{threshold: threshold, exactFees: new(big.Rat), moneyDays: new(big.Int), code: fees.Known}
	balance, waiting := int64(0), new(big.Int)
	for i, amount := range in.byDay {
		balance += amount
		if balance > 0 && balance >= threshold {
			r.withdraw(in.first+calendar.Day(i), balance, termFor)
			balance = 0
		}
		r.moneyDays.Add(r.moneyDays, waiting.SetInt64(balance))
	}
	if balance > 0 {
		r.withdraw(in.last(), balance, termFor)
	}
	return r
}

func (r *replay) withdraw(day calendar.Day, gross int64, termFor tariff) {
	r.withdrawals++
	term, code := termFor(day, gross)
	if code != fees.Known {
		r.code = code
	}
	if r.code != fees.Known {
		return
	}
	exact := term.Exact(gross)
	fee, ok := fxrate.Round(exact)
	if !ok {
		r.code = fees.NoTier
		return
	}
	r.fees += fee
	r.exactFees.Add(r.exactFees, exact)
	r.source = term.Source
}

// waiting returns the exact cost of the balances that waited, at a yearly rate in
// 1/10000 percent over 365 days.
func (r *replay) waiting(yearlyRate int64) *big.Rat {
	const yearOfRate = 365 * 100 * 10_000
	cost := new(big.Rat).SetInt(r.moneyDays)
	return cost.Mul(cost, big.NewRat(yearlyRate, yearOfRate))
}

// total returns the exact cost of fees and waiting.
func (r *replay) total(yearlyRate int64) *big.Rat {
	return new(big.Rat).Add(new(big.Rat).SetInt64(r.fees), r.waiting(yearlyRate))
}

// A verdict is what the replays of one account say together.
type verdict struct {
	isKnown bool // the fees of all thresholds are
	isFlat  bool // the fees before rounding are the same at every threshold (C13)
	optimum int  // index of the lowest total, the first of equals
}

// judge compares replays in order of their thresholds.
func judge(replays []replay, yearlyRate int64) verdict {
	if slices.ContainsFunc(replays, func(r replay) bool { return r.code != fees.Known }) {
		return verdict{}
	}
	v := verdict{isKnown: true, isFlat: true}
	for i := range replays {
		v.isFlat = v.isFlat && replays[i].exactFees.Cmp(replays[0].exactFees) == 0
		if replays[i].total(yearlyRate).Cmp(replays[v.optimum].total(yearlyRate)) < 0 {
			v.optimum = i
		}
	}
	return v
}
