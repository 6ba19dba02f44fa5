package pipeline

import (
	"errors"
	"fmt"
	"iter"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline/internal/pack"
)

// read yields the rows of a partition; for the partition shared all rows, in no
// promised order. A batch is released when the loop body returns.
func (s *store) read(d *Dataset, part int) iter.Seq2[arrow.Record, error] {
	return func(yield func(arrow.Record, error) bool) {
		s.mu.Lock()
		t := s.tables[d]
		s.mu.Unlock()
		if t == nil {
			return
		}
		for _, b := range t.batches {
			if b.rec != nil && !yield(b.rec, nil) {
				return
			}
		}
		first, end := part, part+1
		if part == shared {
			first, end = 0, s.spread.parts()
		}
		for p := first; p < end; p++ {
			if !s.readPart(t, p, yield) {
				return
			}
		}
	}
}

// mostPacked is how many packed bytes are made one batch: far more than a
// partition has, unless most rows of the input have the same key.
const mostPacked = 256 << 20

// readPart yields the rows of a partition in order of place, as one batch if they
// are not too many. It reports whether the loop goes on.
func (s *store) readPart(t *table, part int, yield func(arrow.Record, error) bool) bool {
	blocks := blockReader{store: s, table: t, part: part, opened: map[*spilled][]byte{}}
	defer blocks.close()
	for {
		packed, err := blocks.next(mostPacked)
		if err == nil && len(packed) == 0 {
			return true
		}
		var rec arrow.Record
		if err == nil {
			rec, err = t.unpack(s.mem, packed)
		}
		if err != nil {
			yield(nil, err)
			return false
		}
		more := yield(rec, nil)
		rec.Release()
		if !more {
			return false
		}
	}
}

// unpack makes a batch of blocks.
func (t *table) unpack(mem memory.Allocator, blocks [][]byte) (rec arrow.Record, err error) {
	defer RecoverAs(&err, t.path()) // a damaged block points anywhere
	rec, err = pack.Unpack(mem, t.schema, t.bases, t.dictionaries, blocks)
	if err != nil {
		return nil, &InternalError{Reason: t.path(), Err: err}
	}
	complete(rec)
	return rec, nil
}

// path says where the rows are, for messages.
func (t *table) path() string {
	if t.spill == nil {
		return "rows in memory"
	}
	return t.spill.file.Name()
}

// A blockReader goes through the blocks of a partition in order of place.
type blockReader struct {
	store   *store
	table   *table
	part    int
	seen    int                 // batches
	opened  map[*spilled][]byte // what is left of the partition's blocks
	buffers []*[]byte           // that they lie in
}

// next returns the next blocks, of about the given size, none at the end.
func (r *blockReader) next(most int) (blocks [][]byte, err error) {
	defer RecoverAs(&err, r.table.path()) // a damaged head points anywhere, too
	for size := 0; r.seen < len(r.table.batches) && size < most; r.seen++ {
		b := r.table.batches[r.seen]
		block := b.block(r.part)
		if b.gone != nil {
			if block, err = r.spilledBlock(b); err != nil {
				return nil, fmt.Errorf("read spilled rows: %w", err)
			}
		}
		if block != nil {
			blocks = append(blocks, block)
			size += len(block)
		}
	}
	if len(blocks) > 0 {
		return blocks, nil
	}
	for _, rest := range r.opened {
		if len(rest) > pack.Slack {
			return nil, &InternalError{Reason: r.table.path(), Err: errors.New("spilled rows of no batch")}
		}
	}
	return nil, nil
}

// spilledBlock returns the partition's block of a spilled batch, nil if there is none.
func (r *blockReader) spilledBlock(b *batch) (block []byte, err error) {
	rest, ok := r.opened[b.gone]
	if !ok {
		if rest, err = r.read(b.gone); err != nil {
			return nil, err
		}
	}
	block, r.opened[b.gone] = cutBlock(rest, b.number)
	return block, nil
}

// read returns the partition's blocks of batches that were spilled together.
func (r *blockReader) read(s *spilled) ([]byte, error) {
	i := r.part - s.first
	if i < 0 || i+1 >= len(s.offsets) || s.offsets[i] == s.offsets[i+1] {
		return nil, nil
	}
	buffer := r.store.buffers.Get().(*[]byte)
	r.buffers = append(r.buffers, buffer)
	blocks, err := r.table.spill.read(s.at+int64(s.offsets[i]), s.at+int64(s.offsets[i+1]), *buffer)
	if err == nil {
		*buffer = blocks
	}
	return blocks, err
}

func (r *blockReader) close() {
	for _, b := range r.buffers {
		r.store.buffers.Put(b)
	}
}
