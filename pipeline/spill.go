package pipeline

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/ipc"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// A spillFile is a private Arrow IPC stream that holds rows of one dataset which
// do not fit memory: record batches of one partition each. The writer is that
// of Arrow. Reading is done here ([spillFile.read]): Arrow's reader wants the
// stream from its start, and copies every column once more.
//
// Codes are numbers of one dictionary per column for the whole file, which stays
// in memory: it is small.
type spillFile struct {
	mem    memory.Allocator
	schema *arrow.Schema // of the dataset
	stored *arrow.Schema // of the file: numbers where the dataset has codes
	file   *os.File
	buffer *countedWriter
	writer *ipc.Writer

	books        []codeBook    // per column
	dictionaries []arrow.Array // of the books, nil until sealed and where a column is no code
}

// An extent is where the rows of a partition are in a spill file. The zero value
// holds none.
type extent struct{ at, size int64 }

// createSpill makes the spill file of a dataset and the folder it lies in.
func createSpill(mem memory.Allocator, folder string, d *Dataset) (*spillFile, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, &OutputError{Path: folder, Err: err}
	}
	path := filepath.Join(folder, d.Name+".arrows")
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
	s.books = make([]codeBook, len(fields))
	s.buffer = &countedWriter{to: bufio.NewWriterSize(file, 1<<16)}
	s.writer = ipc.NewWriter(s.buffer, ipc.WithSchema(s.stored), ipc.WithAllocator(mem))
	if err := s.begin(); err != nil {
		return nil, errors.Join(&OutputError{Path: path, Err: err}, s.remove())
	}
	return s, nil
}

// begin writes an empty batch: the first batch of a stream brings the schema.
func (s *spillFile) begin() error {
	b := array.NewRecordBuilder(s.mem, s.stored)
	defer b.Release()
	empty := b.NewRecord()
	defer empty.Release()
	return s.writer.Write(empty)
}

// write joins the rows from..to of batches of one partition, at least one, and
// appends them.
func (s *spillFile) write(batches []arrow.Record, ranges []rowRange) (extent, error) {
	columns := make([]arrow.Array, len(s.books))
	defer releaseAll(columns)
	stretches := make([]stretch, len(batches))
	rows := 0
	for i := range columns {
		for j, b := range batches {
			stretches[j] = stretch{b.Column(i), ranges[j].from, ranges[j].to}
		}
		rows = stretchRows(stretches)
		var err error
		switch {
		case s.schema.Field(i).Type.ID() == arrow.DICTIONARY:
			columns[i] = s.books[i].joinIndices(s.mem, stretches)
		case len(stretches) == 1:
			columns[i] = array.NewSlice(stretches[0].array, int64(stretches[0].from), int64(stretches[0].to))
		default:
			columns[i], err = joinColumn(s.mem, stretches)
		}
		if err != nil {
			return extent{}, err
		}
	}
	rec := array.NewRecord(s.stored, columns, int64(rows))
	defer rec.Release()
	at := s.buffer.at
	if err := s.writer.Write(rec); err != nil {
		return extent{}, &OutputError{Path: s.file.Name(), Err: err}
	}
	return extent{at, s.buffer.at - at}, nil
}

// seal ends writing; the file can be read from then on.
func (s *spillFile) seal() error {
	err := s.writer.Close()
	if err == nil {
		err = s.buffer.to.Flush()
	}
	if err != nil {
		return &OutputError{Path: s.file.Name(), Err: err}
	}
	s.dictionaries = make([]arrow.Array, len(s.books))
	for i, f := range s.schema.Fields() {
		if f.Type.ID() == arrow.DICTIONARY {
			s.dictionaries[i] = s.books[i].dictionary(s.mem)
			s.dictionaries[i].NullN() // counted before goroutines share it
		}
	}
	s.books = nil
	return nil
}

// read returns the rows of an extent. Several goroutines may read at once. The
// columns are views of one buffer. The caller releases the record.
func (s *spillFile) read(e extent) (rec arrow.Record, err error) {
	defer recoverAs(&err, s.file.Name()) // a damaged head points anywhere
	message, bytes := newBuffer(s.mem, int(e.size))
	defer message.Release()
	if _, err := s.file.ReadAt(bytes, e.at); err != nil {
		return nil, &OutputError{Path: s.file.Name(), Err: err}
	}
	head, err := parseBatchMessage(bytes)
	if err != nil {
		return nil, &InternalError{Reason: s.file.Name(), Err: err}
	}
	columns := make([]arrow.Array, s.stored.NumFields())
	defer releaseAll(columns)
	buffer := 0
	for i := range columns {
		t := s.stored.Field(i).Type
		count := len(t.Layout().Buffers)
		buffers := make([]*memory.Buffer, count)
		for j := range buffers {
			if at, size := head.buffer(buffer + j); size > 0 {
				buffers[j] = memory.SliceBuffer(message, at, size)
			}
		}
		buffer += count
		columns[i] = newColumn(t, head.rows, head.nulls(i), buffers...)
		if dictionary := s.dictionaries[i]; dictionary != nil {
			indices := columns[i]
			columns[i] = array.NewDictionaryArray(s.schema.Field(i).Type, indices, dictionary)
			indices.Release()
		}
	}
	rec = array.NewRecord(s.schema, columns, int64(head.rows))
	complete(rec)
	return rec, nil
}

// remove closes and deletes the file.
func (s *spillFile) remove() error {
	releaseAll(s.dictionaries)
	err := errors.Join(s.file.Close(), os.Remove(s.file.Name()))
	if err != nil {
		return &OutputError{Path: s.file.Name(), Err: err}
	}
	return nil
}

func releaseAll(columns []arrow.Array) {
	for _, c := range columns {
		if c != nil {
			c.Release()
		}
	}
}

// A countedWriter buffers what an IPC writer writes stretch by stretch.
type countedWriter struct {
	to *bufio.Writer
	at int64
}

func (w *countedWriter) Write(p []byte) (int, error) {
	n, err := w.to.Write(p)
	w.at += int64(n)
	return n, err
}
