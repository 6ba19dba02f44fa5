package stat

import "math/bits"

// A stream gives random numbers of a seed in bulk, made of those of the PCG of
// math/rand/v2 at a third of the cost of one call each, because the state stays in
// registers.
type stream struct{ high, low uint64 }

func newStream(seed uint64) *stream { return &stream{high: seed} }

// mostOfFour is up to where four indices are drawn at once: beyond it too many of the
// numbers would have to be drawn again.
const mostOfFour = 1 << 15

// below fills the slice with indices below n, all equally likely; n is less than 2^32,
// and 0 only for an empty slice. Where n is at most mostOfFour, four of them are the
// digits, in base n, of one index below n^4: each product leaves the digit above and
// what is to be multiplied next below (Brackett-Rozinsky & Lemire 2024).
func (s *stream) below(n int, drawn []uint32) {
	if len(drawn) == 0 {
		return
	}
	bound := uint64(n)
	if n > mostOfFour {
		unfair := -bound % bound
		for i := range drawn {
			index, rest := bits.Mul64(s.next(), bound)
			for rest < unfair {
				index, rest = bits.Mul64(s.next(), bound)
			}
			drawn[i] = uint32(index)
		}
		return
	}
	// The last 2^64 mod n^4 numbers would make some indices likelier (Lemire 2019).
	all := bound * bound * bound * bound
	unfair := -all % all
	high, low := s.high, s.low
	for at := 0; at < len(drawn); {
		high, low = advance(high, low)
		first, rest := bits.Mul64(mix(high, low), bound)
		second, rest := bits.Mul64(rest, bound)
		third, rest := bits.Mul64(rest, bound)
		fourth, rest := bits.Mul64(rest, bound)
		if rest < unfair {
			continue
		}
		if left := drawn[at:]; len(left) >= 4 {
			left[0], left[1], left[2], left[3] = uint32(first), uint32(second), uint32(third), uint32(fourth)
		} else {
			copy(left, []uint32{uint32(first), uint32(second), uint32(third)})
		}
		at += 4
	}
	s.high, s.low = high, low
}

// fractions fills the slice with what Float64 of rand.Rand would return, times
// 2^53.
func (s *stream) fractions(drawn []uint64) {
	high, low := s.high, s.low
	for i := range drawn {
		high, low = advance(high, low)
		drawn[i] = mix(high, low) << 11 >> 11
	}
	s.high, s.low = high, low
}

// next returns the next number of 64 bits.
func (s *stream) next() uint64 {
	s.high, s.low = advance(s.high, s.low)
	return mix(s.high, s.low)
}

// advance takes the state of the PCG of math/rand/v2 one step on.
func advance(high, low uint64) (nextHigh, nextLow uint64) {
	const (
		mulHigh, mulLow = 2549297995355413924, 4865540595714422341
		addHigh, addLow = 6364136223846793005, 1442695040888963407
	)
	// Of all steps only the last waits for the high half of the state.
	above, nextLow := bits.Mul64(low, mulLow)
	nextLow, carry := bits.Add64(nextLow, addLow, 0)
	above, _ = bits.Add64(above, low*mulHigh+addHigh, carry)
	return high*mulLow + above, nextLow
}

// mix makes a random number of a state (DXSM).
func mix(high, low uint64) uint64 {
	const multiplier = 0xda942042e4dd58b5
	high ^= high >> 32
	high *= multiplier
	high ^= high >> 48
	return high * (low | 1)
}
