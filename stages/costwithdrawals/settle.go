package costwithdrawals

import (
	"math/big"

	"ozpayout/pipeline"
	"ozpayout/pipeline/cell"
	"ozpayout/stages/internal/fxrate"
)

// Codes that say whether the parts of a cost are known.
const (
	costed        = "ok"
	feeNotStated  = "fee_not_stated"     // fee and spread cannot be told apart
	doNotTie      = "amounts_do_not_tie" // the amounts of the row contradict each other
	notObservable = "not_observable"

	reversalUnclear = "reversal_unclear" // it may have been undone
)

// An outcome is what became of the amount of a withdrawal, in minor units of the
// currency that arrives. What is not known is nil.
type outcome struct {
	gross      *big.Rat // amount at the executed rate, before fees
	fee, net   *int64
	isInverted bool // the rate was quoted the other way round
	code       string
}

// prices are official prices of one unit in the currency that arrives, on the day
// of the order; nil = no rate.
type prices struct{ currency, feeCurrency *big.Rat }

// oneMinorUnit is how far the amounts of a row may be from tying out.
var oneMinorUnit = big.NewRat(1, 1)

// settle works out what the amounts of a row say together: amount x rate - fee =
// payout, within one minor unit, where the rate may be quoted either way round
// (formats.md 9.9). Where only two of the three are stated the third follows; the
// rate is then taken the way round that is nearer to the official one or, where there is
// none, that leaves the payout its fee.
func settle(x *transaction, mid prices) outcome {
	executed := x.executedRates()
	fee := x.feeAt(mid)
	switch {
	case x.target() == "", !x.hasMinorUnits():
		return outcome{code: notObservable, net: x.payout}
	case len(executed) == 0:
		return x.settleWithoutRate(fee)
	case fee != nil && x.payout != nil:
		for i, rate := range executed {
			if x.ties(rate, fee(rate)) {
				return outcome{gross: x.gross(rate), fee: fxrate.Rounded(fee(rate)), net: x.payout, isInverted: i == 1, code: costed}
			}
		}
		return outcome{code: doNotTie, net: x.payout}
	}
	o := outcome{code: costed}
	rate := executed[0]
	if len(executed) == 2 && x.isMeantInverted(executed, mid.currency) {
		rate, o.isInverted = executed[1], true
	}
	o.gross = x.gross(rate)
	switch {
	case x.payout != nil:
		if !x.leavesFee(rate) {
			return outcome{code: doNotTie, net: x.payout}
		}
		none := int64(0)
		if o.fee, o.net = fxrate.Rounded(x.taken(rate)), x.payout; o.fee != nil && *o.fee < 0 {
			o.fee = &none
		}
	case fee != nil:
		charged := fee(rate)
		o.fee, o.net = fxrate.Rounded(charged), fxrate.Rounded(new(big.Rat).Sub(o.gross, charged))
	default:
		o.code = feeNotStated
	}
	return o
}

// hasMinorUnits reports whether the currency that arrives has the two minor digits that
// amounts are rounded to and tie within (D48).
func (x *transaction) hasMinorUnits() bool {
	digits, ok := cell.MinorDigits(x.target())
	return ok && digits == 2
}

// isMeantInverted reports whether a rate as quoted and turned round is meant turned round.
func (x *transaction) isMeantInverted(executed []*big.Rat, mid *big.Rat) bool {
	if mid != nil {
		return isNearer(executed[1], executed[0], mid)
	}
	return x.payout != nil && !x.leavesFee(executed[0]) && x.leavesFee(executed[1])
}

// taken returns what was kept of the amount at a rate before the payout.
func (x *transaction) taken(rate *big.Rat) *big.Rat {
	return new(big.Rat).Sub(x.gross(rate), new(big.Rat).SetInt64(*x.payout))
}

// leavesFee reports whether the amount at a rate covers the payout, within one minor unit.
func (x *transaction) leavesFee(rate *big.Rat) bool {
	return x.taken(rate).Cmp(new(big.Rat).Neg(oneMinorUnit)) >= 0
}

// settleWithoutRate works out what fee and payout say alone.
func (x *transaction) settleWithoutRate(fee func(*big.Rat) *big.Rat) outcome {
	switch {
	case x.payout == nil:
		return outcome{code: notObservable}
	case fee == nil:
		return outcome{code: feeNotStated, net: x.payout}
	case x.feeCurrency != x.currency:
		charged := fee(nil)
		return outcome{gross: new(big.Rat).Add(charged, new(big.Rat).SetInt64(*x.payout)), fee: fxrate.Rounded(charged), net: x.payout, code: costed}
	case *x.fee == x.amount && *x.payout == 0:
		return outcome{code: notObservable, net: x.payout} // any rate fits
	case *x.fee >= x.amount:
		return outcome{code: doNotTie, net: x.payout}
	}
	// The fee was taken before the conversion: payout = (amount - fee) x rate.
	rate := big.NewRat(*x.payout, x.amount-*x.fee)
	return outcome{gross: x.gross(rate), fee: fxrate.Rounded(fee(rate)), net: x.payout, code: costed}
}

// executedRates returns the rates that the row may mean, as quoted and turned
// round. A row that converts nothing has the rate 1.
func (x *transaction) executedRates() []*big.Rat {
	switch {
	case x.currency == x.target():
		return []*big.Rat{big.NewRat(1, 1)}
	case x.rate == nil || *x.rate <= 0:
		return nil
	}
	return []*big.Rat{big.NewRat(*x.rate, pipeline.RateScale), big.NewRat(pipeline.RateScale, *x.rate)}
}

// feeAt returns the stated fee in the currency that arrives as a func of the
// executed rate; nil when none is stated, or when it is in a third currency that
// has no official rate.
func (x *transaction) feeAt(mid prices) func(rate *big.Rat) *big.Rat {
	if x.fee == nil {
		return nil
	}
	stated := new(big.Rat).SetInt64(*x.fee)
	switch {
	case x.feeCurrency == x.target():
		return func(*big.Rat) *big.Rat { return stated }
	case x.feeCurrency == x.currency:
		return func(rate *big.Rat) *big.Rat { return new(big.Rat).Mul(stated, rate) }
	case mid.feeCurrency == nil:
		return nil
	}
	return func(*big.Rat) *big.Rat { return new(big.Rat).Mul(stated, mid.feeCurrency) }
}

func (x *transaction) gross(rate *big.Rat) *big.Rat {
	return new(big.Rat).Mul(new(big.Rat).SetInt64(x.amount), rate)
}

func (x *transaction) ties(rate, fee *big.Rat) bool {
	off := x.gross(rate)
	off.Sub(off, fee).Sub(off, new(big.Rat).SetInt64(*x.payout))
	return off.Abs(off).Cmp(oneMinorUnit) <= 0
}

// isNearer reports whether a is nearer to the middle than b is, as a ratio.
func isNearer(a, b, middle *big.Rat) bool {
	return distance(a, middle).Cmp(distance(b, middle)) < 0
}

// distance returns the larger of a/b and b/a.
func distance(a, b *big.Rat) *big.Rat {
	ratio := new(big.Rat).Quo(a, b)
	if ratio.Cmp(big.NewRat(1, 1)) < 0 {
		ratio.Inv(ratio)
	}
	return ratio
}
