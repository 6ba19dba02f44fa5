package pipeline

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// A stretch is the rows from..to of a column.
type stretch struct {
	array    arrow.Array
	from, to int
}

// stretchRows returns the number of rows of stretches.
func stretchRows(stretches []stretch) int {
	rows := 0
	for _, p := range stretches {
		rows += p.to - p.from
	}
	return rows
}

// joinColumn joins stretches of one column, at least one, in buffers of the exact
// size. It is an error if texts come to more than 2 GiB. arrow v17's Concatenate gives wrong codes for stretches that were cut out
// of a longer batch (TestConcat), and a slice per stretch costs more than the
// copy where stretches are short. The caller releases the result.
func joinColumn(mem memory.Allocator, stretches []stretch) (arrow.Array, error) {
	switch a := stretches[0].array.(type) {
	case *array.Dictionary:
		return joinCodes(mem, stretches), nil
	case *array.String:
		return joinTexts(mem, stretches)
	case *array.Boolean:
		rows := stretchRows(stretches)
		values, to := newBitmap(mem, rows)
		at := 0
		for _, p := range stretches {
			if p.from == p.to {
				continue // an empty column may have no buffers
			}
			copyBits(to, at, p.array.Data().Buffers()[1].Bytes(), p.array.Data().Offset()+p.from, p.to-p.from)
			at += p.to - p.from
		}
		validity, nulls := joinValidity(mem, stretches, rows)
		return newColumn(a.DataType(), rows, nulls, validity, values), nil
	case *array.Int32, *array.Date32:
		return joinFixed(mem, a.DataType(), arrow.Int32SizeBytes, stretches), nil
	case *array.Int64, *array.Timestamp, *array.Float64:
		return joinFixed(mem, a.DataType(), arrow.Int64SizeBytes, stretches), nil
	default:
		panic(fmt.Sprintf("pipeline: no column type has %s values", a.DataType()))
	}
}

// joinFixed joins stretches whose values take width bytes each.
func joinFixed(mem memory.Allocator, t arrow.DataType, width int, stretches []stretch) arrow.Array {
	rows := stretchRows(stretches)
	values, to := newBuffer(mem, width*rows)
	for _, p := range stretches {
		if p.from == p.to {
			continue // an empty column may have no buffers
		}
		first := p.array.Data().Offset() + p.from
		to = to[copy(to, p.array.Data().Buffers()[1].Bytes()[width*first:width*(first+p.to-p.from)]):]
	}
	validity, nulls := joinValidity(mem, stretches, rows)
	return newColumn(t, rows, nulls, validity, values)
}

// joinTexts is joinColumn for texts.
func joinTexts(mem memory.Allocator, stretches []stretch) (arrow.Array, error) {
	rows := stretchRows(stretches)
	var size int64
	for _, p := range stretches {
		offsets := textOffsets(p.array.(*array.String))
		size += int64(offsets[p.to] - offsets[p.from])
	}
	if size > math.MaxInt32 {
		return nil, fmt.Errorf("%d bytes of text are more than a batch can hold", size)
	}
	offsets, bytes := newBuffer(mem, arrow.Int32Traits.BytesRequired(rows+1))
	values, text := newBuffer(mem, int(size))
	to := arrow.Int32Traits.CastFromBytes(bytes)
	to[0] = 0
	at, end := 1, int32(0)
	for _, p := range stretches {
		from := textOffsets(p.array.(*array.String))[p.from : p.to+1]
		copy(text[end:], textBytes(p.array.(*array.String))[from[0]:from[len(from)-1]])
		shift := end - from[0]
		for _, offset := range from[1:] {
			end = offset + shift
			to[at] = end
			at++
		}
	}
	validity, nulls := joinValidity(mem, stretches, rows)
	return newColumn(arrow.BinaryTypes.String, rows, nulls, validity, offsets, values), nil
}

// joinValidity returns the validity bitmap of the joined stretches, nil if all
// rows have a value, and the number of nulls.
func joinValidity(mem memory.Allocator, stretches []stretch, rows int) (*memory.Buffer, int) {
	known := true
	for _, p := range stretches {
		known = known && p.array.NullN() == 0
	}
	if known {
		return nil, 0
	}
	buffer, to := newBitmap(mem, rows)
	at := 0
	for _, p := range stretches {
		if p.array.NullN() == 0 {
			setBits(to, at, p.to-p.from)
		} else {
			copyBits(to, at, p.array.NullBitmapBytes(), p.array.Data().Offset()+p.from, p.to-p.from)
		}
		at += p.to - p.from
	}
	nulls := rows
	for _, b := range to {
		nulls -= bits.OnesCount8(b)
	}
	return buffer, nulls
}

// copyBits sets n bits of to from bit at on, which are zero, to those of from from bit
// first on.
func copyBits(to []byte, at int, from []byte, first, n int) {
	for n > 0 {
		if at%8 == 0 && n >= 64 {
			binary.LittleEndian.PutUint64(to[at/8:], bitsAt(from, first, 64))
			at, first, n = at+64, first+64, n-64
			continue
		}
		count := min(8-at%8, n) // to the end of the byte
		to[at/8] |= byte(bitsAt(from, first, count)) << (at % 8)
		at, first, n = at+count, first+count, n-count
	}
}

// bitsAt returns n bits of a bitmap from bit at on, 1 to 64, the first in the lowest
// bit of the result.
func bitsAt(bitmap []byte, at, n int) uint64 {
	bytes := bitmap[at/8:]
	if len(bytes) < 9 {
		var room [9]byte
		copy(room[:], bytes)
		bytes = room[:]
	}
	word := binary.LittleEndian.Uint64(bytes)>>(at%8) | uint64(bytes[8])<<(64-at%8)
	return word & (math.MaxUint64 >> (64 - n))
}

// setBits sets n bits from bit at on, which are zero, to one.
func setBits(to []byte, at, n int) {
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

// newColumn makes a column of its buffers, the validity bitmap first, which it takes over.
// The caller releases it.
func newColumn(t arrow.DataType, rows, nulls int, buffers ...*memory.Buffer) arrow.Array {
	data := array.NewData(t, rows, buffers, nil, nulls, 0)
	defer data.Release()
	for _, b := range buffers {
		if b != nil {
			b.Release()
		}
	}
	return array.MakeFromData(data)
}
