package tabular

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

// The structure of a CSV is found 64 bytes at a time, in bit masks, bit i for byte
// i. Without vector instructions eight uint64 words are compared with a byte each
// ("SIMD within a register") and the answers are gathered.
const (
	everyByte = 0x0101010101010101
	lowBits   = 0x7f7f7f7f7f7f7f7f
	highBits  = 0x8080808080808080
	// gatherHighBits multiplies bit 8k+7 to bit 56+k.
	gatherHighBits = 0x0002040810204081
)

// eight has bit i set for each byte i in which w is not the ASCII character
// repeated in pattern.
func eight(w, pattern uint64) uint64 {
	return ((w&lowBits ^ pattern) + lowBits | w) & highBits * gatherHighBits >> 56
}

// matchWords sets bit i%64 of masks[i/64] for each byte i of b that is value, and clears
// it for the others. The length of b is a multiple of 64; value is ASCII.
// It is written out because that makes it a quarter faster than a loop.
func matchWords(b []byte, value byte, masks []uint64) {
	masks = masks[:len(b)/64]
	if bytes.IndexByte(b, value) < 0 { // three quarters of the exports have no quotes
		clear(masks)
		return
	}
	pattern := uint64(value) * everyByte
	for i := range masks {
		block := (*[64]byte)(b[64*i:])
		masks[i] = ^(eight(binary.LittleEndian.Uint64(block[0:]), pattern) |
			eight(binary.LittleEndian.Uint64(block[8:]), pattern)<<8 |
			eight(binary.LittleEndian.Uint64(block[16:]), pattern)<<16 |
			eight(binary.LittleEndian.Uint64(block[24:]), pattern)<<24 |
			eight(binary.LittleEndian.Uint64(block[32:]), pattern)<<32 |
			eight(binary.LittleEndian.Uint64(block[40:]), pattern)<<40 |
			eight(binary.LittleEndian.Uint64(block[48:]), pattern)<<48 |
			eight(binary.LittleEndian.Uint64(block[56:]), pattern)<<56)
	}
}

// insideQuotes turns a mask of quotes into a mask of the bytes from each opening
// quote up to but without its closing one. Carry is all ones if the byte before
// was inside.
func insideQuotes(q, carry uint64) uint64 {
	q ^= q << 1
	q ^= q << 2
	q ^= q << 4
	q ^= q << 8
	q ^= q << 16
	q ^= q << 32
	return q ^ carry
}

// validUTF8 agrees with [utf8.Valid].
func validUTF8(b []byte) bool {
	isUTF8, _ := inspect(b)
	return isUTF8
}

// inspectWords reports whether b is UTF-8, and whether it holds a NUL.
func inspectWords(b []byte) (isUTF8, hasNUL bool) {
	return validUTF8Words(b), bytes.IndexByte(b, 0) >= 0
}

// validUTF8Words agrees with [utf8.Valid]; it is faster on text that is mostly ASCII
// and the letters U+0400 to U+047F, which is what the exports hold: it takes
// eight bytes of these at a time, without a branch.
func validUTF8Words(b []byte) bool {
	const leads, leadBits = 0xd0 * everyByte, 0xfe * everyByte // D0 or D1
	var led uint64                                             // 0x80: the byte before is a lead
	i := 0
	for i+8 <= len(b) {
		if led == 0 {
			if i += leadingASCII(b[i:]); i+8 > len(b) {
				break
			}
		}
		w := binary.LittleEndian.Uint64(b[i:])
		second := w << 1 & highBits
		lead, follower := w&second, w&highBits&^second
		x := (w ^ leads) & leadBits
		otherLead := (x&lowBits + lowBits | x) & lead
		if otherLead|(follower^(lead<<8|led)) == 0 {
			led = lead >> 56
			i += 8
			continue
		}
		i -= int(led >> 7) // back to the lead
		led = 0
		for stop := min(i+8, len(b)); i < stop; {
			r, size := utf8.DecodeRune(b[i:])
			if r == utf8.RuneError && size == 1 {
				return false
			}
			i += size
		}
	}
	return utf8.Valid(b[i-int(led>>7):])
}

// leadingASCII returns how many bytes, a multiple of 32, are ASCII for sure.
func leadingASCII(b []byte) int {
	i := 0
	for ; i+32 <= len(b); i += 32 {
		w := binary.LittleEndian.Uint64(b[i:]) | binary.LittleEndian.Uint64(b[i+8:]) |
			binary.LittleEndian.Uint64(b[i+16:]) | binary.LittleEndian.Uint64(b[i+24:])
		if w&highBits != 0 {
			break
		}
	}
	return i
}
