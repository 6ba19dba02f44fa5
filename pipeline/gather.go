package pipeline

import (
	"fmt"
	"sort"
	"sync"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// A gathering sorts the rows of a mart by its key, however many they are. Few rows are held
// in memory and sorted at the end. More are put aside in the store as they come, in heaps;
// at the end a sample of their keys cuts the keys into ranges of about equal size (sample
// sort), the rows are spread over the ranges, and one range after the other is sorted
// and written.
type gathering struct {
	mem     memory.Allocator
	store   *store
	dataset *Dataset
	most    int64 // bytes of rows that are held, or sorted, at a time

	aside, ranges *Dataset // tables of the store: rows by heap, and by range
	keys          *Dataset // the key columns of the mart

	mu      sync.Mutex
	held    []arrow.Record
	bytes   int64          // of the rows held
	total   int64          // bytes of all rows so far
	heaps   int            // number of heaps, each of about most bytes
	samples []arrow.Record // keys of every sampleStep-th row put aside
}

const (
	// gatherShare is the part of the memory for rows, one in so many, that one gathering
	// holds or sorts at a time: several marts are finished side by side, and sorting
	// needs memory for its rows three times.
	gatherShare = 8
	// sampleStep is the distance of the rows in a sample.
	sampleStep = 256
)

func newGathering(mem memory.Allocator, s *store, d *Dataset) *gathering {
	return &gathering{
		mem: mem, store: s, dataset: d, most: s.budget / gatherShare,
		aside:  &Dataset{Name: d.Name + "_aside", Columns: d.Columns},
		ranges: &Dataset{Name: d.Name + "_ranges", Columns: d.Columns},
		keys:   &Dataset{Name: d.Name, Columns: d.Key, Key: d.Key},
	}
}

// add takes a batch of rows, which it retains. Goroutines may call it side by side.
func (g *gathering) add(rec arrow.Record) error {
	rec.Retain()
	g.mu.Lock()
	g.held = append(g.held, rec)
	size := recordBytes(rec)
	g.bytes += size
	g.total += size
	if g.bytes <= g.most {
		g.mu.Unlock()
		return nil
	}
	going, heap := g.take()
	g.mu.Unlock()
	return g.putAside(going, heap)
}

// take empties what is held, to be put aside as a heap. The caller holds the lock, or is
// alone.
func (g *gathering) take() (going []arrow.Record, heap int) {
	going, heap = g.held, g.heaps
	g.held, g.bytes = nil, 0
	g.heaps++
	return going, heap
}

// putAside gives batches to the store as a heap, keeps a sample of their keys, and releases
// them.
func (g *gathering) putAside(going []arrow.Record, heap int) error {
	defer releaseRecords(going)
	for i, rec := range going {
		if err := g.store.addPart(g.aside, heap, place{major: heap, batch: i}, rec); err != nil {
			return err
		}
		var some []int32
		for row := int32(0); int64(row) < rec.NumRows(); row += sampleStep {
			some = append(some, row)
		}
		keys := Derive(g.keys, rec, nil)
		sample := Take(g.mem, keys, some)
		keys.Release()
		g.mu.Lock()
		g.samples = append(g.samples, sample)
		g.mu.Unlock()
	}
	return nil
}

// finish writes all rows in the order of the key, batch by batch with the order of its rows
// (nil = as they stand), after the last add. Nothing is held afterwards.
func (g *gathering) finish(write func(arrow.Record, []int32) error) error {
	defer g.discard()
	if g.heaps == 0 {
		return g.writeSorted(g.held, write)
	}
	if err := g.putAside(g.take()); err != nil {
		return err
	}
	ranges, err := g.spread()
	if err != nil {
		return err
	}
	for part := range ranges {
		if err := g.writeRange(part, write); err != nil {
			return err
		}
	}
	return g.store.release(g.ranges)
}

func (g *gathering) writeRange(part int, write func(arrow.Record, []int32) error) error {
	recs, err := retained(g.store.read(g.ranges, part))
	defer releaseRecords(recs)
	if err != nil {
		return err
	}
	return g.writeSorted(recs, write)
}

// writeSorted sorts batches as one and writes them.
func (g *gathering) writeSorted(recs []arrow.Record, write func(arrow.Record, []int32) error) error {
	joined, err := Concat(g.mem, g.dataset, recs)
	if err != nil {
		return err
	}
	defer joined.Release()
	if joined.NumRows() == 0 {
		return nil
	}
	return write(joined, sortedRows(g.dataset, joined, nil))
}

// spread moves the rows of the heaps into ranges and returns the number of ranges.
func (g *gathering) spread() (ranges int, err error) {
	g.store.seal(g.aside)
	bounds, err := g.bounds()
	if err != nil {
		return 0, err
	}
	defer bounds.Release()
	ranges = int(bounds.NumRows()) + 1
	for heap := range g.heaps {
		for rec, err := range g.store.read(g.aside, heap) {
			if err != nil {
				return 0, err
			}
			order, ends, err := g.order(rec, bounds)
			if err != nil {
				return 0, err
			}
			if err := g.store.addPacked(g.ranges, &batch{place: place{batch: heap}}, rec, order, ends); err != nil {
				return 0, err
			}
		}
	}
	if err := g.store.release(g.aside); err != nil {
		return 0, err
	}
	g.store.seal(g.ranges)
	return ranges, nil
}

// bounds returns the least key of each range but the first, ascending. The caller releases
// them.
func (g *gathering) bounds() (arrow.Record, error) {
	sample, err := Concat(g.mem, g.keys, g.samples)
	if err != nil {
		return nil, err
	}
	defer sample.Release()
	ascending := sortedRows(g.keys, sample, nil)
	rows := sample.NumRows()
	ranges := min(g.total/max(g.most, 1)+1, rows)
	at := make([]int32, 0, ranges)
	for i := int64(1); i < ranges; i++ {
		row := int32(i * rows / ranges)
		if ascending != nil {
			row = ascending[row]
		}
		at = append(at, row)
	}
	return Take(g.mem, sample, at), nil
}

// order returns the rows of a batch ordered by range, as grouped does.
func (g *gathering) order(rec, bounds arrow.Record) (order, ends []int32, err error) {
	keys := Derive(g.keys, rec, nil)
	defer keys.Release()
	both, err := Concat(g.mem, g.keys, []arrow.Record{keys, bounds})
	if err != nil {
		return nil, nil, fmt.Errorf("compare keys with those of ranges: %w", err)
	}
	defer both.Release()
	compare := columnOrder(g.keys.Key, both)
	rows, uppers := int(rec.NumRows()), int(bounds.NumRows())
	of := make([]int32, rows)
	for row := range of {
		of[row] = int32(sort.Search(uppers, func(i int) bool { return compare(int32(row), int32(rows+i)) < 0 }))
	}
	order, ends = new(grouping).of(of, uppers+1)
	return order, ends, nil
}

// discard releases what is held.
func (g *gathering) discard() {
	releaseRecords(g.held)
	releaseRecords(g.samples)
	g.held, g.samples = nil, nil
}
