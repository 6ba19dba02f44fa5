package costwithdrawals

import (
	"math/big"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/fees"
	"ozpayout/stages/internal/fxrate"
	"ozpayout/stages/internal/policy"
)

// A feeBook knows the schedules and how much an account moved by month.
type feeBook struct {
	schedules *fees.Table
	months    int // how many complete months make the mean volume
	volumes   map[fees.Key]*fees.Ledger
}

// count adds a transaction to the monthly volumes of its kind, in the currency
// that leaves and in the one that arrives.
func (b feeBook) count(x *transaction, o outcome) {
	day := calendar.ShanghaiDay(x.createdAt)
	b.add(fees.Key{Provider: x.provider, Kind: x.kind, Currency: x.currency}, day, x.amount)
	if gross := o.grossMinor(); gross != nil && x.target() != x.currency {
		b.add(fees.Key{Provider: x.provider, Kind: x.kind, Currency: x.target()}, day, *gross)
	}
}

func (b feeBook) add(key fees.Key, day calendar.Day, amount int64) {
	if b.volumes[key] == nil {
		b.volumes[key] = &fees.Ledger{}
	}
	b.volumes[key].Add(day, amount)
}

// A charge is the fixed part of a fee in the currency that arrives.
type charge struct {
	fixed    *int64 // nil = not known
	code     fees.Code
	byVolume bool
}

// fixedOf returns the fixed part of the schedule that holds for a transaction: the
// one in the currency that arrives, else the one in the currency that leaves.
func (b feeBook) fixedOf(x *transaction, o outcome) charge {
	gross := o.grossMinor()
	key := fees.Key{Provider: x.provider, Kind: x.kind, Currency: x.target()}
	if b.schedules.Of(key) != nil && gross != nil {
		c, term := b.term(key, x, *gross)
		if c.code == fees.Known {
			c.fixed = &term.Fixed
		}
		return c
	}
	key.Currency = x.currency
	c, term := b.term(key, x, x.amount)
	switch {
	case c.code != fees.Known:
	case term.Fixed == 0:
		c.fixed = &term.Fixed
	case o.gross != nil && x.amount != 0:
		// At the rate that the amount itself was converted at.
		inTarget := new(big.Rat).Mul(o.gross, big.NewRat(term.Fixed, x.amount))
		c.fixed = fxrate.Rounded(inTarget)
	}
	return c
}

func (b feeBook) term(key fees.Key, x *transaction, gross int64) (charge, fees.Term) {
	schedule := b.schedules.Of(key)
	day := calendar.ShanghaiDay(x.createdAt)
	var volume fees.Volume
	if ledger := b.volumes[key]; ledger != nil {
		volume = ledger.Before(day, b.months)
	}
	term, code := schedule.TermFor(day, gross, volume)
	return charge{code: code, byVolume: term.Basis == policy.VolumeBasis}, term
}

// grossMinor returns the amount before fees in minor units: what was charged and
// what arrived, where both are known.
func (o outcome) grossMinor() *int64 {
	if o.fee != nil && o.net != nil {
		gross := *o.fee + *o.net
		return &gross
	}
	if o.gross == nil {
		return nil
	}
	return fxrate.Rounded(o.gross)
}
