package parquetio

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/pipeline"
)

// GroupRows is the number of rows of a row group; the last of a dataset may
// have fewer. DuckDB works in groups of this size.
const GroupRows = 122_880

// Options say how a dataset is cut and encoded. The zero value is the default.
type Options struct {
	// RowsPerFile ends a part with the row group that reaches it; 0 = 4 million.
	RowsPerFile int64
	// Encoders encode the row groups, also those of other writers that have them;
	// nil = one of the writer's own.
	Encoders *Encoders
}

// A Writer writes one dataset, the rows of each row group in the order of its
// key. It holds two row groups at most: one that is encoded and one that fills up.
// It is not for use by several goroutines.
type Writer struct {
	dataset *pipeline.Dataset
	dir     string
	options Options

	part    *part
	parts   int
	rows    int64 // of all parts, once they are handed to an encoder
	err     error // the first one; nothing is written after it
	pending []batch
	held    int // rows of pending

	queue []waiting // row groups being encoded, in order
}

// A waiting row group is being encoded.
type waiting struct {
	rows  []batch
	group chan rowGroup // receives once
}

// A batch is a record and the rows of it that are written.
type batch struct {
	arrow.Record
	order []int32 // numbers of the rows, in the order written; nil = all as they stand
}

// rows returns the number of rows of the batch.
func (b batch) rows() int {
	if b.order != nil {
		return len(b.order)
	}
	return int(b.NumRows())
}

// cut returns the rows from..to of the batch, counted in its order. The caller
// releases the result.
func (b batch) cut(from, to int) batch {
	if b.order == nil {
		return batch{Record: b.NewSlice(int64(from), int64(to))}
	}
	b.Retain()
	return batch{b.Record, b.order[from:to]}
}

// Create makes the folder and its first part; a dataset without rows is one
// part without row groups. A part that is there already is an error. Close the
// writer, also after an error.
func Create(dir string, d *pipeline.Dataset, o Options) (*Writer, error) {
	if o.RowsPerFile == 0 {
		o.RowsPerFile = 4_000_000
	}
	if o.Encoders == nil {
		var err error
		if o.Encoders, err = NewEncoders(1); err != nil {
			return nil, err
		}
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	w := &Writer{dataset: d, dir: dir, options: o}
	if err := w.nextPart(); err != nil {
		return nil, err
	}
	return w, nil
}

// Write adds the rows of a batch of the dataset in an order, of which
// [pipeline.MartWriter] tells. It retains the batch while it needs it. A null in
// a key column is an error.
func (w *Writer) Write(rec arrow.Record, order []int32) error {
	if w.err == nil {
		w.err = w.add(batch{rec, order})
	}
	return w.err
}

func (w *Writer) add(b batch) error {
	if err := w.check(b.Record); err != nil {
		return err
	}
	b.Record = trimmed(b.Record)
	defer b.Release()
	rows := b.rows()
	for from := 0; from < rows; {
		to := min(rows, from+GroupRows-w.held)
		w.pending = append(w.pending, b.cut(from, to))
		w.held += to - from
		from = to
		if w.held == GroupRows {
			if err := w.settleAll(); err != nil {
				return err
			}
			w.flush()
		}
	}
	return nil
}

// check refuses batches of another schema and nulls in key columns.
func (w *Writer) check(rec arrow.Record) error {
	if !rec.Schema().Equal(w.dataset.Schema()) {
		return fmt.Errorf("%s: batch has the schema of another dataset: %v", w.dataset.Name, rec.Schema())
	}
	for i, c := range w.dataset.Columns {
		cells := rec.Column(i)
		if cells.NullN() == 0 || !isKey(w.dataset, c) {
			continue
		}
		for row := range cells.Len() {
			if cells.IsNull(row) {
				return fmt.Errorf("%s: key column %s is null in row %d",
					w.dataset.Name, c.ColumnName(), w.rows+int64(w.held)+int64(row)+1)
			}
		}
	}
	return nil
}

// flush hands the pending rows to an encoder.
func (w *Writer) flush() {
	next := waiting{rows: w.pending, group: make(chan rowGroup, 1)}
	w.rows += int64(w.held)
	w.pending, w.held = nil, 0
	w.queue = append(w.queue, next)
	e := w.options.Encoders.take()
	go func() {
		group := encoded(e, w.dataset, next.rows)
		release(next.rows) // the encoded group waits its turn, its rows need not
		w.options.Encoders.put(e)
		next.group <- group
	}()
}

// encoded is [encoder.encode]; a panic is an error.
func encoded(e *encoder, d *pipeline.Dataset, rows []batch) (group rowGroup) {
	defer pipeline.RecoverAs(&group.err, d.Name)
	return e.encode(d, rows)
}

// settleAll writes the row groups that are being encoded.
func (w *Writer) settleAll() error {
	for len(w.queue) > 0 {
		if err := w.settle(); err != nil {
			return err
		}
	}
	return nil
}

// settle writes the oldest row group of the queue.
func (w *Writer) settle() error {
	oldest := w.queue[0]
	w.queue = w.queue[1:]
	group := <-oldest.group
	if group.err != nil {
		return fmt.Errorf("encode %s: %w", w.dataset.Name, group.err)
	}
	if w.part.rows >= w.options.RowsPerFile {
		if err := w.part.close(); err != nil {
			return err
		}
		if err := w.nextPart(); err != nil {
			return err
		}
	}
	return w.part.append(group)
}

// nextPart begins another part.
func (w *Writer) nextPart() error {
	name := fmt.Sprintf("part-%05d.parquet", w.parts)
	p, err := createPart(filepath.Join(w.dir, name), w.dataset)
	if err != nil {
		return err
	}
	w.part = p
	w.parts++
	return nil
}

// Close writes what is left and returns the number of rows written. It does not sync
// the files: who publishes them does. After an error of Write it only frees what the
// writer holds and returns that error: the files are then of no use.
func (w *Writer) Close() (rows int64, err error) {
	if w.err == nil {
		if w.held > 0 {
			w.flush() // beside the row group before it, if that is not done yet
		}
		w.err = w.settleAll()
	}
	if w.err != nil {
		w.abandon()
		return 0, w.err
	}
	w.err = errClosed
	return w.rows, w.part.close()
}

var errClosed = errors.New("parquetio: writer is closed")

// abandon waits for the encoders and frees what the writer holds.
func (w *Writer) abandon() {
	for _, next := range w.queue {
		<-next.group
	}
	release(w.pending)
	w.queue, w.pending, w.held = nil, nil, 0
	w.part.file.Close()
}

func release(rows []batch) {
	for _, b := range rows {
		b.Release()
	}
}
