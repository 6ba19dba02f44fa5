package pipeline

import (
	"bufio"
	"cmp"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline/internal/pack"
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

	buffers   sync.Pool // of *[]byte, which may hold anything: spilled rows are read into them
	packers   sync.Pool // of *pack.Packer
	spreaders sync.Pool // of *spreader

	mu     sync.Mutex
	used   int64
	tables map[*Dataset]*table

	spilling     sync.Mutex    // held by who writes to a spill file
	pieces       *bufio.Writer // to write through; nil until needed
	spilledBytes int64         // written so far
}

// A table is what a store keeps of one dataset.
type table struct {
	schema  *arrow.Schema
	bases   pack.Bases
	batches []*batch
	held    int64      // bytes of rows in memory that may be spilled
	sealed  bool       // filled; nothing of it is spilled any more
	spill   *spillFile // nil until rows of the table were spilled

	// Codes of packed rows are numbers of one dictionary per column for the whole
	// table, which stays in memory: it is small.
	books        []codeBook    // per column, while the table is filled
	dictionaries []arrow.Array // of the books, nil where a column is no code
}

// A place orders the batches of a dataset, so that a partition is read in the
// same order on every run: file, split and batch of a scan; partition and batch
// of a stage.
type place struct{ major, minor, batch int }

func (a place) compare(b place) int {
	return cmp.Or(cmp.Compare(a.major, b.major), cmp.Compare(a.minor, b.minor), cmp.Compare(a.batch, b.batch))
}

// shared is the partition of a step that sees the rows of all partitions.
const shared = -1

// A batch is what was added at once: a record batch of rows that every partition
// sees, or packed rows in blocks of one partition each.
type batch struct {
	place place
	bytes int64
	rec   arrow.Record // of rows that every partition sees

	first   int      // partition of the first block
	offsets []uint32 // block i is packed[offsets[i]:offsets[i+1]]; empty if the partition has no rows
	packed  []byte   // with [pack.Slack] behind it

	gone   *spilled // where the blocks are once they are spilled, and no more in memory
	number uint32   // among the batches spilled with it
}

// spilled are batches that were written to a spill file together: all blocks of a partition
// stand next to each other, in order of place, and are read at once.
type spilled struct {
	at      int64    // in the file, of the first block
	first   int      // partition of the first block
	offsets []uint32 // from there; blocks of the i-th partition end at offsets[i+1]
}

// block returns the block of a partition and [pack.Slack] behind it, nil if there is none.
func (b *batch) block(part int) []byte {
	i := part - b.first
	if i < 0 || i+1 >= len(b.offsets) || b.offsets[i] == b.offsets[i+1] {
		return nil
	}
	return b.packed[b.offsets[i] : b.offsets[i+1]+pack.Slack]
}

func newStore(mem memory.Allocator, spread spreading, budget int64, folder string) *store {
	return &store{
		mem: mem, spread: spread, budget: budget, folder: folder, tables: map[*Dataset]*table{},
		buffers:   sync.Pool{New: func() any { return new([]byte) }},
		packers:   sync.Pool{New: func() any { return new(pack.Packer) }},
		spreaders: sync.Pool{New: func() any { return new(spreader) }},
	}
}

// addSpread spreads the rows of a batch over the partitions; rows of a dataset
// without partition keys are seen by all of them.
func (s *store) addSpread(d *Dataset, at place, rec arrow.Record) error {
	if rec.NumRows() == 0 {
		return nil
	}
	if len(d.Partition) == 0 {
		complete(rec)
		rec.Retain()
		return s.add(d, &batch{place: at, rec: rec, bytes: recordBytes(rec)})
	}
	r := s.spreaders.Get().(*spreader)
	defer s.spreaders.Put(r)
	order, ends := r.order(s.spread, d, rec)
	return s.addPacked(d, &batch{place: at}, rec, order, ends)
}

// addScanned is addSpread for a batch whose memory is used again.
func (s *store) addScanned(d *Dataset, at place, rec arrow.Record) error {
	if len(d.Partition) > 0 {
		if err := s.addSpread(d, at, rec); err != nil {
			return err
		}
		return s.boundCodes(d, rec)
	}
	kept, err := copyBatch(s.mem, rec)
	if err != nil {
		return err
	}
	defer kept.Release()
	return s.addSpread(d, at, kept)
}

// addPart adds rows of one partition.
func (s *store) addPart(d *Dataset, part int, at place, rec arrow.Record) error {
	return s.addPacked(d, &batch{place: at, first: part}, rec, allRows(rec.NumRows()), []int32{0, int32(rec.NumRows())})
}

