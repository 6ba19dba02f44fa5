package reports

import "hash/crc32"

// joinCRC returns the CRC-32 of two texts one after the other, from those of each and
// the length of the second: the first is multiplied by x^(8*length) modulo the
// polynomial, by squaring (as crc32_combine of zlib).
func joinCRC(first, second uint32, length int64) uint32 {
	for power := uint32(1) << 23; length > 0; length >>= 1 { // x^8; bits are reversed, x^0 is the highest
		if length&1 == 1 {
			first = timesModCRC(first, power)
		}
		power = timesModCRC(power, power)
	}
	return first ^ second
}

// timesModCRC multiplies two polynomials modulo that of CRC-32.
func timesModCRC(a, b uint32) uint32 {
	product := uint32(0)
	for ; a != 0; a <<= 1 {
		if a&(1<<31) != 0 {
			product ^= b
		}
		if b&1 == 1 {
			b = b>>1 ^ crc32.IEEE
		} else {
			b >>= 1
		}
	}
	return product
}
