package load

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/pipeline"
)

// columnsOf lists the columns of a batch for pipeline.Derive, retained.
func columnsOf(d *pipeline.Dataset, rec arrow.Record) map[pipeline.Column]arrow.Array {
	out := map[pipeline.Column]arrow.Array{}
	for i, c := range d.Columns {
		rec.Column(i).Retain()
		out[c] = rec.Column(i)
	}
	return out
}

// appendCode appends a code, null for an empty one.
func appendCode(b *array.BinaryDictionaryBuilder, code string) error {
	if code == "" {
		b.AppendNull()
		return nil
	}
	return b.AppendString(code)
}

// A codeWriter appends codes and keeps the first error.
type codeWriter struct{ err error }

func (w *codeWriter) code(b *array.BinaryDictionaryBuilder, code string) {
	if err := appendCode(b, code); err != nil && w.err == nil {
		w.err = err
	}
}
