package pipeline

import (
	"fmt"
	"math"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/bitutil"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline/internal/layout"
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
// size. It is an error if texts come to more than 2 GiB. The caller releases the result.
//
// arrow v17's Concatenate gives wrong codes for stretches that were cut out of a longer
// batch (TestConcat), and a slice per stretch costs more than the copy where stretches are
// short.
func joinColumn(mem memory.Allocator, stretches []stretch) (arrow.Array, error) {
	switch a := stretches[0].array.(type) {
	case *array.Dictionary:
		return joinCodes(mem, stretches), nil
	case *array.String:
		return joinTexts(mem, stretches)
	case *array.Boolean:
		rows := stretchRows(stretches)
		values, to := layout.NewBitmap(mem, rows)
		at := 0
		for _, p := range stretches {
			if p.from == p.to {
				continue // an empty column may have no buffers
			}
			bitutil.CopyBitmap(p.array.Data().Buffers()[1].Bytes(), p.array.Data().Offset()+p.from, p.to-p.from, to, at)
			at += p.to - p.from
		}
		validity, nulls := joinValidity(mem, stretches, rows)
		return layout.NewColumn(a.DataType(), rows, nulls, validity, values), nil
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
	values, to := layout.NewBuffer(mem, width*rows)
	for _, p := range stretches {
		if p.from == p.to {
			continue // an empty column may have no buffers
		}
		first := p.array.Data().Offset() + p.from
		to = to[copy(to, p.array.Data().Buffers()[1].Bytes()[width*first:width*(first+p.to-p.from)]):]
	}
	validity, nulls := joinValidity(mem, stretches, rows)
	return layout.NewColumn(t, rows, nulls, validity, values)
}

// joinTexts is joinColumn for texts.
func joinTexts(mem memory.Allocator, stretches []stretch) (arrow.Array, error) {
	rows := stretchRows(stretches)
	var size int64
	for _, p := range stretches {
		offsets := layout.TextOffsets(p.array.(*array.String))
		size += int64(offsets[p.to] - offsets[p.from])
	}
	if size > math.MaxInt32 {
		return nil, fmt.Errorf("%d bytes of text are more than a batch can hold", size)
	}
	offsets, bytes := layout.NewBuffer(mem, arrow.Int32Traits.BytesRequired(rows+1))
	values, text := layout.NewBuffer(mem, int(size))
	to := arrow.Int32Traits.CastFromBytes(bytes)
	to[0] = 0
	at, end := 1, int32(0)
	for _, p := range stretches {
		from := layout.TextOffsets(p.array.(*array.String))[p.from : p.to+1]
		copy(text[end:], layout.TextBytes(p.array.(*array.String))[from[0]:from[len(from)-1]])
		shift := end - from[0]
		for _, offset := range from[1:] {
			end = offset + shift
			to[at] = end
			at++
		}
	}
	validity, nulls := joinValidity(mem, stretches, rows)
	return layout.NewColumn(arrow.BinaryTypes.String, rows, nulls, validity, offsets, values), nil
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
	buffer, to := layout.NewBitmap(mem, rows)
	at := 0
	for _, p := range stretches {
		if p.array.NullN() == 0 {
			bitutil.SetBitsTo(to, int64(at), int64(p.to-p.from), true)
		} else {
			bitutil.CopyBitmap(p.array.NullBitmapBytes(), p.array.Data().Offset()+p.from, p.to-p.from, to, at)
		}
		at += p.to - p.from
	}
	return buffer, rows - bitutil.CountSetBits(to, 0, rows)
}
