package parquetio

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// appendRuns appends levels or indices of width bits as the format keeps them,
// in runs of one value or of packed bits. A page of one value is one run, any
// other is packed as a whole: short runs within it would cost more than they
// save, since the page is compressed anyway.
func appendRuns[T byte | int32](page []byte, values []T, width int) []byte {
	if len(values) == 0 {
		return page
	}
	if !slices.ContainsFunc(values, func(v T) bool { return v != values[0] }) {
		page = binary.AppendUvarint(page, uint64(len(values))<<1)
		var value [4]byte
		binary.LittleEndian.PutUint32(value[:], uint32(values[0]))
		return append(page, value[:(width+7)/8]...)
	}
	eights := (len(values) + 7) / 8
	page = binary.AppendUvarint(page, uint64(eights)<<1|1)
	end := len(page) + eights*width
	page = packBits(slices.Grow(page, eights*width), values, width)
	return append(page, make([]byte, end-len(page))...)
}

// packBits appends the low width bits of each value, at most 32, the first
// value lowest, and fills the last byte with zeros.
func packBits[T byte | int32](page []byte, values []T, width int) []byte {
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
