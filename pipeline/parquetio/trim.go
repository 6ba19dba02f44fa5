package parquetio

import (
	"bytes"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// trimmed returns a batch without the room that builders of texts leave behind them, which
// may be as large as the texts: rows wait for their row group, so it would be held for long.
// Columns that have little of it are not copied. The caller releases the result.
func trimmed(rec arrow.Record) arrow.Record {
	const enough = 1 << 10 // bytes that nobody would miss
	columns := make([]arrow.Array, rec.NumCols())
	for i, c := range rec.Columns() {
		columns[i] = c
		texts, ok := c.(*array.String)
		if !ok || len(c.Data().Buffers()) < 3 || c.Data().Buffers()[2] == nil {
			continue
		}
		if used := c.Data().Buffers()[2]; cap(used.Buf()) > used.Len()+max(used.Len()/4, enough) {
			columns[i] = cloned(texts, used)
		}
	}
	return array.NewRecord(rec.Schema(), columns, rec.NumRows())
}

// cloned returns a column of texts whose bytes lie in memory of their own.
func cloned(c *array.String, used *memory.Buffer) *array.String {
	data := c.Data()
	buffers := []*memory.Buffer{data.Buffers()[0], data.Buffers()[1], memory.NewBufferBytes(bytes.Clone(used.Bytes()))}
	return array.NewStringData(array.NewData(data.DataType(), data.Len(), buffers, nil, data.NullN(), data.Offset()))
}
