// Package fxrate looks up official exchange rates of the Bank of Russia by day
// and converts amounts with them exactly.
//
// A rate is the pair that the bank publishes: roubles for a nominal number of
// currency units. Amounts are int64 minor units of currencies with two decimals;
// a conversion multiplies and divides in 128 bits and rounds once, half away
// from zero. A cross of two currencies never passes through rounded roubles
// (rules C21, C22, B28; decisions D47, D48).
package fxrate

import (
	"cmp"
	"math"
	"math/bits"

	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
)

// Bounds of a usable quote. They keep Value x Nominal of any two rates below
// 10^18; the largest published value is below 10^10.
const (
	maxValue   = 1_000_000_000_000
	maxNominal = 1_000_000
)

// A Rate is the official price of a currency from a day on.
type Rate struct {
	Value   int64        // roubles for Nominal units, in 1/10000 rouble, as published
	Nominal int64        // a power of ten, 1 to 1000000
	From    calendar.Day // first day in force
}

// ValueScale is the unit of a Value, 1/10000 rouble, in a column of type [pipeline.Rate].
const ValueScale = pipeline.RateScale / 10_000

// Rouble returns the rate of the rouble itself: 1 rouble for 1, on any day.
func Rouble(on calendar.Day) Rate { return Rate{Value: 10_000, Nominal: 1, From: on} }

// IsUsable reports whether value and nominal are within their bounds.
func (r Rate) IsUsable() bool {
	if r.Value <= 0 || r.Value > maxValue {
		return false
	}
	for nominal := int64(1); nominal <= maxNominal; nominal *= 10 {
		if r.Nominal == nominal {
			return true
		}
	}
	return false
}

// RoublesPerUnit returns the price of one unit in 10^-10 roubles. It is exact.
// The rate must be usable.
func (r Rate) RoublesPerUnit() int64 { return r.Value * (maxNominal / r.Nominal) }

// equals reports whether both quote the same price, whatever their nominals.
func (r Rate) equals(other Rate) bool { return r.RoublesPerUnit() == other.RoublesPerUnit() }

// Convert turns an amount in minor units of the currency of one rate into minor
// units of the other: amount x from.Value x to.Nominal / (from.Nominal x
// to.Value), rounded once, half away from zero. ok is false when a rate is not
// usable or the result does not fit.
func Convert(minor int64, from, to Rate) (converted int64, ok bool) {
	return RatioOf(from, to).Convert(minor)
}

// A Ratio is that of two rates. The zero Ratio converts nothing.
type Ratio struct{ times, over uint64 }

// RatioOf returns the ratio of two rates, the zero one when a rate is not usable.
func RatioOf(from, to Rate) Ratio {
	if !from.IsUsable() || !to.IsUsable() {
		return Ratio{}
	}
	return Ratio{times: uint64(from.Value * to.Nominal), over: uint64(from.Nominal * to.Value)}
}

// Convert is [Convert] at the rates of the ratio.
func (r Ratio) Convert(minor int64) (converted int64, ok bool) { return Scale(minor, r.times, r.over) }

// Scale returns number*times/over in 128 bits, rounded once, half away from zero. ok is
// false when the result does not fit, and when over is zero.
func Scale(number int64, times, over uint64) (scaled int64, ok bool) {
	high, low := bits.Mul64(magnitude(number), times)
	if high >= over {
		return 0, false
	}
	quotient, remainder := bits.Div64(high, low, over)
	if remainder >= over-remainder {
		quotient++
	}
	if quotient > math.MaxInt64 {
		return 0, false
	}
	if number < 0 {
		return -int64(quotient), true
	}
	return int64(quotient), true
}

// ConvertDown is Convert rounded down: the most that the amount is surely worth, so
// that what it lacks of a limit is never stated too low.
func ConvertDown(minor int64, from, to Rate) (converted int64, ok bool) {
	if converted, ok = Convert(minor, from, to); !ok {
		return 0, false
	}
	if sign, _ := Compare(converted, to, minor, from); sign > 0 {
		converted--
	}
	return converted, true
}

// Compare returns the sign of a - b for two amounts in minor units of the
// currencies of their rates, by exact cross-multiplication: no rounding decides
// whether a threshold is passed (B29, D20). ok is false when a rate is not
// usable.
func Compare(a int64, rateOfA Rate, b int64, rateOfB Rate) (sign int, ok bool) {
	if !rateOfA.IsUsable() || !rateOfB.IsUsable() {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return cmp.Compare(a, b), true
	}
	aHigh, aLow := bits.Mul64(magnitude(a), uint64(rateOfA.Value*rateOfB.Nominal))
	bHigh, bLow := bits.Mul64(magnitude(b), uint64(rateOfB.Value*rateOfA.Nominal))
	sign = cmp.Or(cmp.Compare(aHigh, bHigh), cmp.Compare(aLow, bLow))
	if a < 0 {
		sign = -sign
	}
	return sign, true
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}
