package vector

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/bitutil"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline"
)

// A Value is what a row of a vector holds.
type Value interface {
	int32 | int64 | float64 | arrow.Date32 | arrow.Timestamp
}

// A validity is the bitmap of a column that is built; it is not there while no row is
// null.
type validity struct {
	mem   memory.Allocator
	room  int // rows
	bits  *memory.Buffer
	nulls int
}

func (v *validity) setNull(row int) {
	if v.bits == nil {
		v.bits = pipeline.NewBuffer(v.mem, int(bitutil.BytesForBits(int64(v.room))))
		memory.Set(v.bits.Bytes(), 0xff)
	}
	bitutil.ClearBit(v.bits.Bytes(), row)
	v.nulls++
}

// setKnown makes a row that is null known; others stay known.
func (v *validity) setKnown(row int) {
	if v.bits != nil && !bitutil.BitIsSet(v.bits.Bytes(), row) {
		bitutil.SetBit(v.bits.Bytes(), row)
		v.nulls--
	}
}

// copyOf makes the rows null that are null in a column.
func (v *validity) copyOf(cells arrow.Array) {
	if v.nulls = cells.NullN(); v.nulls > 0 {
		v.bits = memory.NewResizableBuffer(v.mem)
		v.bits.Resize(int(bitutil.BytesForBits(int64(v.room))))
		bitutil.CopyBitmap(cells.NullBitmapBytes(), cells.Data().Offset(), cells.Len(), v.bits.Bytes(), 0)
	}
}

func (v *validity) release() {
	if v.bits != nil {
		v.bits.Release()
	}
}

// A Vector builds a column of a known number of rows; appending more panics.
// Unlike arrow's builders it keeps no bitmap while no row is null.
type Vector[T Value] struct {
	buffer   *memory.Buffer
	values   []T
	validity validity
	rows     int
}

// New returns an empty vector with room for rows. Release it after use.
func New[T Value](mem memory.Allocator, rows int) *Vector[T] {
	buffer := pipeline.NewBuffer(mem, rows*len(arrow.GetBytes([]T{0})))
	return &Vector[T]{buffer: buffer, values: arrow.GetData[T](buffer.Bytes()), validity: validity{mem: mem, room: rows}}
}

// Zeros returns a full vector with as many rows as a column: null where the column is
// null, else zero. Rows are changed by Set.
func Zeros[T Value](mem memory.Allocator, cells arrow.Array) *Vector[T] {
	v := New[T](mem, cells.Len())
	clear(v.values)
	v.validity.copyOf(cells)
	v.rows = cells.Len()
	return v
}

// Nulls returns a full vector of nulls. Rows are changed by Set.
func Nulls[T Value](mem memory.Allocator, rows int) *Vector[T] {
	v := New[T](mem, rows)
	clear(v.values)
	if rows > 0 {
		v.validity.setNull(0)
		clear(v.validity.bits.Bytes())
	}
	v.validity.nulls, v.rows = rows, rows
	return v
}

// Set changes a row that has been appended.
func (v *Vector[T]) Set(row int, value T) {
	v.values[row] = value
	v.validity.setKnown(row)
}

// Append appends a value.
func (v *Vector[T]) Append(value T) {
	v.values[v.rows] = value
	v.rows++
}

// AppendNull appends a null.
func (v *Vector[T]) AppendNull() { v.AppendIf(false, 0) }

// AppendIf appends a value if it is known, else null. It is small enough to be
// inlined.
func (v *Vector[T]) AppendIf(isKnown bool, value T) {
	if !isKnown {
		v.validity.setNull(v.rows)
		value = 0
	}
	v.values[v.rows] = value
	v.rows++
}

// Column returns the column built, of a type that stores values as T does. The
// caller releases it.
func (v *Vector[T]) Column(t arrow.DataType) arrow.Array { return v.column(t, nil) }

// column returns the column; dictionary is that of a code column, else nil.
func (v *Vector[T]) column(t arrow.DataType, dictionary *array.Data) arrow.Array {
	data := array.NewDataWithDictionary(t, v.rows, []*memory.Buffer{v.validity.bits, v.buffer}, v.validity.nulls, 0, dictionary)
	defer data.Release()
	return array.MakeFromData(data)
}

// Release gives up the vector; columns built from it live on.
func (v *Vector[T]) Release() {
	v.buffer.Release()
	v.validity.release()
}
