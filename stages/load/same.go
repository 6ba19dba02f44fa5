package load

import (
	"fmt"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/pipeline"
)

// sameIn returns a function that reports whether two rows of a batch say the same in
// the columns of a dataset, their place left out; null is the same as null.
func sameIn(rec arrow.Record, d *pipeline.Dataset) func(a, b int32) bool {
	var columns []func(a, b int32) bool
	for _, c := range d.Columns {
		if c != pipeline.Column(pipeline.FromFile) && c != pipeline.Column(pipeline.FromRow) {
			columns = append(columns, sameCells(rec.Column(rec.Schema().FieldIndices(c.ColumnName())[0])))
		}
	}
	return func(a, b int32) bool {
		for _, same := range columns {
			if !same(a, b) {
				return false
			}
		}
		return true
	}
}

// sameCells returns the comparison of two cells of a column.
func sameCells(cells arrow.Array) func(a, b int32) bool {
	values := sameValues(cells)
	if cells.NullN() == 0 {
		return values
	}
	return func(a, b int32) bool {
		if cells.IsNull(int(a)) || cells.IsNull(int(b)) {
			return cells.IsNull(int(a)) == cells.IsNull(int(b))
		}
		return values(a, b)
	}
}

func sameValues(cells arrow.Array) func(a, b int32) bool {
	switch cells := cells.(type) {
	case *array.String:
		return func(a, b int32) bool { return cells.Value(int(a)) == cells.Value(int(b)) }
	case *array.Dictionary: // which has each of its texts once
		return sameOf(cells.Indices().(*array.Int32).Int32Values())
	case *array.Int64:
		return sameOf(cells.Int64Values())
	case *array.Timestamp:
		return sameOf(cells.TimestampValues())
	case *array.Date32:
		return sameOf(cells.Date32Values())
	case *array.Boolean:
		return func(a, b int32) bool { return cells.Value(int(a)) == cells.Value(int(b)) }
	}
	panic(fmt.Sprintf("load: no comparison of %s", cells.DataType()))
}

func sameOf[T comparable](values []T) func(a, b int32) bool {
	return func(a, b int32) bool { return values[a] == values[b] }
}
