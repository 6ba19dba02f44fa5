package pipeline

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/bitutil"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline/internal/layout"
)

// Take returns the rows of a batch in the order of indices; a row may be taken
// several times or not at all, and -1 is a row of nulls. Dictionaries are kept, only
// their indices are taken. One run of consecutive rows that is half of the batch or more
// is not copied: the result then shares the memory of the batch. It panics if a column of
// texts comes to more than 2 GiB. The caller releases the result.
func Take(mem memory.Allocator, rec arrow.Record, indices []int32) arrow.Record {
	if rec.NumRows() == 0 {
		return nullRows(mem, rec.Schema(), len(indices))
	}
	runs := runsOf(indices)
	if len(runs) == 1 && 2*int64(len(indices)) >= rec.NumRows() {
		return rec.NewSlice(int64(runs[0].from), int64(runs[0].to))
	}
	hasNone := runs == nil && len(indices) > 0 && slices.Min(indices) < 0
	columns := make([]arrow.Array, rec.NumCols())
	defer releaseAll(columns)
	for i, c := range rec.Columns() {
		if runs == nil {
			columns[i] = takeColumn(mem, c, indices, hasNone)
		} else {
			columns[i] = takeRuns(mem, c, runs)
		}
	}
	return array.NewRecord(rec.Schema(), columns, int64(len(indices)))
}

// TakeColumn is [Take] for a column.
func TakeColumn(mem memory.Allocator, a arrow.Array, indices []int32) arrow.Array {
	schema := arrow.NewSchema([]arrow.Field{{Type: a.DataType(), Nullable: true}}, nil)
	rec := array.NewRecord(schema, []arrow.Array{a}, int64(a.Len()))
	defer rec.Release()
	taken := Take(mem, rec, indices)
	defer taken.Release()
	taken.Column(0).Retain()
	return taken.Column(0)
}

// nullRows returns so many rows of nulls. The caller releases them.
func nullRows(mem memory.Allocator, schema *arrow.Schema, rows int) arrow.Record {
	b := array.NewRecordBuilder(mem, schema)
	defer b.Release()
	for _, column := range b.Fields() {
		column.AppendNulls(rows)
	}
	return b.NewRecord()
}

// runLength is how many rows a run must have on average for runs to be copied as such.
const runLength = 8

// runsOf returns ascending rows as runs of consecutive ones, their column left open; nil if
// the rows do not ascend or the runs are short.
func runsOf(indices []int32) []stretch {
	count := 0
	last := int32(-2)
	for _, row := range indices {
		if row != last+1 || row < 0 {
			if row <= last || row < 0 {
				return nil
			}
			count++
		}
		last = row
	}
	if count == 0 || count*runLength > len(indices) {
		return nil
	}
	runs := make([]stretch, 0, count)
	for i, row := range indices {
		if i == 0 || row != indices[i-1]+1 {
			runs = append(runs, stretch{from: int(row)})
		}
		runs[len(runs)-1].to = int(row) + 1
	}
	return runs
}

// takeRuns copies the runs of a column. The caller releases the result.
func takeRuns(mem memory.Allocator, a arrow.Array, runs []stretch) arrow.Array {
	for i := range runs {
		runs[i].array = a
	}
	taken, err := joinColumn(mem, runs)
	if err != nil {
		panic(fmt.Sprintf("pipeline: rows of a batch have more text than the batch: %v", err))
	}
	return taken
}

// takeColumn copies the rows of a column one by one; -1 is a null, which hasNone says there
// is. The caller releases the result.
func takeColumn(mem memory.Allocator, a arrow.Array, indices []int32, hasNone bool) arrow.Array {
	validity, nulls := takeValidity(mem, a, indices, hasNone)
	var buffers []*memory.Buffer
	switch a := a.(type) {
	case *array.String:
		offsets, values := takeText(mem, a, indices)
		buffers = []*memory.Buffer{validity, offsets, values}
	case *array.Boolean:
		buffers = []*memory.Buffer{validity, takeFlags(mem, a, indices)}
	case *array.Int32, *array.Date32, *array.Dictionary:
		buffers = []*memory.Buffer{validity, takeNumbers(mem, layout.Int32s(a), arrow.Int32SizeBytes, indices)}
	case *array.Int64, *array.Timestamp, *array.Float64:
		buffers = []*memory.Buffer{validity, takeNumbers(mem, layout.Int64s(a), arrow.Int64SizeBytes, indices)}
	default:
		panic(fmt.Sprintf("pipeline: no column type has %s values", a.DataType()))
	}
	var dictionary *array.Data
	if a.Data().Dictionary() != nil {
		dictionary = a.Data().Dictionary().(*array.Data)
	}
	data := array.NewDataWithDictionary(a.DataType(), len(indices), buffers, nulls, 0, dictionary)
	defer data.Release()
	for _, b := range buffers {
		if b != nil {
			b.Release()
		}
	}
	return array.MakeFromData(data)
}

