package reports

import (
	"bytes"
	"errors"
	"os"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/ipc"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline"
)

// runRows is how many rows are sorted in memory; more go to files, as sorted runs.
const runRows = 1 << 16

// Rows of a batch: of a sorted run, and of the merged rows.
const (
	runBatch    = 2 << 10
	mergedBatch = 16 << 10
)

// A sorter orders rows by their keys, equal keys as they came, in memory that does not
// grow with their number: all rows, or some rows of each sorted run.
type sorter struct {
	mem     memory.Allocator
	folder  string // of the runs
	limit   int64  // rows of a run
	dataset *pipeline.Dataset
	keyOf   func(rec arrow.Record) keyWriter

	kept []arrow.Record
	rows int64 // kept
	done sortedRows
}

// add takes over a batch.
func (s *sorter) add(rec arrow.Record) error {
	s.kept = append(s.kept, rec)
	s.rows += rec.NumRows()
	if s.rows < s.limit {
		return nil
	}
	return s.spill()
}

// sorted returns the rows added, which the caller closes.
func (s *sorter) sorted() (*sortedRows, error) {
	if len(s.done.runs) > 0 && s.rows > 0 {
		if err := s.spill(); err != nil {
			return nil, err
		}
	}
	s.done.sorter, s.done.count = s, s.done.count+s.rows
	if len(s.done.runs) == 0 {
		var err error
		if s.done.whole, err = s.order(); err != nil {
			return nil, err
		}
	}
	return &s.done, nil
}

// close drops what was added; it is called once, and after an error.
func (s *sorter) close() error {
	s.drop()
	if s.done.whole != nil {
		s.done.whole.Release()
	}
	var err error
	for _, path := range s.done.runs {
		err = errors.Join(err, os.Remove(path))
	}
	return err
}

func (s *sorter) drop() {
	for _, rec := range s.kept {
		rec.Release()
	}
	s.kept, s.rows = nil, 0
}

// order sorts the rows in memory and drops them. The caller releases the result.
func (s *sorter) order() (arrow.Record, error) {
	defer s.drop()
	all, err := pipeline.Concat(s.mem, s.dataset, s.kept)
	if err != nil {
		return nil, err
	}
	defer all.Release()
	var keys rowKeys
	keys.fill(s.keyOf(all), int(all.NumRows()))
	order := make([]int32, all.NumRows())
	for i := range order {
		order[i] = int32(i)
	}
	compare := func(i, j int32) int {
		if d := bytes.Compare(keys.of(int(i)), keys.of(int(j))); d != 0 {
			return d
		}
		return int(i - j)
	}
	if slices.IsSortedFunc(order, compare) {
		all.Retain()
		return all, nil
	}
	slices.SortFunc(order, compare)
	return pipeline.Take(s.mem, all, order), nil
}

// spill writes the rows in memory to a file, as a sorted run.
func (s *sorter) spill() (err error) {
	count := s.rows
	rec, err := s.order()
	if err != nil {
		return err
	}
	defer rec.Release()
	file, err := os.CreateTemp(s.folder, "run-*.arrow")
	if err != nil {
		return err
	}
	s.done.runs = append(s.done.runs, file.Name())
	defer func() { err = errors.Join(err, file.Close()) }()
	out, err := ipc.NewFileWriter(file, ipc.WithSchema(rec.Schema()), ipc.WithAllocator(s.mem))
	if err != nil {
		return err
	}
	for from := int64(0); from < rec.NumRows() && err == nil; from += runBatch {
		batch := rec.NewSlice(from, min(from+runBatch, rec.NumRows()))
		err = out.Write(batch)
		batch.Release()
	}
	s.done.count += count
	return errors.Join(err, out.Close())
}
