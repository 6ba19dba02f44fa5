// Package layout reads and makes the memory of Arrow columns: values, offsets of texts, and
// bitmaps.
package layout

import (
	"encoding/binary"
	"math"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// NewBuffer returns a buffer of size bytes, which may hold anything, and these bytes. The
// caller releases the buffer.
func NewBuffer(mem memory.Allocator, size int) (*memory.Buffer, []byte) {
	if plain, ok := mem.(*memory.GoAllocator); ok { // others want to be asked
		mem = unclearing{plain}
	}
	b := memory.NewResizableBuffer(mem)
	b.Resize(size)
	return b, b.Bytes()
}

// NewBitmap returns a bitmap of size bits, all zero, and its bytes. The caller releases it.
func NewBitmap(mem memory.Allocator, size int) (*memory.Buffer, []byte) {
	b, bytes := NewBuffer(mem, (size+7)/8)
	clear(bytes)
	return b, bytes
}

// Int32s returns the values of a column that stores 32 bits a row: day counts,
// dates, indices into a dictionary. They share the memory of the column; those of nulls are
// anything.
func Int32s(a arrow.Array) []int32 {
	buffer := a.Data().Buffers()[1]
	if buffer == nil {
		return nil
	}
	return arrow.Int32Traits.CastFromBytes(buffer.Bytes())[a.Data().Offset():][:a.Len()]
}

// Int64s returns the values of a column that stores 64 bits a row, as Int32s
// does; those of shares are their bits.
func Int64s(a arrow.Array) []int64 {
	buffer := a.Data().Buffers()[1]
	if buffer == nil {
		return nil
	}
	return arrow.Int64Traits.CastFromBytes(buffer.Bytes())[a.Data().Offset():][:a.Len()]
}

// TextOffsets returns where a column's texts begin and end in [TextBytes]: row i is
// bytes[offsets[i]:offsets[i+1]]. There is one more than rows.
func TextOffsets(a *array.String) []int32 {
	buffer := a.Data().Buffers()[1]
	if buffer == nil || a.Len() == 0 {
		return []int32{0}
	}
	return arrow.Int32Traits.CastFromBytes(buffer.Bytes())[a.Data().Offset():][:a.Len()+1]
}

// TextBytes returns the bytes of a column's texts, and of other rows if the column is a
// slice of a longer one; see [TextOffsets].
func TextBytes(a *array.String) []byte {
	if buffer := a.Data().Buffers()[2]; buffer != nil {
		return buffer.Bytes()
	}
	return nil
}

// Bits returns n bits of a bitmap from bit at on, 1 to 64, the first in the lowest bit of
// the result: what arrow's package bitutil lacks.
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

// NewColumn makes a column of its buffers, the validity bitmap first, which it takes over.
// The caller releases it.
func NewColumn(t arrow.DataType, rows, nulls int, buffers ...*memory.Buffer) arrow.Array {
	data := array.NewData(t, rows, buffers, nil, nulls, 0)
	defer data.Release()
	for _, b := range buffers {
		if b != nil {
			b.Release()
		}
	}
	return array.MakeFromData(data)
}
