package costwithdrawals

import (
	"math"
	"math/big"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/fxrate"
)

// Where the mid rate of the day on which the money became available is from.
const (
	byAvailability  = "available_at"
	byReceipts      = "first_in_first_out"
	bySameCurrency  = "same_currency"
	withoutRate     = "no_rate"
	withoutReceipts = notObservable
)

// A waiting is what is known of the time before the order: the worth of the
// amount at the mid rates of the days on which it became available.
type waiting struct {
	ideal *big.Rat // nil = not known, code says why
	code  string
	m0On  *calendar.Day // first of the days
}

// A split is what a withdrawal cost, in minor units of the currency that arrives.
// What is not known is nil.
type split struct {
	ideal, mid                 *int64
	timing, spread, fee, fixed *int64
	total, net                 *int64
	code                       string
}

// splitCost takes the cost of an amount G apart (methods.md section 8):
//
//	ideal - net = G (M0 - M1) + G (M1 - R) + proportional fee + fixed part
//	                timing        spread
//
// Ideal amount and timing are rounded once, fee and fixed part are as charged, and
// the spread is the exact rest, so that the four add up to the total. Without M0
// the rest is taken from the mid amount G M1 instead.
func splitCost(amount int64, o outcome, m1 *big.Rat, w waiting, fixed *int64) split {
	s := split{net: o.net, code: o.code}
	if o.code == doNotTie || o.code == notObservable || o.code == reversalUnclear {
		return s
	}
	s.fee, s.fixed = apart(o.fee, fixed)
	if m1 == nil {
		s.code = withoutRate
		return s
	}
	mid := new(big.Rat).Mul(new(big.Rat).SetInt64(amount), m1)
	s.mid = fxrate.Rounded(mid)
	if w.ideal != nil {
		s.ideal, s.timing = fxrate.Rounded(w.ideal), fxrate.Rounded(new(big.Rat).Sub(w.ideal, mid))
	}
	s.total = minus(s.ideal, o.net)
	switch {
	case o.net == nil && o.gross != nil:
		s.spread = fxrate.Rounded(mid.Sub(mid, o.gross))
	case s.timing != nil:
		s.spread = minus(minus(s.total, s.timing), o.fee)
	default:
		s.spread = minus(minus(s.mid, o.net), o.fee)
	}
	if s.code == costed && s.spread == nil {
		s.code = notObservable
	}
	return s
}

// apart takes the fixed part out of a fee. A fee of nothing has no fixed part;
// where no schedule tells it is nil and the whole fee stands as one.
func apart(charged, fixed *int64) (fee, fixedPart *int64) {
	switch {
	case charged == nil:
		return nil, nil
	case *charged == 0:
		return charged, charged
	case fixed == nil:
		return charged, nil
	}
	part := min(*fixed, *charged)
	rest := *charged - part
	return &rest, &part
}

// minus returns a - b, nil where one is.
func minus(a, b *int64) *int64 {
	if a == nil || b == nil {
		return nil
	}
	difference := *a - *b
	return &difference
}

// ratio returns a part by a whole in 1/10000, rounded once; NaN where one is not
// known or the whole is nothing.
func ratio(whole, part *int64) float64 {
	if whole == nil || part == nil || *whole == 0 {
		return math.NaN()
	}
	bp, _ := new(big.Rat).Mul(big.NewRat(*part, *whole), big.NewRat(10_000, 1)).Float64()
	return bp
}
