package tabular

import (
	"encoding/binary"
	"unicode/utf8"
)

// The structure of a CSV is found 64 bytes at a time: eight uint64 words are
// compared with a byte each ("SIMD within a register") and the answers are
// gathered into bit masks, bit i for byte i.
const (
	everyByte = 0x0101010101010101
	lowBits   = 0x7f7f7f7f7f7f7f7f
	highBits  = 0x8080808080808080
	// gatherHighBits multiplies bit 8k+7 to bit 56+k.
	gatherHighBits = 0x0002040810204081

	quotePattern = '"' * everyByte
)

// eight has bit i set for each byte i in which w is not the ASCII character
// repeated in pattern.
func eight(w, pattern uint64) uint64 {
	return ((w&lowBits ^ pattern) + lowBits | w) & highBits * gatherHighBits >> 56
}

// classify tells which of 64 bytes are delimiters, quotes and line ends. It is
// written out because that makes it a quarter faster than a loop.
func classify(b *[64]byte, delimiter, eol uint64) (d, q, n uint64) {
	w := binary.LittleEndian.Uint64(b[0:])
	d, q, n = eight(w, delimiter), eight(w, quotePattern), eight(w, eol)
	w = binary.LittleEndian.Uint64(b[8:])
	d, q, n = d|eight(w, delimiter)<<8, q|eight(w, quotePattern)<<8, n|eight(w, eol)<<8
	w = binary.LittleEndian.Uint64(b[16:])
	d, q, n = d|eight(w, delimiter)<<16, q|eight(w, quotePattern)<<16, n|eight(w, eol)<<16
	w = binary.LittleEndian.Uint64(b[24:])
	d, q, n = d|eight(w, delimiter)<<24, q|eight(w, quotePattern)<<24, n|eight(w, eol)<<24
	w = binary.LittleEndian.Uint64(b[32:])
	d, q, n = d|eight(w, delimiter)<<32, q|eight(w, quotePattern)<<32, n|eight(w, eol)<<32
	w = binary.LittleEndian.Uint64(b[40:])
	d, q, n = d|eight(w, delimiter)<<40, q|eight(w, quotePattern)<<40, n|eight(w, eol)<<40
	w = binary.LittleEndian.Uint64(b[48:])
	d, q, n = d|eight(w, delimiter)<<48, q|eight(w, quotePattern)<<48, n|eight(w, eol)<<48
	w = binary.LittleEndian.Uint64(b[56:])
	d, q, n = d|eight(w, delimiter)<<56, q|eight(w, quotePattern)<<56, n|eight(w, eol)<<56
	return ^d, ^q, ^n
}

// classifyUnquoted is [classify] for bytes without quotes.
func classifyUnquoted(b *[64]byte, delimiter, eol uint64) (d, n uint64) {
	w := binary.LittleEndian.Uint64(b[0:])
	d, n = eight(w, delimiter), eight(w, eol)
	w = binary.LittleEndian.Uint64(b[8:])
	d, n = d|eight(w, delimiter)<<8, n|eight(w, eol)<<8
	w = binary.LittleEndian.Uint64(b[16:])
	d, n = d|eight(w, delimiter)<<16, n|eight(w, eol)<<16
	w = binary.LittleEndian.Uint64(b[24:])
	d, n = d|eight(w, delimiter)<<24, n|eight(w, eol)<<24
	w = binary.LittleEndian.Uint64(b[32:])
	d, n = d|eight(w, delimiter)<<32, n|eight(w, eol)<<32
	w = binary.LittleEndian.Uint64(b[40:])
	d, n = d|eight(w, delimiter)<<40, n|eight(w, eol)<<40
	w = binary.LittleEndian.Uint64(b[48:])
	d, n = d|eight(w, delimiter)<<48, n|eight(w, eol)<<48
	w = binary.LittleEndian.Uint64(b[56:])
	d, n = d|eight(w, delimiter)<<56, n|eight(w, eol)<<56
	return ^d, ^n
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

// validUTF8 agrees with [utf8.Valid]; it is faster on text that is mostly ASCII
// and the letters U+0400 to U+047F, which is what the exports hold: it takes
// eight bytes of these at a time, without a branch.
func validUTF8(b []byte) bool {
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
