package pipeline

import (
	"fmt"
	"iter"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline/internal/layout"
)

// A Builder collects rows of a dataset, column by column ([Text].To and its
// kin give the typed builders). Every column must receive the same number of
// values before Record is called.
type Builder struct {
	Dataset *Dataset
	records *array.RecordBuilder
	next    int // column after the one asked for last
}

// NewBuilder returns an empty builder. Release it after use.
func NewBuilder(mem memory.Allocator, d *Dataset) *Builder {
	return &Builder{Dataset: d, records: array.NewRecordBuilder(mem, d.Schema())}
}

// Reserve makes room for n more rows.
func (b *Builder) Reserve(n int) { b.records.Reserve(n) }

// Field returns the builder of the i-th column of the dataset.
func (b *Builder) Field(i int) array.Builder { return b.records.Field(i) }

// place returns the position of a column in the dataset, or of the column that has its name
// where the dataset lacks the column itself. Rows are mostly appended in the order of the
// columns, so the one after the last is tried first.
func (b *Builder) place(c Column) int {
	at := b.next
	if at >= len(b.Dataset.Columns) || b.Dataset.Columns[at] != c {
		if at = b.Dataset.Index(c); at < 0 {
			at = indexOf(b.records.Schema(), c.ColumnName())
		}
	}
	b.next = at + 1
	return at
}

// Len returns the number of rows collected so far.
func (b *Builder) Len() int {
	if len(b.records.Fields()) == 0 {
		return 0
	}
	return b.records.Field(0).Len()
}

// Record returns the collected rows and empties the builder. The caller
// releases the record.
func (b *Builder) Record() arrow.Record {
	rows := b.Len()
	for i, f := range b.records.Fields() {
		if f.Len() != rows {
			panic(fmt.Sprintf("pipeline: %s.%s has %d values, %s has %d",
				b.Dataset.Name, b.Dataset.Columns[i].ColumnName(), f.Len(), b.Dataset.Columns[0].ColumnName(), rows))
		}
	}
	return b.records.NewRecord()
}

// Release frees the builder's memory.
func (b *Builder) Release() { b.records.Release() }

// NewBuffer returns a buffer of size bytes for a column that a stage builds. It may hold
// anything until it is written. The caller releases it.
func NewBuffer(mem memory.Allocator, size int) *memory.Buffer {
	b, _ := layout.NewBuffer(mem, size)
	return b
}

// Derive makes a batch of out with the rows of src. A column is taken from added, an array
// with a value for each row, or else carried through from src without a copy. Derive
// releases the arrays of added; the caller releases the result.
func Derive(out *Dataset, src arrow.Record, added map[Column]arrow.Array) arrow.Record {
	columns := make([]arrow.Array, len(out.Columns))
	for i, c := range out.Columns {
		if a, ok := added[c]; ok {
			columns[i] = a
			continue
		}
		columns[i] = src.Column(indexOf(src.Schema(), c.ColumnName()))
	}
	rec := array.NewRecord(out.Schema(), columns, src.NumRows())
	for _, a := range added {
		a.Release()
	}
	return rec
}

// ColumnsOf returns the columns of a batch of d, for [Derive], which releases them.
func ColumnsOf(d *Dataset, rec arrow.Record) map[Column]arrow.Array {
	columns := make(map[Column]arrow.Array, len(d.Columns))
	for i, c := range d.Columns {
		columns[c] = rec.Column(i)
		columns[c].Retain()
	}
	return columns
}

// DeriveRows is [Derive] for some rows of src, which are taken ([Take]): the arrays of
// added have one value for each of rows. Columns that are not carried are not copied.
func DeriveRows(mem memory.Allocator, out *Dataset, src arrow.Record, rows []int32, added map[Column]arrow.Array) arrow.Record {
	carried := &Dataset{Name: out.Name}
	for _, c := range out.Columns {
		if _, ok := added[c]; !ok {
			carried.Columns = append(carried.Columns, c)
		}
	}
	narrow := Derive(carried, src, nil)
	defer narrow.Release()
	taken := Take(mem, narrow, rows)
	defer taken.Release()
	return Derive(out, taken, added)
}

