package costroutes

import (
	"math/big"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/stat"
)

// A cost is a row of withdrawal_costs whose spread and fee are known, in minor
// units of currency.
type cost struct {
	route, currency, source string
	on                      calendar.Day // of the order
	mid                     int64        // amount at the mid rate of that day
	spread, fee             int64        // fee without its fixed part where that is known
	fixed                   *int64
	timed                   *timed
	grain                   string
	lag                     *int32
}

// A timed cost is what is known of a cost when timing is observable.
type timed struct{ ideal, timing, total int64 }

// allIn returns what the provider took: spread and fees.
func (c *cost) allIn() int64 {
	if c.fixed == nil {
		return c.spread + c.fee
	}
	return c.spread + c.fee + *c.fixed
}

// worth returns the amount at mid rates: of the day on which it became available
// or, where that is not observable, of the day of the order.
func (c *cost) worth() int64 {
	if c.timed == nil {
		return c.mid
	}
	return c.timed.ideal
}

// isConversion reports whether one currency became another.
func (c *cost) isConversion() bool { return c.source != c.currency }

func readCosts(t *pipeline.Task) ([]*cost, error) {
	var costs []*cost
	for batch, err := range t.Read(datasets.WithdrawalCosts) {
		if err != nil {
			return nil, err
		}
		codes, routes := datasets.CostCode.In(batch), datasets.Provider.In(batch)
		currencies, sources := datasets.CostCurrency.In(batch), datasets.CostSource.In(batch)
		mids, spreads, fees := datasets.CostMid.In(batch), datasets.CostSpread.In(batch), datasets.CostFee.In(batch)
		ideals, timings, totals := datasets.CostIdeal.In(batch), datasets.CostTiming.In(batch), datasets.CostTotal.In(batch)
		fixed, days := datasets.CostFixed.In(batch), datasets.CostM1On.In(batch)
		grains, lags := datasets.CostGrain.In(batch), datasets.CostBookingLag.In(batch)
		for i := range int(batch.NumRows()) {
			if nullable.Code(codes, i) != "ok" {
				continue
			}
			c := &cost{
				route: nullable.CopyCode(routes, i), currency: nullable.CopyCode(currencies, i), source: nullable.CopyCode(sources, i),
				on: calendar.Day(days.Value(i)), mid: mids.Value(i), spread: spreads.Value(i), fee: fees.Value(i), fixed: nullable.Value(fixed, i),
				grain: nullable.CopyCode(grains, i), lag: nullable.Value(lags, i),
			}
			if timings.IsValid(i) && totals.IsValid(i) {
				c.timed = &timed{ideal: ideals.Value(i), timing: timings.Value(i), total: totals.Value(i)}
			}
			costs = append(costs, c)
		}
	}
	return costs, nil
}

// A fraction is a sum of costs by a sum of amounts, kept exactly: order and number
// of the addends do not show in it.
type fraction struct{ part, whole big.Int }

func (f *fraction) add(part, whole int64) {
	f.part.Add(&f.part, big.NewInt(part))
	f.whole.Add(&f.whole, big.NewInt(whole))
}

// basisPoints returns the ratio in 1/10000, nil for one of nothing.
func (f *fraction) basisPoints() *big.Rat {
	if f.whole.Sign() == 0 {
		return nil
	}
	return new(big.Rat).SetFrac(new(big.Int).Mul(&f.part, big.NewInt(inBasisPoints)), &f.whole)
}

// floats returns the two sums, of which the ratio is in basis points.
func (f *fraction) floats() stat.Fraction {
	return stat.Fraction{Numerator: float(&f.part) * inBasisPoints, Denominator: float(&f.whole)}
}

const inBasisPoints = 10_000
