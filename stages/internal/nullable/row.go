package nullable

import (
	"iter"
	"math"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/pipeline"
)

// A Row is a row of a batch, whose cells are asked for by column. It lives until the next
// row is read, and what it returns outlives it.
type Row struct {
	Batch arrow.Record
	At    int
}

// Rows reads the rows of an input of the task's stage, in no promised order.
// Looking a column up costs more than its cell: a stage that visits every line uses package
// vector.
func Rows(t *pipeline.Task, d *pipeline.Dataset) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for batch, err := range t.Read(d) {
			if err != nil {
				yield(Row{}, err)
				return
			}
			for i := range int(batch.NumRows()) {
				if !yield(Row{batch, i}, nil) {
					return
				}
			}
		}
	}
}

// Code returns a copy of a code, "" for null.
func (r Row) Code(column *pipeline.Code) string { return CopyCode(column.In(r.Batch), r.At) }

// Text returns a copy of a text, "" for null.
func (r Row) Text(column *pipeline.Text) string { return CopyText(column.In(r.Batch), r.At) }

// Share returns a statistic, NaN for null.
func (r Row) Share(column *pipeline.Share) float64 {
	if cells := column.In(r.Batch); cells.IsValid(r.At) {
		return cells.Value(r.At)
	}
	return math.NaN()
}

// Int returns a whole number, 0 for null.
func (r Row) Int(column *pipeline.Int) int64 {
	if cells := column.In(r.Batch); cells.IsValid(r.At) {
		return cells.Value(r.At)
	}
	return 0
}

// IntOrNull returns a whole number, nil for null.
func (r Row) IntOrNull(column *pipeline.Int) *int64 { return Value(column.In(r.Batch), r.At) }

// Money returns an amount, nil for null.
func (r Row) Money(column *pipeline.Money) *int64 { return Value(column.In(r.Batch), r.At) }

// Rate returns a rate at scale 10, nil for null.
func (r Row) Rate(column *pipeline.Rate) *int64 { return Value(column.In(r.Batch), r.At) }

// Days returns a number of days, nil for null.
func (r Row) Days(column *pipeline.Days) *int32 { return Value(column.In(r.Batch), r.At) }

// Date returns a day, nil for null.
func (r Row) Date(column *pipeline.Date) *arrow.Date32 { return Value(column.In(r.Batch), r.At) }

// Instant returns a moment, nil for null.
func (r Row) Instant(column *pipeline.Instant) *arrow.Timestamp {
	return Value(column.In(r.Batch), r.At)
}

// Flag returns a yes or a no, nil for null.
func (r Row) Flag(column *pipeline.Flag) *bool { return Value(column.In(r.Batch), r.At) }

// IsTrue reports whether a flag is yes; null is not.
func (r Row) IsTrue(column *pipeline.Flag) bool { return IsTrue(column.In(r.Batch), r.At) }

// IsFalse reports whether a flag is no; null is not.
func (r Row) IsFalse(column *pipeline.Flag) bool {
	cells := column.In(r.Batch)
	return cells.IsValid(r.At) && !cells.Value(r.At)
}
