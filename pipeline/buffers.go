package pipeline

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// newBuffer returns a buffer of size bytes, which may hold anything, and these bytes. The
// caller releases the buffer.
func newBuffer(mem memory.Allocator, size int) (*memory.Buffer, []byte) {
	b := memory.NewResizableBuffer(mem)
	b.Resize(size)
	return b, b.Bytes()
}

// newBitmap returns a bitmap of size bits, all zero, and its bytes. The caller releases it.
func newBitmap(mem memory.Allocator, size int) (*memory.Buffer, []byte) {
	b, bytes := newBuffer(mem, (size+7)/8)
	clear(bytes)
	return b, bytes
}

// bitIsSet reports whether bit i of a bitmap in Arrow's order, lowest bit first, is one.
func bitIsSet(bits []byte, i int) bool { return bits[i/8]&(1<<(i%8)) != 0 }

// int32Values returns the values of a column that stores 32 bits a row: day counts,
// dates, indices into a dictionary. They share the memory of the column; those of nulls are
// anything.
func int32Values(a arrow.Array) []int32 {
	buffer := a.Data().Buffers()[1]
	if buffer == nil {
		return nil
	}
	return arrow.Int32Traits.CastFromBytes(buffer.Bytes())[a.Data().Offset():][:a.Len()]
}

// int64Values returns the values of a column that stores 64 bits a row, as int32Values
// does; those of shares are their bits.
func int64Values(a arrow.Array) []int64 {
	buffer := a.Data().Buffers()[1]
	if buffer == nil {
		return nil
	}
	return arrow.Int64Traits.CastFromBytes(buffer.Bytes())[a.Data().Offset():][:a.Len()]
}

// textOffsets returns where a column's texts begin and end in [textBytes]: row i is
// bytes[offsets[i]:offsets[i+1]]. There is one more than rows.
func textOffsets(a *array.String) []int32 {
	buffer := a.Data().Buffers()[1]
	if buffer == nil || a.Len() == 0 {
		return []int32{0}
	}
	return arrow.Int32Traits.CastFromBytes(buffer.Bytes())[a.Data().Offset():][:a.Len()+1]
}

// textBytes returns the bytes of a column's texts, and of other rows if the column is a
// slice of a longer one; see [textOffsets].
func textBytes(a *array.String) []byte {
	if buffer := a.Data().Buffers()[2]; buffer != nil {
		return buffer.Bytes()
	}
	return nil
}

// complete makes the columns of a batch count their nulls and open their dictionaries, which
// they do when first asked and then remember. From then on goroutines may share it.
func complete(rec arrow.Record) {
	for _, c := range rec.Columns() {
		c.NullN()
		if codes, ok := c.(*array.Dictionary); ok {
			codes.Dictionary().NullN()
		}
	}
}

// recordBytes returns the bytes of memory that the rows of a batch take, dictionaries left
// out: batches share them.
func recordBytes(rec arrow.Record) int64 {
	var size int64
	rows := rec.NumRows()
	for _, c := range rec.Columns() {
		switch c := c.(type) {
		case *array.String:
			offsets := textOffsets(c)
			size += 4*rows + int64(offsets[len(offsets)-1]-offsets[0])
		case *array.Boolean:
			size += rows / 8
		case *array.Int32, *array.Date32, *array.Dictionary:
			size += 4 * rows
		default:
			size += 8 * rows
		}
		if c.NullN() > 0 {
			size += rows / 8
		}
	}
	return size
}