// addPacked packs rows in the order given: those of the i-th partition of the
// batch are order[ends[i]:ends[i+1]].
func (s *store) addPacked(d *Dataset, b *batch, rec arrow.Record, order, ends []int32) error {
	if rec.NumRows() == 0 {
		return nil
	}
	complete(rec)
	p := s.packers.Get().(*pack.Packer)
	defer s.packers.Put(p)
	b.packed, b.offsets = p.Pack(rec, d.bases(), order, ends, func(column int, dictionary *array.String) []int32 {
		s.mu.Lock()
		defer s.mu.Unlock()
		return slices.Clone(s.table(d).books[column].renumber(dictionary))
	})
	if len(b.packed) > math.MaxUint32 {
		return fmt.Errorf("%d bytes of %s are more than a batch can hold", len(b.packed), d.Name)
	}
	b.bytes = int64(len(b.packed))
	return s.add(d, b)
}

// add takes a batch. If the budget is used up it writes the largest table's rows
// to its spill file. Others may add meanwhile until the budget is used up again;
// then they wait, which bounds memory.
func (s *store) add(d *Dataset, b *batch) error {
	s.mu.Lock()
	t := s.table(d)
	t.batches = append(t.batches, b)
	s.used += b.bytes
	if b.rec == nil {
		t.held += b.bytes
	}
	over := s.used > s.budget
	s.mu.Unlock()
	if !over {
		return nil
	}
	s.spilling.Lock()
	defer s.spilling.Unlock()
	for {
		t, going, err := s.toSpill()
		if err != nil || going == nil {
			return err
		}
		gone, err := s.spill(t, going)
		if err != nil {
			return err
		}
		s.mu.Lock()
		for i, b := range going {
			b.packed, b.offsets, b.gone, b.number = nil, nil, gone, uint32(i)
		}
		s.mu.Unlock()
	}
}

// toSpill returns the batches to spill and their table, none while the budget is
// enough.
func (s *store) toSpill() (*table, []*batch, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.used <= s.budget {
		return nil, nil, nil
	}
	d := s.largest()
	if d == nil {
		return nil, nil, nil
	}
	t := s.tables[d]
	if t.spill == nil {
		f, err := createSpill(s.folder, d)
		if err != nil {
			return nil, nil, err
		}
		t.spill = f
	}
	var going []*batch
	size := int64(0)
	for _, b := range t.batches {
		if b.packed == nil {
			continue
		}
		if size += b.bytes + int64(len(b.offsets)*spilledHead); size > math.MaxUint32 && len(going) > 0 {
			break
		}
		going = append(going, b)
		s.used -= b.bytes
		t.held -= b.bytes
	}
	slices.SortFunc(going, func(a, b *batch) int { return a.place.compare(b.place) })
	return t, going, nil
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
		t = &table{schema: d.Schema(), bases: d.bases(), books: make([]codeBook, len(d.Columns))}
		s.tables[d] = t
	}
	return t
}

// spill writes batches of a table to its spill file, partition by partition.
func (s *store) spill(t *table, going []*batch) (*spilled, error) {
	out := &spilled{at: t.spill.size, first: s.spread.parts()}
	end := 0
	for _, b := range going {
		out.first = min(out.first, b.first)
		end = max(end, b.first+len(b.offsets)-1)
	}
	if s.pieces == nil {
		s.pieces = bufio.NewWriterSize(nil, 1<<20)
	}
	s.pieces.Reset(t.spill)
	written := uint32(0)
	out.offsets = append(make([]uint32, 0, end-out.first+1), 0)
	for part := out.first; part < end; part++ {
		for i, b := range going {
			if block := b.block(part); len(block) > 0 {
				block = block[:len(block)-pack.Slack]
				_, _ = s.pieces.Write(appendHead(s.pieces.AvailableBuffer(), i, len(block))) // Flush returns the first error
				_, _ = s.pieces.Write(block)
				written += spilledHead + uint32(len(block))
			}
		}
		out.offsets = append(out.offsets, written)
	}
	s.spilledBytes += int64(written)
	return out, s.pieces.Flush()
}

// seal ends the filling of a dataset. It waits for who spills.
func (s *store) seal(d *Dataset) {
	s.spilling.Lock()
	defer s.spilling.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tables[d]
	if t == nil {
		return
	}
	t.sealed = true
	slices.SortFunc(t.batches, func(a, b *batch) int { return a.place.compare(b.place) })
	t.dictionaries = make([]arrow.Array, len(t.books))
	for i, f := range t.schema.Fields() {
		if f.Type.ID() == arrow.DICTIONARY {
			t.dictionaries[i] = t.books[i].dictionary(s.mem)
			t.dictionaries[i].NullN() // counted before goroutines share it
		}
	}
	t.books = nil
}

// release drops the rows of a dataset.
func (s *store) release(d *Dataset) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tables[d]
	if t == nil {
		return nil
	}
	delete(s.tables, d)
	releaseAll(t.dictionaries)
	for _, b := range t.batches {
		if b.rec != nil {
			b.rec.Release()
		}
		if b.gone == nil {
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
