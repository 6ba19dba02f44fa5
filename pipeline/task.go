package pipeline

import (
	"context"
	"fmt"
	"iter"
	"runtime/debug"
	"slices"

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
	streamed int // of the outlets
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

// A workspace holds what the stages of a group write, and what several of them
// read, while they work on one partition.
type workspace struct {
	group *group
	part  int // shared for a Whole stage
	rows  map[*Dataset][]arrow.Record

	passed map[*Dataset]int // batches that were passed on
}

func newWorkspace(g *group, part int) *workspace {
	return &workspace{group: g, part: part, rows: map[*Dataset][]arrow.Record{}, passed: map[*Dataset]int{}}
}

// keeps reports whether what is written to a dataset stays here: for a stage of the
// group that reads it, or until a streamed mart has all rows of the partition.
func (w *workspace) keeps(d *Dataset) bool {
	o := w.group.outlets[d]
	return w.group.uses[d] > 0 || o != nil && o.gathered == nil
}

// drop releases the rows of a dataset.
func (w *workspace) drop(d *Dataset) {
	for _, rec := range w.rows[d] {
		rec.Release()
	}
	delete(w.rows, d)
}

func (w *workspace) dropAll() {
	for d := range w.rows {
		w.drop(d)
	}
}

// runStage runs a stage on one partition, or on all of them for a Whole stage.
// What it writes is passed on, and left in the workspace as far as the group needs
// it. A panic of the stage is an error.
func (e *executor) runStage(ctx context.Context, stage *Stage, w *workspace) (err error) {
	var findings []Finding
	var entries []Entry
	var lost error // no fault of the stage: its rows could not be passed on
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{Value: v, Stack: debug.Stack()}
		}
		switch {
		case lost != nil:
			err = lost
		case err != nil:
			err = &StageError{Stage: stage.Name, Partition: w.part, Err: err}
		}
	}()
	err = stage.Run(ctx, &Task{
		AsOf: e.asOf,
		Pack: e.pack,
		Mem:  e.mem,
		Read: func(d *Dataset) iter.Seq2[arrow.Record, error] {
			if !slices.Contains(stage.Inputs, d) {
				return refuse(fmt.Errorf("reads %s, which is not among its inputs", d.Name))
			}
			return cancellable(ctx, e.rowsOf(d, w))
		},
		Write: func(d *Dataset, rec arrow.Record) error {
			if !slices.Contains(stage.Outputs, d) {
				return fmt.Errorf("writes %s, which is not among its outputs", d.Name)
			}
			if !rec.Schema().Equal(d.Schema()) {
				return fmt.Errorf("writes a batch to %s that has other columns: %v", d.Name, rec.Schema())
			}
			if rec.NumRows() == 0 {
				return ctx.Err()
			}
			complete(rec)
			if w.keeps(d) {
				rec.Retain()
				w.rows[d] = append(w.rows[d], rec)
			}
			if lost = e.passOn(stage, d, w, rec); lost != nil {
				return lost
			}
			return ctx.Err()
		},
		Reject: func(f Finding) { findings = append(findings, f) },
		Settle: func(entry Entry) { entries = append(entries, entry) },
	})
	if err != nil {
		return err
	}
	e.ledger.settle(entries)
	e.findings.add(findings)
	return nil
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
func (e *executor) fetch(d *Dataset, w *workspace) error {
	if _, here := w.rows[d]; here || w.group.written[d] {
		return nil
	}
	w.rows[d] = nil
	for rec, err := range e.store.read(d, w.part) {
		if err != nil {
			return err
		}
		rec.Retain()
		w.rows[d] = append(w.rows[d], rec)
	}
	return nil
}

func refuse(err error) iter.Seq2[arrow.Record, error] {
	return func(yield func(arrow.Record, error) bool) { yield(nil, err) }
}

// cancellable stops a loop over batches when the run is cancelled.
func cancellable(ctx context.Context, rows iter.Seq2[arrow.Record, error]) iter.Seq2[arrow.Record, error] {
	return func(yield func(arrow.Record, error) bool) {
		for rec, err := range rows {
			if err == nil && ctx.Err() != nil {
				rec, err = nil, ctx.Err()
			}
			if !yield(rec, err) || err != nil {
				return
			}
		}
	}
}
