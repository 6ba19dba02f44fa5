package stat

import "math/bits"

// A stream gives the random numbers of a seed in bulk: those of the PCG of
// math/rand/v2, at a third of the cost of one call each, because the state stays in
// registers.
type stream struct{ high, low uint64 }

func newStream(seed uint64) *stream { return &stream{high: seed} }

// below fills the slice with what IntN(n) of rand.Rand would return, n > 0.
func (s *stream) below(n int, drawn []uint32) {
	high, low, bound := s.high, s.low, uint64(n)
	isPower := bound&(bound-1) == 0
	for i := range drawn {
		high, low = advance(high, low)
		number := mix(high, low)
		at, rest := bits.Mul64(number, bound)
		if isPower {
			at = number & (bound - 1)
		}
		// The last 2^64 mod n numbers would make some indices likelier (Lemire 2019).
		for rest < bound && rest < -bound%bound {
			high, low = advance(high, low)
			at, rest = bits.Mul64(mix(high, low), bound)
		}
		drawn[i] = uint32(at)
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
