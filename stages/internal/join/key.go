package join

import (
	"math/bits"

	"github.com/zeebo/xxh3"
)

// A key stands for a text. Texts of 8 to 15 digits and dashes, which is what numbers
// of postings, orders and products mostly are, are packed: two of them are equal if
// their keys are. Of other texts the key is a hash, with the bit [hashed] set.
type key uint64

const (
	hashed    key = 1 << 63
	packedMin     = 8
	packedMax     = 15
)

// keyOf returns the key of a text. A packed one has 4 bits for each character and 3
// for how many there are.
func keyOf(text string) key {
	if n := len(text); n >= packedMin && n <= packedMax {
		first, isFirst := packEight(load(text))
		last, isLast := packEight(load(text[n-8:]))
		if isFirst && isLast {
			last >>= 4 * (2*8 - n) // what the two words share
			return key(first) | key(last)<<32 | key(n-packedMin)<<60
		}
	}
	return key(xxh3.HashString(text)) | hashed
}

// isExact reports whether no other text has the key.
func (k key) isExact() bool { return k&hashed == 0 }

// slot returns a number of that many bits at which a search for the key begins.
func (k key) slot(bits int) uint64 {
	return (uint64(k) ^ uint64(k)>>32) * 0x9E3779B97F4A7C15 >> (64 - bits)
}

// load returns the first eight bytes of a text as a little-endian word.
func load(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// packEight packs eight digits and dashes into 32 bits, the low halves of their
// bytes; ok is false if another character is among them. All bytes are looked at
// together (Warren, "Hacker's Delight", 2nd ed., 6-1 and 7-4).
func packEight(word uint64) (packed uint64, ok bool) {
	const (
		each   = 0x0101_0101_0101_0101
		high   = 0x80 * each
		dashes = '-' * each
		zeros  = '0' * each
	)
	other := word ^ dashes
	isDash := ^((other&^high + ^uint64(high)) | other) & high
	digits := word ^ isDash>>7*('-'^'0') // a dash counts as 0 here
	// A digit is 0x30 to 0x39: adding 6 does not leave 0x3.
	isDigit := digits&(0xf0*each) == zeros && (digits+6*each)&(0xf0*each) == zeros
	word &= 0x0f * each
	word = (word | word>>4) & 0x00ff_00ff_00ff_00ff
	word = (word | word>>8) & 0x0000_ffff_0000_ffff
	return (word | word>>16) & 0xffff_ffff, isDigit
}

// slotBits returns how many bits number enough slots for that many rows: at most two
// thirds are taken, so there always is a free one.
func slotBits(rows int) int { return bits.Len64(uint64(max(8, rows+rows/2))) }
