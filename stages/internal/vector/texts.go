package vector

import (
	"math"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline"
)

// Texts builds a text column of a known number of rows; appending more panics, and so
// does more than 2 GiB of text.
type Texts struct {
	offsets  *memory.Buffer
	ends     []int32 // of the rows appended, after the first
	text     *memory.Buffer
	bytes    []byte
	size     int
	validity validity
	rows     int
}

// NewTexts returns an empty builder with room for rows and, to begin with, for bytes
// of text. Release it after use.
func NewTexts(mem memory.Allocator, rows, bytes int) *Texts {
	t := &Texts{
		offsets: pipeline.NewBuffer(mem, arrow.Int32Traits.BytesRequired(rows+1)), text: pipeline.NewBuffer(mem, bytes), validity: validity{mem: mem, room: rows},
	}
	t.ends = arrow.Int32Traits.CastFromBytes(t.offsets.Bytes())
	t.ends[0] = 0
	t.bytes = t.text.Bytes()
	return t
}

// Append appends a text.
func (t *Texts) Append(text string) {
	if len(t.bytes)-t.size < len(text) {
		t.resize(max(2*len(t.bytes), t.size+len(text)))
	}
	t.size += copy(t.bytes[t.size:], text)
	t.end()
}

// AppendNull appends a null.
func (t *Texts) AppendNull() {
	t.validity.setNull(t.rows)
	t.end()
}

// AppendFrom appends a cell of another column.
func (t *Texts) AppendFrom(cells *array.String, row int) {
	if cells.IsNull(row) {
		t.AppendNull()
	} else {
		t.Append(cells.Value(row))
	}
}

func (t *Texts) end() {
	t.rows++
	t.ends[t.rows] = int32(t.size)
}

func (t *Texts) resize(bytes int) {
	if t.size > math.MaxInt32 {
		panic("vector: more text than a column can hold")
	}
	t.text.Resize(bytes)
	t.bytes = t.text.Bytes()
}

// Column returns the column built, and nothing may be appended after it. The caller
// releases it.
func (t *Texts) Column() arrow.Array {
	t.resize(t.size)
	data := array.NewData(arrow.BinaryTypes.String, t.rows, []*memory.Buffer{t.validity.bits, t.offsets, t.text}, nil, t.validity.nulls, 0)
	defer data.Release()
	return array.MakeFromData(data)
}

// Release gives up the builder; columns built from it live on.
func (t *Texts) Release() {
	t.offsets.Release()
	t.text.Release()
	t.validity.release()
}
