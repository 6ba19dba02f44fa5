package pipeline

import (
	"fmt"
	"slices"
	"sync"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// A MartWriter writes the rows of one mart. Batches arrive in an order that
// follows from the rows alone, one call at a time; Close is called once, also
// after an error.
type MartWriter interface {
	// Write adds the rows of a batch whose numbers stand in order, each once; nil =
	// all rows as they stand. It retains the batch if it keeps it, and may keep
	// order, which nobody changes.
	Write(rec arrow.Record, order []int32) error
	// Close writes what is left and returns the number of rows of the mart.
	Close() (rows int64, err error)
}

// An outlet brings the batches of a mart into one order: streamed by
// partition if the mart is spread by the scope of its stage, else
// gathered and sorted as a whole. The order depends neither on the number of
// partitions nor on who is ready first.
type outlet struct {
	mem      memory.Allocator
	dataset  *Dataset
	writer   MartWriter
	gathered *gathering // nil if the mart is streamed

	mu      sync.Mutex
	waiting map[int]delivery // partitions that are not written yet
	next    int              // partition that is written next
	writing bool             // someone writes, in order, what is waiting
}

// A delivery is what a partition holds of a streamed mart, and the order of it.
type delivery struct {
	rows    arrow.Record
	order   []int32
	written func()
}

// newOutlet returns an outlet that streams, unless it is told where to gather.
func newOutlet(mem memory.Allocator, d *Dataset, w MartWriter, gathered *gathering) *outlet {
	return &outlet{mem: mem, dataset: d, writer: w, gathered: gathered, waiting: map[int]delivery{}}
}

// ordered joins the rows that one partition has of a streamed mart and finds
// their order; of a single batch only the chosen rows, if not nil, are the mart's.
// It refuses rows that belong to another partition: where they stand would depend
// on the number of partitions. The caller releases the batch.
func (o *outlet) ordered(s spreading, part int, rows []arrow.Record, chosen []int32) (joined arrow.Record, order []int32, err error) {
	defer RecoverAs(&err, o.dataset.Name)
	joined, err = Concat(o.mem, o.dataset, rows)
	if err != nil {
		return nil, nil, err
	}
	hashes := PartitionHashes(o.dataset, joined)
	for row, h := range hashes {
		if s.of(h) != part {
			joined.Release()
			return nil, nil, fmt.Errorf("row %d of %s belongs to another partition than the rows it was made of", row, o.dataset.Name)
		}
	}
	order = sortedRows(o.dataset, joined, hashes)
	switch {
	case chosen == nil:
		return joined, order, nil
	case order == nil:
		return joined, chosen, nil
	}
	isChosen := make([]bool, len(hashes))
	for _, row := range chosen {
		isChosen[row] = true
	}
	return joined, slices.DeleteFunc(order, func(row int32) bool { return !isChosen[row] }), nil
}

// deliver takes over the rows of a partition of a streamed mart; each partition is
// delivered once. They are written as soon as the partitions before are, and then
// written is called. Nothing is written any more after an error.
func (o *outlet) deliver(part int, d delivery) error {
	if !o.queue(part, d) {
		return nil
	}
	for {
		d, ok := o.take()
		if !ok {
			return nil
		}
		err := o.write(d.rows, d.order)
		d.rows.Release()
		d.written()
		if err != nil {
			return err
		}
	}
}

// queue lets a delivery wait for its turn, and reports whether the caller is to write
// what waits: else somebody does already.
func (o *outlet) queue(part int, d delivery) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.waiting[part] = d
	if o.writing {
		return false
	}
	o.writing = true
	return true
}

// take returns the delivery whose turn it is, for who writes. Without one the writing is
// over until the next is queued.
func (o *outlet) take() (d delivery, ok bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	d, ok = o.waiting[o.next]
	if !ok {
		o.writing = false
		return d, false
	}
	delete(o.waiting, o.next)
	o.next++
	return d, true
}

func (o *outlet) write(rec arrow.Record, order []int32) (err error) {
	if rec.NumRows() == 0 {
		return nil
	}
	defer RecoverAs(&err, o.dataset.Name)
	if err := o.writer.Write(rec, order); err != nil {
		return martError(o.dataset, err)
	}
	return nil
}

// finish writes a gathered mart and closes the writer.
func (o *outlet) finish() (rows int64, err error) {
	defer RecoverAs(&err, o.dataset.Name)
	defer o.discard()
	if o.gathered != nil {
		if err := o.gathered.finish(o.write); err != nil {
			return 0, err
		}
	}
	w := o.writer
	o.writer = nil
	if rows, err = w.Close(); err != nil {
		return 0, martError(o.dataset, err)
	}
	return rows, nil
}

// discard releases what was not written and gives up an open writer.
func (o *outlet) discard() {
	for _, d := range o.waiting {
		d.rows.Release()
	}
	clear(o.waiting)
	if o.gathered != nil {
		o.gathered.discard()
	}
	if o.writer != nil {
		_, _ = o.writer.Close() // what it wrote is thrown away, and so is its error
		o.writer = nil
	}
}
