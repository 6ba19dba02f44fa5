package reports

import (
	"bytes"
	"container/heap"
	"errors"
	"os"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/ipc"

	"ozpayout/pipeline"
)

// sortedRows are the rows of a sorter in order. Several cursors may read them at a time.
type sortedRows struct {
	sorter *sorter
	count  int64
	whole  arrow.Record // all rows, where they fit
	runs   []string     // else the files of the sorted runs, in the order they came
}

// A rowCursor reads sorted rows from the first on.
type rowCursor interface {
	// next returns the next rows, at least one and at most limit of those that are
	// left. Which rows a batch has does not depend on the runs. The caller releases it.
	next(limit int64) (arrow.Record, error)
	close() error
}

func (r *sortedRows) close() error { return r.sorter.close() }

func (r *sortedRows) cursor() (rowCursor, error) {
	if len(r.runs) == 0 {
		return &wholeCursor{rows: r.whole}, nil
	}
	m := &mergeCursor{sorter: r.sorter}
	for number, path := range r.runs {
		run, err := openRun(path, number, r.sorter)
		if err != nil {
			return nil, errors.Join(err, m.close())
		}
		m.all = append(m.all, run)
		m.left = append(m.left, run)
	}
	heap.Init(&m.left)
	return m, nil
}

// A wholeCursor reads rows that are in memory.
type wholeCursor struct {
	rows arrow.Record
	from int64
}

func (c *wholeCursor) next(limit int64) (arrow.Record, error) {
	from := c.from
	c.from = min(c.rows.NumRows(), from+limit)
	return c.rows.NewSlice(from, c.from), nil
}

func (c *wholeCursor) close() error { return nil }

// A mergeCursor merges sorted runs.
type mergeCursor struct {
	sorter *sorter
	all    []*run
	left   runHeap // runs with rows left
	pieces []piece
	order  []rowOfPiece
}

// A piece is a stretch of rows of a run that stand in one batch of it.
type piece struct {
	rec      arrow.Record
	from, to int // rows taken
}

type rowOfPiece struct{ piece, row int32 }

func (m *mergeCursor) next(limit int64) (arrow.Record, error) {
	m.order = m.order[:0]
	defer m.dropPieces()
	for int64(len(m.order)) < min(limit, mergedBatch) && len(m.left) > 0 {
		first := m.left[0]
		if first.piece < 0 {
			first.batch.Retain()
			first.piece = len(m.pieces)
			m.pieces = append(m.pieces, piece{first.batch, first.row, first.row})
		}
		m.order = append(m.order, rowOfPiece{int32(first.piece), int32(first.row)})
		m.pieces[first.piece].to++
		switch more, err := first.advance(); {
		case err != nil:
			return nil, err
		case more:
			heap.Fix(&m.left, 0)
		default:
			heap.Pop(&m.left)
		}
	}
	return m.gather()
}

// gather copies the rows of the pieces in order.
func (m *mergeCursor) gather() (arrow.Record, error) {
	taken, starts, total := make([]arrow.Record, len(m.pieces)), make([]int, len(m.pieces)), 0
	for i, p := range m.pieces {
		taken[i], starts[i] = p.rec.NewSlice(int64(p.from), int64(p.to)), total-p.from
		defer taken[i].Release()
		total += p.to - p.from
	}
	joined, err := pipeline.Concat(m.sorter.mem, m.sorter.dataset, taken)
	if err != nil {
		return nil, err
	}
	defer joined.Release()
	order := make([]int32, len(m.order))
	for i, at := range m.order {
		order[i] = int32(starts[at.piece]) + at.row
	}
	return pipeline.Take(m.sorter.mem, joined, order), nil
}

func (m *mergeCursor) dropPieces() {
	for _, p := range m.pieces {
		p.rec.Release()
	}
	m.pieces = m.pieces[:0]
	for _, r := range m.all {
		r.piece = -1
	}
}

func (m *mergeCursor) close() error {
	var err error
	for _, r := range m.all {
		err = errors.Join(err, r.close())
	}
	return err
}

// A run is a file of sorted rows that is being read.
type run struct {
	number int
	file   *os.File
	reader *ipc.FileReader
	keyOf  func(rec arrow.Record) keyWriter
	next   int // batch
	batch  arrow.Record
	keys   rowKeys
	row    int // in the batch
	piece  int // that the row belongs to, -1 = none yet
}

func openRun(path string, number int, s *sorter) (*run, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	r := &run{number: number, file: file, keyOf: s.keyOf, piece: -1}
	if r.reader, err = ipc.NewFileReader(file, ipc.WithAllocator(s.mem)); err != nil {
		file.Close()
		return nil, err
	}
	if err := r.load(); err != nil {
		return nil, errors.Join(err, r.close())
	}
	return r, nil
}

// advance goes to the next row; it reports whether there is one.
func (r *run) advance() (bool, error) {
	r.row++
	if r.row < int(r.batch.NumRows()) {
		return true, nil
	}
	if r.next == r.reader.NumRecords() {
		return false, nil
	}
	return true, r.load()
}

func (r *run) load() error {
	if r.batch != nil {
		r.batch.Release()
		r.batch = nil
	}
	batch, err := r.reader.RecordAt(r.next)
	if err != nil {
		return err
	}
	r.batch, r.row, r.piece = batch, 0, -1
	r.next++
	r.keys.fill(r.keyOf(batch), int(batch.NumRows()))
	return nil
}

func (r *run) close() error {
	if r.batch != nil {
		r.batch.Release()
	}
	return errors.Join(r.reader.Close(), r.file.Close())
}

// A runHeap has the run on top whose row comes first; of equal keys that of the run
// that came first.
type runHeap []*run

func (h runHeap) Len() int      { return len(h) }
func (h runHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h runHeap) Less(i, j int) bool {
	switch d := bytes.Compare(h[i].keys.of(h[i].row), h[j].keys.of(h[j].row)); {
	case d != 0:
		return d < 0
	default:
		return h[i].number < h[j].number
	}
}
func (h *runHeap) Push(r any) { *h = append(*h, r.(*run)) }

func (h *runHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
