package pipeline

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"golang.org/x/sync/errgroup"
)

// windowPerWorker bounds how many partitions may be begun whose mart rows are
// not written yet: enough that nobody waits for a slow partition, few enough
// that their rows fit memory.
const windowPerWorker = 4

// An executor runs the stages of a plan on one machine. Consecutive ByPosting
// stages form a group: each partition goes through the whole group while its
// rows are hot, and partitions go side by side.
type executor struct {
	plan     *Plan
	mem      memory.Allocator
	asOf     arrow.Date32
	pack     string
	workers  int
	spread   spreading
	store    *store
	ledger   *Ledger
	findings *findingList
	open     func(*Dataset) (MartWriter, error)
	progress Progress

	lastUse map[*Dataset]int
	group   *group // the stages that run
	outlets map[*Dataset]*outlet
	rows    map[*Dataset]int64 // of the finished marts
}

// run runs all stages. Marts are closed when it returns, also with an error.
func (e *executor) run(ctx context.Context) error {
	e.lastUse = e.plan.lastUse()
	e.outlets = map[*Dataset]*outlet{}
	e.rows = map[*Dataset]int64{}
	defer func() {
		for _, o := range e.outlets {
			o.discard()
		}
	}()
	stages := e.plan.Stages
	for first := 0; first < len(stages); {
		end := first + 1
		for stages[first].Scope == ByPosting && end < len(stages) && stages[end].Scope == ByPosting {
			end++
		}
		if err := e.runGroup(ctx, first, end); err != nil {
			return err
		}
		first = end
	}
	return nil
}

// runGroup runs the stages first..end: a group of ByPosting stages or one Whole
// stage.
func (e *executor) runGroup(ctx context.Context, first, end int) error {
	e.group = newGroup(e.plan.Stages[first:end])
	stages := e.group.stages
	scope := stages[0].Scope
	streamed := 0
	for _, s := range stages {
		for _, d := range s.Outputs {
			if !e.plan.publishes(d) {
				continue
			}
			w, err := e.open(d)
			if err != nil {
				return err
			}
			o := newOutlet(e.mem, d, w, scope == ByPosting && len(d.Partition) > 0)
			e.outlets[d] = o
			if o.streamed {
				streamed++
			}
		}
	}

	var err error
	if scope == Whole {
		e.progress.Phase(stages[0].Name, 1)
		err = e.runPartition(ctx, end, shared, func() {})
		e.progress.Advance(1)
	} else {
		e.progress.Phase(stages[0].Name, int64(e.spread.parts()))
		err = e.runPartitions(ctx, end, streamed)
	}
	if err != nil {
		return err
	}
	return e.endGroup(ctx, end)
}

// runPartitions runs the group, which ends before stage end, on every partition,
// workers at a time.
func (e *executor) runPartitions(ctx context.Context, end, streamed int) error {
	var next atomic.Int64
	window := make(chan struct{}, windowPerWorker*e.workers)
	workers, ctx := errgroup.WithContext(ctx)
	for range e.workers {
		workers.Go(func() error {
			for {
				select {
				case window <- struct{}{}:
				case <-ctx.Done():
					return ctx.Err()
				}
				part := int(next.Add(1)) - 1
				if part >= e.spread.parts() || ctx.Err() != nil {
					return ctx.Err()
				}
				var open atomic.Int64
				open.Store(int64(streamed) + 1)
				done := func() {
					if open.Add(-1) == 0 {
						<-window
						e.progress.Advance(1)
					}
				}
				if err := e.runPartition(ctx, end, part, done); err != nil {
					return err
				}
				done()
			}
		})
	}
	return workers.Wait()
}

// runPartition runs the group in list order on one partition and passes its
// outputs on: to marts, which call written for each streamed mart, and to the
// store if a later group reads them.
func (e *executor) runPartition(ctx context.Context, end, part int, written func()) error {
	w := newWorkspace(part)
	defer w.dropAll()
	for i, stage := range e.group.stages {
		if err := e.runStage(ctx, stage, w); err != nil {
			return err
		}
		for _, d := range stage.Outputs {
			if err := e.passOn(stage, d, w, e.lastUse[d] >= end, written); err != nil {
				return err
			}
		}
		for d := range w.rows {
			if e.group.lastUse[d] <= i {
				w.drop(d)
			}
		}
	}
	return nil
}

// passOn hands the rows that a stage has written to the mart and the store.
func (e *executor) passOn(stage *Stage, d *Dataset, w *workspace, keep bool, written func()) error {
	rows := w.rows[d]
	if o := e.outlets[d]; o != nil {
		if err := e.deliver(o, stage, w.part, rows, written); err != nil {
			return err
		}
	}
	if !keep {
		return nil
	}
	for i, rec := range rows {
		var err error
		if w.part == shared {
			err = e.store.addSpread(d, place{batch: i}, rec)
		} else {
			err = e.store.addPart(d, w.part, place{major: w.part, batch: i}, rec)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// deliver counts what a mart publishes and hands it over in order.
func (e *executor) deliver(o *outlet, stage *Stage, part int, rows []arrow.Record, written func()) error {
	if o.dataset.Published != nil {
		for _, rec := range rows {
			if err := e.ledger.publish(controlSums(o.dataset, rec, o.dataset.Published), e.controlled()); err != nil {
				return err
			}
		}
	}
	if !o.streamed {
		for _, rec := range rows {
			rec.Retain()
		}
		return o.deliver(part, slices.Clone(rows), nil)
	}
	rec, err := o.ordered(e.spread, part, rows)
	if err != nil {
		return &StageError{Stage: stage.Name, Partition: part, Err: err}
	}
	return o.deliver(part, []arrow.Record{rec}, written)
}

// controlled returns the names of the sources that have control amounts.
func (e *executor) controlled() []string {
	var names []string
	for _, d := range e.plan.Sources() {
		if len(d.Control) > 0 {
			names = append(names, d.Name)
		}
	}
	return names
}

// endGroup closes the marts of a group, workers at a time, seals what later
// stages read and releases what none reads.
func (e *executor) endGroup(ctx context.Context, end int) error {
	closers, ctx := errgroup.WithContext(ctx)
	closers.SetLimit(e.workers)
	var mu sync.Mutex
	for _, s := range e.group.stages {
		for _, d := range s.Outputs {
			if o := e.outlets[d]; o != nil {
				closers.Go(func() error {
					if err := ctx.Err(); err != nil {
						return err
					}
					rows, err := o.finish()
					mu.Lock()
					defer mu.Unlock()
					e.rows[d] = rows
					return err
				})
			}
		}
	}
	if err := closers.Wait(); err != nil {
		return err
	}
	for _, s := range e.group.stages {
		for _, d := range s.Outputs {
			delete(e.outlets, d)
			if err := e.store.seal(d); err != nil {
				return err
			}
		}
		for _, d := range s.Inputs {
			if e.lastUse[d] < end {
				if err := e.store.release(d); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
