package pipeline

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"sync"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// A store keeps the rows of datasets from the step that makes them to the last
// step that reads them. A dataset is first filled, by several goroutines, then
// sealed, then read. What does not fit the budget goes to spill files, one per
// dataset; tables that every partition sees are small and always stay.
type store struct {
	mem    memory.Allocator
	spread spreading
	budget int64  // bytes of rows kept in memory
	folder string // of the spill files; made when the first is needed

	mu     sync.Mutex
	used   int64
	tables map[*Dataset]*table
}

// A table is what a store keeps of one dataset.
type table struct {
	batches []*batch
	spill   *spillFile // nil until rows of the table were spilled
}

// A place orders the batches of a dataset, so that a partition is read in the
// same order on every run: file, split and batch of a scan; partition and batch
// of a stage.
type place struct{ major, minor, batch int }

func (a place) compare(b place) int {
	return cmp.Or(cmp.Compare(a.major, b.major), cmp.Compare(a.minor, b.minor), cmp.Compare(a.batch, b.batch))
}

// shared is the partition of rows that every partition sees.
const shared = -1

// A batch is a record batch whose rows are ordered by partition.
type batch struct {
	place place
	first int // partition of the first range; shared for rows of all partitions
	// offsets are the ends of the ranges: rows of partition first+i are
	// offsets[i]..offsets[i+1].
	offsets []int32
	bytes   int64

	rec     arrow.Record // nil once spilled
	spilled *spilled
}

func newStore(mem memory.Allocator, spread spreading, budget int64, folder string) *store {
	return &store{mem: mem, spread: spread, budget: budget, folder: folder, tables: map[*Dataset]*table{}}
}

// addSpread spreads the rows of a batch over the partitions; rows of a dataset
// without partition keys are seen by all of them.
func (s *store) addSpread(d *Dataset, at place, rec arrow.Record) error {
	if len(d.Partition) == 0 {
		return s.add(d, &batch{place: at, first: shared, offsets: []int32{0, int32(rec.NumRows())}}, rec)
	}
	ordered, offsets := s.spread.spread(s.mem, d, rec)
	defer ordered.Release()
	return s.add(d, &batch{place: at, offsets: offsets}, ordered)
}

// addPart adds rows of one partition.
func (s *store) addPart(d *Dataset, part int, at place, rec arrow.Record) error {
	return s.add(d, &batch{place: at, first: part, offsets: []int32{0, int32(rec.NumRows())}}, rec)
}

// add retains rec. If the budget is used up it writes the table's rows to its
// spill file; who adds meanwhile waits, which bounds memory.
func (s *store) add(d *Dataset, b *batch, rec arrow.Record) error {
	if rec.NumRows() == 0 {
		return nil
	}
	complete(rec)
	b.rec, b.bytes = rec, recordBytes(rec)
	rec.Retain()
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.table(d)
	t.batches = append(t.batches, b)
	s.used += b.bytes
	if s.used <= s.budget || b.first == shared {
		return nil
	}
	return s.spillTable(d, t)
}

func (s *store) table(d *Dataset) *table {
	t := s.tables[d]
	if t == nil {
		t = &table{}
		s.tables[d] = t
	}
	return t
}

// spillTable writes all rows of a table that are in memory to its spill file.
func (s *store) spillTable(d *Dataset, t *table) error {
	if t.spill == nil {
		f, err := createSpill(s.mem, s.folder, d)
		if err != nil {
			return err
		}
		t.spill = f
	}
	for _, b := range t.batches {
		if b.rec == nil {
			continue
		}
		if err := t.spill.write(b); err != nil {
			return err
		}
		b.rec.Release()
		b.rec = nil
		s.used -= b.bytes
	}
	return nil
}

// seal ends the filling of a dataset.
func (s *store) seal(d *Dataset) error {
	t := s.tables[d]
	if t == nil {
		return nil
	}
	slices.SortFunc(t.batches, func(a, b *batch) int { return a.place.compare(b.place) })
	if t.spill == nil {
		return nil
	}
	return t.spill.seal()
}

// read yields the rows of a partition, all rows for the partition shared. A
// batch is released when the loop body returns.
func (s *store) read(d *Dataset, part int) iter.Seq2[arrow.Record, error] {
	return func(yield func(arrow.Record, error) bool) {
		s.mu.Lock()
		t := s.tables[d]
		s.mu.Unlock()
		if t == nil {
			return
		}
		for _, b := range t.batches {
			from, to := b.ranges(part)
			if b.rec != nil {
				if b.offsets[from] == b.offsets[to] {
					continue
				}
				rec := b.rec.NewSlice(int64(b.offsets[from]), int64(b.offsets[to]))
				more := yield(rec, nil)
				rec.Release()
				if !more {
					return
				}
				continue
			}
			for i := from; i < to; i++ {
				if b.offsets[i] == b.offsets[i+1] {
					continue
				}
				rec, err := t.spill.read(b, i)
				if err != nil {
					yield(nil, fmt.Errorf("read spilled rows of %s: %w", d.Name, err))
					return
				}
				more := yield(rec, nil)
				rec.Release()
				if !more {
					return
				}
			}
		}
	}
}

// ranges returns which ranges of a batch belong to a partition.
func (b *batch) ranges(part int) (from, to int) {
	last := len(b.offsets) - 1
	switch {
	case part == shared || b.first == shared:
		return 0, last
	case part < b.first || part >= b.first+last:
		return 0, 0
	}
	return part - b.first, part - b.first + 1
}

// release drops the rows of a dataset.
func (s *store) release(d *Dataset) error {
	t := s.tables[d]
	if t == nil {
		return nil
	}
	delete(s.tables, d)
	for _, b := range t.batches {
		if b.rec != nil {
			b.rec.Release()
			s.used -= b.bytes
		}
		if b.spilled != nil {
			b.spilled.release()
		}
	}
	if t.spill == nil {
		return nil
	}
	return t.spill.remove()
}

// close drops everything.
func (s *store) close() error {
	var first error
	for d := range s.tables {
		if err := s.release(d); err != nil && first == nil {
			first = err
		}
	}
	return first
}