// Assemble makes a batch of d from an array of the same length for each of its columns. It
// releases the arrays; the caller releases the result.
func Assemble(d *Dataset, columns map[Column]arrow.Array) arrow.Record {
	ordered := make([]arrow.Array, len(d.Columns))
	defer releaseAll(ordered)
	for i, c := range d.Columns {
		ordered[i] = columns[c]
	}
	return array.NewRecord(d.Schema(), ordered, int64(ordered[0].Len()))
}

// Collect returns all rows of an input as one batch, in no promised order; an
// input without rows is an empty batch. The caller releases it.
func Collect(t *Task, d *Dataset) (arrow.Record, error) {
	parts, err := retained(t.Read(d))
	defer releaseRecords(parts)
	if err != nil {
		return nil, err
	}
	return Concat(t.Mem, d, parts)
}

// retained returns the batches that a loop yields, up to its first error. The caller
// releases them, also after an error.
func retained(batches iter.Seq2[arrow.Record, error]) (recs []arrow.Record, err error) {
	for rec, err := range batches {
		if err != nil {
			return recs, err
		}
		rec.Retain()
		recs = append(recs, rec)
	}
	return recs, nil
}

// Concat joins batches of a dataset in their order; one batch is returned as it is. It is an
// error if the texts of a column come to more than 2 GiB. The caller releases the result.
func Concat(mem memory.Allocator, d *Dataset, parts []arrow.Record) (arrow.Record, error) {
	switch len(parts) {
	case 0:
		b := NewBuilder(mem, d)
		defer b.Release()
		return b.Record(), nil
	case 1:
		parts[0].Retain()
		return parts[0], nil
	}
	columns := make([]arrow.Array, len(d.Columns))
	defer releaseAll(columns)
	var rows int64
	for _, p := range parts {
		rows += p.NumRows()
	}
	stretches := make([]stretch, len(parts))
	for i := range d.Columns {
		for j, p := range parts {
			stretches[j] = stretch{p.Column(i), 0, int(p.NumRows())}
		}
		joined, err := joinColumn(mem, stretches)
		if err != nil {
			return nil, fmt.Errorf("join batches of %s.%s: %w", d.Name, d.Columns[i].ColumnName(), err)
		}
		columns[i] = joined
	}
	return array.NewRecord(d.Schema(), columns, rows), nil
}

// copyBatch returns a batch with memory of its own. The caller releases it.
func copyBatch(mem memory.Allocator, rec arrow.Record) (arrow.Record, error) {
	columns := make([]arrow.Array, rec.NumCols())
	defer releaseAll(columns)
	for i, c := range rec.Columns() {
		var err error
		if columns[i], err = joinColumn(mem, []stretch{{c, 0, c.Len()}}); err != nil {
			return nil, err
		}
	}
	return array.NewRecord(rec.Schema(), columns, rec.NumRows()), nil
}

// releaseAll releases columns; those that were not made are nil.
func releaseAll(columns []arrow.Array) {
	for _, c := range columns {
		if c != nil {
			c.Release()
		}
	}
}

func releaseRecords(recs []arrow.Record) {
	for _, rec := range recs {
		rec.Release()
	}
}

// complete makes the columns of a batch count their nulls and open their dictionaries, which
// they do when first asked and then remember. From then on goroutines may share it.
func complete(rec arrow.Record) {
	for _, c := range rec.Columns() {
		c.NullN()
		if codes, ok := c.(*array.Dictionary); ok {
			codes.Dictionary().NullN()
		}
	}
}

// recordBytes returns the bytes of memory that the rows of a batch take, dictionaries left
// out: batches share them.
func recordBytes(rec arrow.Record) int64 {
	var size int64
	rows := rec.NumRows()
	for _, c := range rec.Columns() {
		switch c := c.(type) {
		case *array.String:
			offsets := layout.TextOffsets(c)
			size += 4*rows + int64(offsets[len(offsets)-1]-offsets[0])
		case *array.Boolean:
			size += rows / 8
		case *array.Int32, *array.Date32, *array.Dictionary:
			size += 4 * rows
		default:
			size += 8 * rows
		}
		if c.NullN() > 0 {
			size += rows / 8
		}
	}
	return size
}
