package layout

import (
	"encoding/binary"
	"math"
)

// IsSet reports whether bit i of a bitmap in Arrow's order, lowest bit first, is one.
func IsSet(bits []byte, i int) bool { return bits[i/8]&(1<<(i%8)) != 0 }

// CopyBits sets n bits of to from bit at on, which are zero, to those of from from bit
// first on.
func CopyBits(to []byte, at int, from []byte, first, n int) {
	for n > 0 {
		if at%8 == 0 && n >= 64 {
			binary.LittleEndian.PutUint64(to[at/8:], Bits(from, first, 64))
			at, first, n = at+64, first+64, n-64
			continue
		}
		count := min(8-at%8, n) // to the end of the byte
		to[at/8] |= byte(Bits(from, first, count)) << (at % 8)
		at, first, n = at+count, first+count, n-count
	}
}

// Bits returns n bits of a bitmap from bit at on, 1 to 64, the first in the lowest
// bit of the result.
func Bits(bitmap []byte, at, n int) uint64 {
	bytes := bitmap[at/8:]
	if len(bytes) < 9 {
		var room [9]byte
		copy(room[:], bytes)
		bytes = room[:]
	}
	word := binary.LittleEndian.Uint64(bytes)>>(at%8) | uint64(bytes[8])<<(64-at%8)
	return word & (math.MaxUint64 >> (64 - n))
}

// SetBits sets n bits from bit at on, which are zero, to one.
func SetBits(to []byte, at, n int) {
	for n > 0 {
		if at%8 == 0 && n >= 64 {
			binary.LittleEndian.PutUint64(to[at/8:], math.MaxUint64)
			at, n = at+64, n-64
			continue
		}
		count := min(8-at%8, n)
		to[at/8] |= byte(1<<count-1) << (at % 8)
		at, n = at+count, n-count
	}
}
