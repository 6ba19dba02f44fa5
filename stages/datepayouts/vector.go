package datepayouts

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/bitutil"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// A vector builds a column of a known number of rows. Unlike arrow's builders it
// keeps no bitmap for a column without nulls, and most columns here have none.
type vector[T int32 | arrow.Date32 | arrow.Timestamp] struct {
	mem    memory.Allocator
	buffer *memory.Buffer
	values []T
	valid  *memory.Buffer // nil while no row is null
	rows   int
	nulls  int
}

func newVector[T int32 | arrow.Date32 | arrow.Timestamp](mem memory.Allocator, rows int) *vector[T] {
	v := &vector[T]{mem: mem, buffer: memory.NewResizableBuffer(mem)}
	v.buffer.Resize(rows * len(arrow.GetBytes([]T{0})))
	v.values = arrow.GetData[T](v.buffer.Bytes())
	return v
}

func (v *vector[T]) append(value T) {
	v.values[v.rows] = value
	v.rows++
}

func (v *vector[T]) appendNull() {
	if v.valid == nil {
		v.valid = memory.NewResizableBuffer(v.mem)
		v.valid.Resize(int(bitutil.BytesForBits(int64(len(v.values)))))
		memory.Set(v.valid.Bytes(), 0xff)
	}
	bitutil.ClearBit(v.valid.Bytes(), v.rows)
	v.append(0)
	v.nulls++
}

// appendIf appends a value if it is known, else null.
func (v *vector[T]) appendIf(isKnown bool, value T) {
	if isKnown {
		v.append(value)
	} else {
		v.appendNull()
	}
}

// column returns the column built; dictionary is that of a code column, else nil.
// The caller releases it.
func (v *vector[T]) column(t arrow.DataType, dictionary *array.Data) arrow.Array {
	data := array.NewDataWithDictionary(t, v.rows, []*memory.Buffer{v.valid, v.buffer}, v.nulls, 0, dictionary)
	defer data.Release()
	return array.MakeFromData(data)
}

func (v *vector[T]) release() {
	v.buffer.Release()
	if v.valid != nil {
		v.valid.Release()
	}
}
