package vector

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline"
)

// ColumnOf makes a column of what rows have, null where that is not known. The caller
// releases it.
func ColumnOf[R any, T Value](mem memory.Allocator, of pipeline.Type, rows []R, value func(*R) (value T, isKnown bool)) arrow.Array {
	v := New[T](mem, len(rows))
	defer v.Release()
	for i := range rows {
		value, isKnown := value(&rows[i])
		v.AppendIf(isKnown, value)
	}
	return v.Column(of.Arrow())
}

// NamesOf makes a code column of names whose numbers rows have, null for number 0. The
// caller releases it.
func NamesOf[R any](mem memory.Allocator, names *Names, rows []R, number func(*R) int32) arrow.Array {
	b := NewCodeBuilder(mem, len(rows), names.List()...)
	defer b.Release()
	for i := range rows {
		b.AppendName(number(&rows[i]))
	}
	return b.Column()
}
