package pipeline

import (
	"iter"

	"github.com/apache/arrow/go/v17/arrow"
)

// A group is stages that run together: stages of one scope, or one Whole stage.
type group struct {
	scope    Scope
	stages   []*Stage
	written  map[*Dataset]bool
	uses     map[*Dataset]int // how many of the stages read it
	lastUse  map[*Dataset]int // which of the stages reads it last
	outlets  map[*Dataset]*outlet
	streamed int // how many of the outlets are streamed
}

func newGroup(stages []*Stage) *group {
	g := &group{
		scope: stages[0].Scope, stages: stages, written: map[*Dataset]bool{},
		uses: map[*Dataset]int{}, lastUse: map[*Dataset]int{}, outlets: map[*Dataset]*outlet{},
	}
	for i, s := range stages {
		for _, d := range s.Inputs {
			g.uses[d]++
			g.lastUse[d] = i
		}
		for _, d := range s.Outputs {
			g.written[d] = true
		}
	}
	return g
}

// streams reports whether a dataset is a mart that the group writes partition by
// partition.
func (g *group) streams(d *Dataset) bool {
	o := g.outlets[d]
	return o != nil && o.gathered == nil
}

// A workspace holds what the stages of a group write, and what several of them
// read, while they work on one partition.
type workspace struct {
	group *group
	part  int // [shared] for a Whole stage
	rows  map[*Dataset][]arrow.Record
	// chosen are the rows that count where a streamed mart has a single batch; without an
	// entry all rows do.
	chosen map[*Dataset][]int32
	passed map[*Dataset]int // number of batches that were passed on

	entries []Entry // memory for those of the next stage
}

func newWorkspace(g *group, part int) *workspace {
	return &workspace{
		group: g, part: part,
		rows: map[*Dataset][]arrow.Record{}, chosen: map[*Dataset][]int32{}, passed: map[*Dataset]int{},
	}
}

// keeps reports whether what is written to a dataset stays here: for a stage of the
// group that reads it, or until a streamed mart has all rows of the partition.
func (w *workspace) keeps(d *Dataset) bool { return w.group.uses[d] > 0 || w.group.streams(d) }

// drop releases the rows of a dataset.
func (w *workspace) drop(d *Dataset) {
	releaseRecords(w.rows[d])
	delete(w.rows, d)
	delete(w.chosen, d)
}

func (w *workspace) dropAll() {
	for d := range w.rows {
		w.drop(d)
	}
}

// keep passes on what a stage writes, and keeps it as far as the group needs it: the
// given rows of a batch, nil = all. Rows are taken out of the batch unless a streamed
// mart is all that wants them.
func (e *executor) keep(d *Dataset, w *workspace, rec arrow.Record, rows []int32) error {
	isAlone := w.group.streams(d) && w.group.uses[d] == 0 && e.readersOf(d) == 0 && len(w.rows[d]) == 0
	if rows != nil && !isAlone {
		taken := Take(e.mem, rec, rows)
		defer taken.Release()
		rec, rows = taken, nil
	}
	if before := w.chosen[d]; before != nil { // the batch they are of is not alone any more
		taken := Take(e.mem, w.rows[d][0], before)
		w.drop(d)
		w.rows[d] = []arrow.Record{taken}
	}
	if w.keeps(d) {
		rec.Retain()
		w.rows[d] = append(w.rows[d], rec)
		if rows != nil {
			w.chosen[d] = rows
		}
	}
	return e.passOn(d, w, rec, rows)
}

// rowsOf yields the rows of a dataset: those that the group has just made or read
// in this partition, else those of the store.
func (e *executor) rowsOf(d *Dataset, w *workspace) iter.Seq2[arrow.Record, error] {
	if !w.group.written[d] && w.group.uses[d] < 2 {
		return e.store.read(d, w.part)
	}
	return func(yield func(arrow.Record, error) bool) {
		if err := e.fetch(d, w); err != nil {
			yield(nil, err)
			return
		}
		for _, rec := range w.rows[d] {
			if !yield(rec, nil) {
				return
			}
		}
	}
}

// fetch brings the rows of a dataset that several stages of the group read from
// the store into the workspace.
func (e *executor) fetch(d *Dataset, w *workspace) (err error) {
	if _, here := w.rows[d]; here || w.group.written[d] {
		return nil
	}
	w.rows[d], err = retained(e.store.read(d, w.part))
	return err
}
