package shop

import (
	"math/bits"
	"math/rand/v2"
)

// Dice make the choices of one thing: an order, a posting, a seller's day.
// They depend only on the seed, the kind of thing and its number, so that
// everything about an order can be made again whenever it is needed.
type dice struct{ pcg rand.PCG }

// The kinds of things that have dice of their own.
const (
	orderDice uint64 = 1 + iota
	postingDice
	legDice
	payoutDice
	rateDice
	productDice
	exchangeDice
)

func newDice(seed, kind, number uint64) dice {
	var d dice
	// The odd factor is 2^64 divided by the golden ratio: it spreads neighbours.
	d.pcg.Seed(seed^kind<<56, number*0x9e3779b97f4a7c15)
	return d
}

// below returns a number from 0 to n-1.
func (d *dice) below(n int64) int64 {
	high, _ := bits.Mul64(d.pcg.Uint64(), uint64(n))
	return int64(high)
}

// between returns a number from low to high, both included.
func (d *dice) between(low, high int64) int64 { return low + d.below(high-low+1) }

// chance is true in so many of ten thousand cases.
func (d *dice) chance(ofTenThousand int64) bool { return d.below(10_000) < ofTenThousand }
