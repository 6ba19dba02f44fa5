package stagetest

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// lend copies a batch into memory that is overwritten when the batch is released, as a
// batch of the executor is gone then: a stage that keeps a text of it without a copy of
// its own finds question marks.
func lend(mem memory.Allocator, rec arrow.Record) arrow.Record {
	columns := make([]arrow.Array, rec.NumCols())
	for i, column := range rec.Columns() {
		data := copied(forgetful{mem}, column.Data())
		columns[i] = array.MakeFromData(data)
		data.Release()
		defer columns[i].Release()
	}
	return array.NewRecord(rec.Schema(), columns, rec.NumRows())
}

// copied copies the data of an array, with those of its dictionary.
func copied(mem memory.Allocator, from arrow.ArrayData) arrow.ArrayData {
	buffers := make([]*memory.Buffer, len(from.Buffers()))
	for i, b := range from.Buffers() {
		if b == nil {
			continue
		}
		buffers[i] = memory.NewResizableBuffer(mem)
		buffers[i].Resize(b.Len())
		copy(buffers[i].Bytes(), b.Bytes())
		defer buffers[i].Release()
	}
	if from.DataType().ID() != arrow.DICTIONARY {
		return array.NewData(from.DataType(), from.Len(), buffers, nil, from.NullN(), from.Offset())
	}
	dictionary := copied(mem, from.Dictionary())
	defer dictionary.Release()
	return array.NewDataWithDictionary(from.DataType(), from.Len(), buffers, from.NullN(), from.Offset(), dictionary.(*array.Data))
}

// A forgetful allocator overwrites what it is given back.
type forgetful struct{ memory.Allocator }

func (f forgetful) Free(b []byte) {
	for i := range b {
		b[i] = '?'
	}
	f.Allocator.Free(b)
}

func (f forgetful) Reallocate(size int, b []byte) []byte {
	to := f.Allocate(size)
	copy(to, b)
	f.Free(b)
	return to
}