// takeValidity returns the validity bitmap of the rows taken, nil if all of
// them have a value, and the number of nulls.
func takeValidity(mem memory.Allocator, a arrow.Array, indices []int32, hasNone bool) (*memory.Buffer, int) {
	hasNulls := a.NullN() > 0
	if !hasNulls && !hasNone {
		return nil, 0
	}
	buffer, to := layout.NewBitmap(mem, len(indices))
	switch {
	case a.NullN() == a.Len():
		return buffer, len(indices)
	case hasNulls:
		takeBits(to, a.NullBitmapBytes(), a.Data().Offset(), indices)
	default:
		for i, row := range indices {
			to[i/8] |= byte(^row>>31) & 1 << (i % 8)
		}
	}
	return buffer, len(indices) - bitutil.CountSetBits(to, 0, len(indices))
}

// takeBits sets the bits of to, a byte at a time, to those that the rows have in the bitmap
// from, whose first row is bit offset; -1 is 0.
func takeBits(to, from []byte, offset int, indices []int32) {
	for i := range to {
		taken := uint32(0)
		for j, row := range indices[8*i : min(8*i+8, len(indices))] {
			bit := uint32(offset + int(max(row, 0)))
			has := uint32(from[bit/8]) >> (bit & 7) & uint32(^row>>31) & 1
			taken |= has << (j & 7)
		}
		to[i] = byte(taken)
	}
}

// takeNumbers copies numbers of width bytes each.
func takeNumbers[T int32 | int64](mem memory.Allocator, from []T, width int, indices []int32) *memory.Buffer {
	values, bytes := layout.NewBuffer(mem, width*len(indices))
	to := arrow.GetData[T](bytes)
	for i, row := range indices {
		to[i] = from[max(row, 0)]
	}
	return values
}

func takeFlags(mem memory.Allocator, a *array.Boolean, indices []int32) *memory.Buffer {
	buffer, to := layout.NewBitmap(mem, len(indices))
	takeBits(to, a.Data().Buffers()[1].Bytes(), a.Data().Offset(), indices)
	return buffer
}

func takeText(mem memory.Allocator, a *array.String, indices []int32) (offsets, values *memory.Buffer) {
	fromOffsets, from := layout.TextOffsets(a), layout.TextBytes(a)
	offsets, bytes := layout.NewBuffer(mem, arrow.Int32Traits.BytesRequired(len(indices)+1))
	to := arrow.Int32Traits.CastFromBytes(bytes)
	size := int64(0)
	to[0] = 0
	for i, row := range indices {
		if row >= 0 {
			size += int64(fromOffsets[row+1] - fromOffsets[row])
		}
		to[i+1] = int32(size)
	}
	if size > math.MaxInt32 {
		panic(fmt.Sprintf("pipeline: %d bytes of text are more than a batch can hold", size))
	}
	values, text := layout.NewBuffer(mem, int(size))
	for i, row := range indices {
		copyText(text[to[i]:], from[fromOffsets[max(row, 0)]:], int(to[i+1]-to[i]))
	}
	return offsets, values
}

// copyText copies the first n bytes of from. It may write further bytes of from behind them,
// up to the end of to: most texts are short, three words cost no call, and where texts are
// written in order the next one overwrites what is too much.
func copyText(to, from []byte, n int) {
	const block = 24
	if n > block || len(to) < block || len(from) < block {
		copy(to, from[:n])
		return
	}
	first, second, third := binary.NativeEndian.Uint64(from), binary.NativeEndian.Uint64(from[8:]), binary.NativeEndian.Uint64(from[16:])
	binary.NativeEndian.PutUint64(to, first)
	binary.NativeEndian.PutUint64(to[8:], second)
	binary.NativeEndian.PutUint64(to[16:], third)
}
