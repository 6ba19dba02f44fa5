package parquetio

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// appendIndices appends indices of width bits, as a run if all are the same and
// packed as a whole if not: short runs among packed bits would cost more than
// they save, since the page is compressed anyway.
func appendIndices(page []byte, values []int32, width int) []byte {
	if len(values) == 0 {
		return page
	}
	if !slices.ContainsFunc(values, func(v int32) bool { return v != values[0] }) {
		return appendRun(page, len(values), values[0], width)
	}
	page = appendPackedHeader(page, len(values))
	end := len(page) + (len(values)+7)/8*width
	page = packBits(slices.Grow(page, end-len(page)), values, width)
	return append(page, make([]byte, end-len(page))...)
}

// appendRun appends a value of width bits that is repeated.
func appendRun(page []byte, times int, value int32, width int) []byte {
	page = binary.AppendUvarint(page, uint64(times)<<1)
	for shift := 0; shift < width; shift += 8 {
		page = append(page, byte(value>>shift))
	}
	return page
}

// appendPackedHeader says that packed values follow, filled up to a multiple of
// eight.
func appendPackedHeader(page []byte, values int) []byte {
	return binary.AppendUvarint(page, uint64(values+7)/8<<1|1)
}

// packBits appends the low width bits of each value, at most 32, the first
// value lowest, and fills the last byte with zeros.
func packBits[T byte | int32](page []byte, values []T, width int) []byte {
	if width <= 16 { // eight values fill so many bytes, one word or two
		size := len(page)
		page = slices.Grow(page, len(values)/8*width+16)
		for w := width & 31; len(values) >= 8; values = values[8:] {
			low, high := packFour(values[:4], w), packFour(values[4:8], w)
			two := page[size : size+16]
			binary.LittleEndian.PutUint64(two, low|high<<(4*w))
			binary.LittleEndian.PutUint64(two[8:], high>>(64-4*w))
			size += width
		}
		page = page[:size]
	}
	var packed uint64
	held := 0
	for _, v := range values {
		packed |= uint64(v) << held
		held += width
		if held >= 32 {
			page = binary.LittleEndian.AppendUint32(page, uint32(packed))
			packed >>= 32
			held -= 32
		}
	}
	for ; held > 0; held -= 8 {
		page = append(page, byte(packed))
		packed >>= 8
	}
	return page
}

// packFour returns four values of width bits, at most 16, the first one lowest.
func packFour[T byte | int32](v []T, width int) uint64 {
	w := width & 31
	return uint64(v[0]) | uint64(v[1])<<w | uint64(v[2])<<(2*w) | uint64(v[3])<<(3*w&63)
}

// indexWidth returns the bits of an index into a dictionary of so many entries.
// Where an index would end in the middle of a byte, its values are nothing that
// the compressor could count: 3 bits become 4, and 5 to 7 become 8.
func indexWidth(entries int) int {
	switch width := bits.Len(uint(max(entries-1, 1))); width {
	case 3:
		return 4
	case 5, 6, 7:
		return 8
	default:
		return width
	}
}
