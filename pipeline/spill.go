package pipeline

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/ipc"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// A spillFile is a private Arrow IPC file that holds rows of one dataset which
// do not fit memory: one record batch per range of each spilled batch, so that
// a partition reads its ranges and nothing else. Dictionaries stay in memory,
// they are small, and the file has their indices: a file cannot replace one
// dictionary by the next.
type spillFile struct {
	mem    memory.Allocator
	schema *arrow.Schema // of the dataset
	stored *arrow.Schema // of the file: indices where the dataset has codes
	file   *os.File
	buffer *countedWriter
	writer *ipc.FileWriter
	reader *ipc.FileReader // nil until sealed
	blocks int             // record batches written
}

// spilled says where the rows of a batch are.
type spilled struct {
	blocks       []int32       // of each range; not used for empty ranges
	dictionaries []arrow.Array // per column, nil where it is no code
}

func (s *spilled) release() {
	for _, d := range s.dictionaries {
		if d != nil {
			d.Release()
		}
	}
}

// createSpill makes the spill file of a dataset and the folder it lies in.
func createSpill(mem memory.Allocator, folder string, d *Dataset) (*spillFile, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, &OutputError{Path: folder, Err: err}
	}
	path := filepath.Join(folder, d.Name+".arrow")
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, &OutputError{Path: path, Err: err}
	}
	s := &spillFile{mem: mem, schema: d.Schema(), file: file}
	fields := s.schema.Fields()
	for i, f := range fields {
		if t, ok := f.Type.(*arrow.DictionaryType); ok {
			fields[i].Type = t.IndexType
		}
	}
	s.stored = arrow.NewSchema(fields, nil)
	s.buffer = &countedWriter{to: bufio.NewWriterSize(file, 1<<18)}
	s.writer, err = ipc.NewFileWriter(s.buffer, ipc.WithSchema(s.stored), ipc.WithAllocator(mem))
	if err != nil {
		return nil, errors.Join(&OutputError{Path: path, Err: err}, s.remove())
	}
	return s, nil
}

// write appends the ranges of a batch.
func (s *spillFile) write(b *batch) error {
	out := &spilled{blocks: make([]int32, len(b.offsets)-1), dictionaries: make([]arrow.Array, b.rec.NumCols())}
	columns := make([]arrow.Array, b.rec.NumCols())
	for i, c := range b.rec.Columns() {
		columns[i] = c
		if codes, ok := c.(*array.Dictionary); ok {
			columns[i] = codes.Indices()
			out.dictionaries[i] = codes.Dictionary()
			out.dictionaries[i].Retain()
		}
	}
	b.spilled = out
	flat := array.NewRecord(s.stored, columns, b.rec.NumRows())
	defer flat.Release()
	for i := range out.blocks {
		if b.offsets[i] == b.offsets[i+1] {
			continue
		}
		rows := flat.NewSlice(int64(b.offsets[i]), int64(b.offsets[i+1]))
		err := s.writer.Write(rows)
		rows.Release()
		if err != nil {
			return &OutputError{Path: s.file.Name(), Err: err}
		}
		out.blocks[i] = int32(s.blocks)
		s.blocks++
	}
	return nil
}

// seal ends writing; the file can be read from then on.
func (s *spillFile) seal() error {
	err := s.writer.Close()
	if err == nil {
		err = s.buffer.to.Flush()
	}
	if err == nil {
		s.reader, err = ipc.NewFileReader(s.file, ipc.WithSchema(s.stored), ipc.WithAllocator(s.mem))
	}
	if err != nil {
		return &OutputError{Path: s.file.Name(), Err: err}
	}
	return nil
}

// read returns a range of a batch. Several goroutines may read at once. The
// caller releases the record.
func (s *spillFile) read(b *batch, i int) (arrow.Record, error) {
	stored, err := s.reader.RecordAt(int(b.spilled.blocks[i]))
	if err != nil {
		return nil, err
	}
	defer stored.Release()
	if want := int64(b.offsets[i+1] - b.offsets[i]); stored.NumRows() != want {
		return nil, &InternalError{Reason: fmt.Sprintf("%s: block has %d rows, want %d", s.file.Name(), stored.NumRows(), want)}
	}
	columns := make([]arrow.Array, stored.NumCols())
	for i, c := range stored.Columns() {
		columns[i] = c
		if dictionary := b.spilled.dictionaries[i]; dictionary != nil {
			columns[i] = array.NewDictionaryArray(s.schema.Field(i).Type, c, dictionary)
			defer columns[i].Release()
		}
	}
	return array.NewRecord(s.schema, columns, stored.NumRows()), nil
}

// remove closes and deletes the file.
func (s *spillFile) remove() error {
	err := errors.Join(s.file.Close(), os.Remove(s.file.Name()))
	if err != nil {
		return &OutputError{Path: s.file.Name(), Err: err}
	}
	return nil
}

// A countedWriter buffers what an IPC writer writes piece by piece. The writer
// seeks only to ask where it is.
type countedWriter struct {
	to *bufio.Writer
	at int64
}

func (w *countedWriter) Write(p []byte) (int, error) {
	n, err := w.to.Write(p)
	w.at += int64(n)
	return n, err
}

func (w *countedWriter) Seek(offset int64, whence int) (int64, error) {
	if offset != 0 || whence != io.SeekCurrent {
		return 0, errors.New("a spill file is written front to back")
	}
	return w.at, nil
}
