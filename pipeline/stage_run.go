package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"runtime/debug"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
)

// runStage runs a stage on one partition, or on all of them for a Whole stage.
// What it writes is passed on, and left in the workspace as far as the group needs
// it. A panic of the stage is an error. Entries count only if there is none.
func (e *executor) runStage(ctx context.Context, stage *Stage, w *workspace) (err error) {
	r := stageRun{executor: e, ctx: ctx, stage: stage, workspace: w, entries: w.entries[:0]}
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{Value: v, Stack: debug.Stack()}
		}
		switch {
		case r.lost != nil:
			err = r.lost
		case err != nil:
			err = &StageError{Stage: stage.Name, Partition: w.part, Err: err}
		}
	}()
	if err := stage.Run(ctx, r.task()); err != nil {
		return err
	}
	e.ledger.settle(r.entries)
	w.entries = r.entries
	return nil
}

// A stageRun is what stands behind a [Task].
type stageRun struct {
	executor  *executor
	ctx       context.Context // of this run alone
	stage     *Stage
	workspace *workspace

	entries []Entry
	lost    error // the first rows that could not be passed on, which is no fault of the stage
}

func (r *stageRun) task() *Task {
	return &Task{
		AsOf:  r.executor.asOf,
		Pack:  r.executor.pack,
		Mem:   r.executor.mem,
		Read:  r.read,
		Write: func(d *Dataset, rec arrow.Record) error { return r.write(d, rec, nil) },
		WriteRows: func(d *Dataset, rec arrow.Record, rows []int32) error {
			if len(rows) == 0 {
				return r.ctx.Err()
			}
			return r.write(d, rec, rows)
		},
		Reject: func(f Finding) {
			f.Raw = escaped(f.Raw)
			r.lost = cmp.Or(r.lost, r.executor.findings.add(f))
		},
		Settle: func(entry Entry) { r.entries = append(r.entries, entry) },
	}
}

// read is [Task].Read.
func (r *stageRun) read(d *Dataset) iter.Seq2[arrow.Record, error] {
	if !slices.Contains(r.stage.Inputs, d) {
		return func(yield func(arrow.Record, error) bool) {
			yield(nil, fmt.Errorf("reads %s, which is not among its inputs", d.Name))
		}
	}
	return cancellable(r.ctx, r.executor.rowsOf(d, r.workspace))
}

// write is [Task].Write for the given rows of a batch, nil = all.
func (r *stageRun) write(d *Dataset, rec arrow.Record, rows []int32) error {
	if !slices.Contains(r.stage.Outputs, d) {
		return fmt.Errorf("writes %s, which is not among its outputs", d.Name)
	}
	if !rec.Schema().Equal(d.Schema()) {
		return fmt.Errorf("writes a batch to %s that has other columns: %v", d.Name, rec.Schema())
	}
	if rec.NumRows() == 0 {
		return r.ctx.Err()
	}
	complete(rec)
	if r.lost = cmp.Or(r.lost, r.executor.keep(d, r.workspace, rec, rows)); r.lost != nil {
		return r.lost
	}
	return r.ctx.Err()
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
