// Package nullable reads and appends cells that may be null, for stages whose
// tables are small enough to be handled cell by cell: an empty text, a number
// that is none and a nil pointer are null. A [Row] reads what a [Writer] wrote.
package nullable

import (
	"math"
	"math/big"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/pipeline"
)

// Code returns a code cell, "" for null. The text lives as long as the batch;
// that of [CopyCode] outlives it.
func Code(column *array.Dictionary, row int) string {
	if column.IsNull(row) {
		return ""
	}
	return column.Dictionary().(*array.String).Value(column.GetValueIndex(row))
}

// Text returns a text cell, "" for null. The text lives as long as the batch;
// that of [CopyText] outlives it.
func Text(column *array.String, row int) string {
	if column.IsNull(row) {
		return ""
	}
	return column.Value(row)
}

// CopyCode is [Code] with a copy of the text.
func CopyCode(column *array.Dictionary, row int) string { return strings.Clone(Code(column, row)) }

// CopyText is [Text] with a copy of the text.
func CopyText(column *array.String, row int) string { return strings.Clone(Text(column, row)) }

// Value returns a cell of any other column, nil for null.
func Value[T any](column values[T], row int) *T {
	if column.IsNull(row) {
		return nil
	}
	return new(column.Value(row))
}

type values[T any] interface {
	IsNull(row int) bool
	Value(row int) T
}

// If returns a value, nil where it is not known.
func If[T any](isKnown bool, value T) *T {
	if !isKnown {
		return nil
	}
	return new(value)
}

// Minor returns an amount as a money column holds it, nil for one that has more than
// its 18 digits.
func Minor(amount *big.Int) *int64 { return If(amount.CmpAbs(big.NewInt(1e18)) < 0, amount.Int64()) }

// IsTrue reports whether a flag is yes; null is not.
func IsTrue(flags *array.Boolean, row int) bool { return flags.IsValid(row) && flags.Value(row) }

// A Writer appends the cells of rows to the columns of a builder and keeps the
// first error, which Rows and Flush return.
type Writer struct {
	Builder *pipeline.Builder

	err     error
	task    *pipeline.Task
	dataset *pipeline.Dataset
}

// NewWriter returns a writer of rows of a dataset. The caller releases it.
func NewWriter(t *pipeline.Task, d *pipeline.Dataset) Writer {
	return Writer{Builder: pipeline.NewBuilder(t.Mem, d), task: t, dataset: d}
}

// Release gives back what the writer holds.
func (w *Writer) Release() { w.Builder.Release() }

// Rows returns the rows, or the first error of a cell. The caller releases them.
func (w *Writer) Rows() (arrow.Record, error) {
	if w.err != nil {
		return nil, w.err
	}
	return w.Builder.Record(), nil
}

// Flush hands the rows to the output of the task, or returns the first error of a cell.
func (w *Writer) Flush() error {
	rows, err := w.Rows()
	if err != nil {
		return err
	}
	defer rows.Release()
	return w.task.Write(w.dataset, rows)
}

// many is how many rows a batch has at least that is handed on before the last.
const many = 1 << 13

// FlushMany is [Writer.Flush] once there are many rows, for tables that have as many as an
// input. It is called between rows.
func (w *Writer) FlushMany() error {
	if w.Builder.Len() < many {
		return w.err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	w.Builder.Release() // it would keep the codes of all rows so far for every batch to come
	w.Builder = pipeline.NewBuilder(w.task.Mem, w.dataset)
	return nil
}

// Code appends a code, null for an empty one.
func (w *Writer) Code(column *pipeline.Code, text string) {
	b := column.To(w.Builder)
	if text == "" {
		b.AppendNull()
		return
	}
	if err := b.AppendString(text); err != nil && w.err == nil {
		w.err = err
	}
}

// Text appends a text, null for an empty one.
func (w *Writer) Text(column *pipeline.Text, text string) {
	if text == "" {
		column.To(w.Builder).AppendNull()
		return
	}
	column.To(w.Builder).Append(text)
}

// Share appends a statistic, null for one that is not a finite number.
func (w *Writer) Share(column *pipeline.Share, value float64) {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		column.To(w.Builder).AppendNull()
		return
	}
	column.To(w.Builder).Append(value)
}

// Int appends a whole number.
func (w *Writer) Int(column *pipeline.Int, value int64) { column.To(w.Builder).Append(value) }

// IntOrNull appends a whole number, null for nil.
func (w *Writer) IntOrNull(column *pipeline.Int, value *int64) { appendTo(column.To(w.Builder), value) }

// Money appends an amount, null for nil.
func (w *Writer) Money(column *pipeline.Money, minor *int64) { appendTo(column.To(w.Builder), minor) }

// Rate appends a rate at scale 10, null for nil.
func (w *Writer) Rate(column *pipeline.Rate, scaled *int64) { appendTo(column.To(w.Builder), scaled) }

// Days appends a number of days, null for nil.
func (w *Writer) Days(column *pipeline.Days, days *int32) { appendTo(column.To(w.Builder), days) }

// Date appends a day, null for nil.
func (w *Writer) Date(column *pipeline.Date, day *arrow.Date32) { appendTo(column.To(w.Builder), day) }

// Flag appends a yes or a no, null for nil.
func (w *Writer) Flag(column *pipeline.Flag, value *bool) { appendTo(column.To(w.Builder), value) }

// Instant appends a moment, null for nil.
func (w *Writer) Instant(column *pipeline.Instant, at *arrow.Timestamp) {
	appendTo(column.To(w.Builder), at)
}

func appendTo[T any](column builder[T], value *T) {
	if value == nil {
		column.AppendNull()
		return
	}
	column.Append(*value)
}

type builder[T any] interface {
	Append(value T)
	AppendNull()
}
