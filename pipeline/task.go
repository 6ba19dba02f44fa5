package pipeline

import (
	"context"
	"fmt"
	"iter"
	"runtime/debug"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
)

// A workspace holds what the stages of a group write while they work on one
// partition.
type workspace struct {
	part int // shared for a Whole stage
	rows map[*Dataset][]arrow.Record
}

func newWorkspace(part int) *workspace {
	return &workspace{part: part, rows: map[*Dataset][]arrow.Record{}}
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
// What it writes is left in the workspace. A panic of the stage is an error.
func (e *executor) runStage(ctx context.Context, stage *Stage, w *workspace) (err error) {
	var findings []Finding
	var entries []Entry
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{Value: v, Stack: debug.Stack()}
		}
		if err != nil {
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
			if rec.NumRows() > 0 {
				complete(rec)
				rec.Retain()
				w.rows[d] = append(w.rows[d], rec)
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

// rowsOf yields the rows of a dataset: those that the group has just made in
// this partition, else those of the store.
func (e *executor) rowsOf(d *Dataset, w *workspace) iter.Seq2[arrow.Record, error] {
	if !e.inGroup[d] {
		return e.store.read(d, w.part)
	}
	return func(yield func(arrow.Record, error) bool) {
		for _, rec := range w.rows[d] {
			if !yield(rec, nil) {
				return
			}
		}
	}
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
