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
// sealed, then read. When rows do not fit the budget, the largest table that is
// being filled goes to its spill file; tables that every partition sees are
// small and always stay.
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
	held    int64      // bytes of rows in memory that may be spilled
	sealed  bool       // filled; nothing of it is spilled any more
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

	rec  arrow.Record // nil once spilled
	gone *spilled     // nil until spilled
}

// spilled are batches that were written to a spill file together: joined by
// partition, in order of place, so that what is read at once is as large as
// memory allowed.
type spilled struct {
	first   int      // partition of the first extent
	extents []extent // per partition
}

type rowRange struct{ from, to int }

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
	if b.first != shared {
		t.held += b.bytes
	}
	for s.used > s.budget {
		d := s.largest()
		if d == nil {
			return nil
		}
		if err := s.spillTable(d); err != nil {
			return err
		}
	}
	return nil
}

// largest returns the dataset of which most can be spilled, nil if there is none.
func (s *store) largest() *Dataset {
	var found *Dataset
	for d, t := range s.tables {
		if t.sealed || t.held == 0 {
			continue
		}
		if found == nil || t.held > s.tables[found].held || t.held == s.tables[found].held && d.Name < found.Name {
			found = d
		}
	}
	return found
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
func (s *store) spillTable(d *Dataset) error {
	t := s.tables[d]
	if t.spill == nil {
		f, err := createSpill(s.mem, s.folder, d)
		if err != nil {
			return err
		}
		t.spill = f
	}
	out := &spilled{first: s.spread.parts()}
	end := 0
	var going []*batch
	for _, b := range t.batches {
		if b.rec != nil {
			going = append(going, b)
			out.first = min(out.first, b.first)
			end = max(end, b.first+len(b.offsets)-1)
		}
	}
	slices.SortFunc(going, func(a, b *batch) int { return a.place.compare(b.place) })
	var recs []arrow.Record
	var ranges []rowRange
	for part := out.first; part < end; part++ {
		recs, ranges = recs[:0], ranges[:0]
		for _, b := range going {
			if rows := b.rows(part); rows.from < rows.to {
				recs, ranges = append(recs, b.rec), append(ranges, rows)
			}
		}
		var written extent
		if len(recs) > 0 {
			var err error
			if written, err = t.spill.write(recs, ranges); err != nil {
				return err
			}
		}
		out.extents = append(out.extents, written)
	}
	for _, b := range going {
		b.rec.Release()
		b.rec, b.gone = nil, out
		s.used -= b.bytes
	}
	t.held = 0
	return nil
}

// seal ends the filling of a dataset.
func (s *store) seal(d *Dataset) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tables[d]
	if t == nil {
		return nil
	}
	t.sealed = true
	slices.SortFunc(t.batches, func(a, b *batch) int { return a.place.compare(b.place) })
	if t.spill == nil {
		return nil
	}
	return t.spill.seal()
}

// read yields the rows of a partition; for the partition shared all rows, in no
// promised order. A batch is released when the loop body returns.
func (s *store) read(d *Dataset, part int) iter.Seq2[arrow.Record, error] {
	return func(yield func(arrow.Record, error) bool) {
		s.mu.Lock()
		t := s.tables[d]
		s.mu.Unlock()
		switch {
		case t == nil:
		case part == shared && t.spill != nil:
			for p := range s.spread.parts() {
				if !t.readPart(d, p, yield) {
					return
				}
			}
		default:
			t.readPart(d, part, yield)
		}
	}
}

// readPart yields the rows of a partition in order of place. It reports whether
// the loop goes on.
func (t *table) readPart(d *Dataset, part int, yield func(arrow.Record, error) bool) bool {
	blocks := map[*spilled]arrow.Record{} // what the partition has of them
	read := map[*spilled]int{}            // rows that are yielded already
	defer func() {
		for _, rec := range blocks {
			rec.Release()
		}
	}()
	for i := 0; i < len(t.batches); {
		b := t.batches[i]
		rows := b.rows(part)
		i++
		if rows.from == rows.to {
			continue
		}
		from := b.rec
		if from == nil {
			// Batches that lie side by side in the file are yielded as one.
			count := rows.to - rows.from
			for ; i < len(t.batches) && t.batches[i].gone == b.gone; i++ {
				more := t.batches[i].rows(part)
				count += more.to - more.from
			}
			if from = blocks[b.gone]; from == nil {
				var err error
				if from, err = t.spill.read(b.gone.extents[part-b.gone.first]); err != nil {
					yield(nil, fmt.Errorf("read spilled rows of %s: %w", d.Name, err))
					return false
				}
				blocks[b.gone] = from
			}
			rows = rowRange{read[b.gone], read[b.gone] + count}
			read[b.gone] = rows.to
		}
		rec := from.NewSlice(int64(rows.from), int64(rows.to))
		more := yield(rec, nil)
		rec.Release()
		if !more {
			return false
		}
	}
	return true
}

// rows returns which rows of a batch belong to a partition.
func (b *batch) rows(part int) rowRange {
	last := len(b.offsets) - 1
	switch {
	case part == shared || b.first == shared:
		return rowRange{0, int(b.offsets[last])}
	case part < b.first || part >= b.first+last:
		return rowRange{}
	}
	return rowRange{int(b.offsets[part-b.first]), int(b.offsets[part-b.first+1])}
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
