package pipeline

import (
	"context"
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

// An executor runs the stages of a plan on one machine. Consecutive stages of one
// scope that run by partition form a group: each partition goes through the whole
// group while its rows are hot, and partitions go side by side. Consecutive Whole
// stages are groups of one, which go side by side.
type executor struct {
	plan     *Plan
	mem      memory.Allocator
	asOf     arrow.Date32
	pack     string
	workers  int
	spread   spreading
	store    *store
	ledger   *ledger
	findings *findingLog
	open     func(*Dataset) (MartWriter, error)
	progress Progress

	mu      sync.Mutex
	readers map[*Dataset]int     // stages that have not read it yet
	writers map[*Dataset]int     // stages that have not written it yet
	outlets map[*Dataset]*outlet // of the marts that are begun
	rows    map[*Dataset]int64   // of the finished marts

	closing errgroup.Group // marts that no stage writes any more, while later stages run
}

// run runs all stages. Marts are closed when it returns, also with an error.
func (e *executor) run(ctx context.Context) error {
	e.readers, e.writers = e.plan.readers(), e.plan.writers()
	e.outlets, e.rows = map[*Dataset]*outlet{}, map[*Dataset]int64{}
	e.closing.SetLimit(e.workers)
	defer e.discard()
	for rest := e.plan.Stages; len(rest) > 0; {
		stages := rest[:1]
		for len(stages) < len(rest) && rest[len(stages)].Scope == rest[0].Scope {
			stages = rest[:len(stages)+1]
		}
		rest = rest[len(stages):]
		var err error
		if stages[0].Scope == Whole {
			e.progress.Phase(stages[0].Name, int64(len(stages)))
			err = e.runWhole(ctx, stages)
		} else {
			e.progress.Phase(stages[0].Name, int64(e.spread.parts()))
			err = e.runGroup(ctx, newGroup(stages))
		}
		if err != nil {
			return err
		}
	}
	return e.closing.Wait()
}

// runGroup runs the stages of a group on all partitions, or once for a Whole stage.
func (e *executor) runGroup(ctx context.Context, g *group) (err error) {
	defer RecoverAs(&err, g.stages[0].Name)
	if err := e.openOutlets(g); err != nil {
		return err
	}
	if g.scope == Whole {
		err = e.runPartition(ctx, g, shared, func() {})
		e.progress.Advance(1)
	} else {
		err = e.runPartitions(ctx, g)
	}
	if err != nil {
		return err
	}
	return e.endGroup(g)
}

// openOutlets gives a group the outlets of its marts: new ones, or those that a
// group before it has left open.
func (e *executor) openOutlets(g *group) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, s := range g.stages {
		for _, d := range s.Outputs {
			if !e.plan.publishes(d) {
				continue
			}
			o := e.outlets[d]
			if o == nil {
				w, err := e.open(d)
				if err != nil {
					return err
				}
				var gathered *gathering
				if !d.isStreamed(g.scope) {
					gathered = newGathering(e.mem, e.store, d)
				}
				o = newOutlet(e.mem, d, w, gathered)
				e.outlets[d] = o
			}
			if o.gathered == nil {
				o.next = 0
				g.streamed++
			}
			g.outlets[d] = o
		}
	}
	return nil
}

// discard gives up the marts that are not finished.
func (e *executor) discard() {
	_ = e.closing.Wait() // an error of a stage goes first
	for _, o := range e.outlets {
		o.discard()
	}
}

// runPartitions runs a group on every partition, workers at a time.
func (e *executor) runPartitions(ctx context.Context, g *group) error {
	var next atomic.Int64
	window := make(chan struct{}, windowPerWorker*e.workers)
	running, ctx := errgroup.WithContext(ctx)
	for range e.workers {
		running.Go(func() error {
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
				open.Store(int64(g.streamed) + 1)
				done := func() {
					if open.Add(-1) == 0 {
						<-window
						e.progress.Advance(1)
					}
				}
				if err := e.runPartition(ctx, g, part, done); err != nil {
					return err
				}
				done()
			}
		})
	}
	return running.Wait()
}

// runPartition runs a group in list order on one partition. written is called for
// each streamed mart.
func (e *executor) runPartition(ctx context.Context, g *group, part int, written func()) error {
	w := newWorkspace(g, part)
	defer w.dropAll()
	for i, stage := range g.stages {
		if err := e.runStage(ctx, stage, w); err != nil {
			return err
		}
		for _, d := range stage.Outputs {
			if err := e.stream(stage, d, w, written); err != nil {
				return err
			}
		}
		for d := range w.rows {
			if g.lastUse[d] <= i {
				w.drop(d)
			}
		}
	}
	return nil
}

// passOn hands rows on as a stage writes them: counted, to the mart that gathers
// them, and to the store if a later group reads them. Rows are those of the batch
// that count, nil = all; others there are only in what is streamed and not read.
func (e *executor) passOn(d *Dataset, w *workspace, rec arrow.Record, rows []int32) error {
	at := place{major: w.part, batch: w.passed[d]}
	w.passed[d]++
	o := w.group.outlets[d]
	if o != nil && d.Published != nil {
		if err := e.ledger.publish(controlSums(d, rec, rows, d.Published), e.controlled()); err != nil {
			return err
		}
	}
	if o != nil && o.gathered != nil {
		if err := o.gathered.add(rec); err != nil {
			return err
		}
	}
	switch {
	case e.readersOf(d) == w.group.uses[d]:
		return nil // nobody after the group
	case w.part != shared && (d.spread() == w.group.scope || d.spread() == Whole):
		return e.store.addPart(d, w.part, at, rec)
	}
	return e.store.addSpread(d, at, rec)
}

// stream hands all rows that a partition has of a streamed mart to it, in order.
func (e *executor) stream(stage *Stage, d *Dataset, w *workspace, written func()) error {
	if !w.group.streams(d) {
		return nil
	}
	o := w.group.outlets[d]
	rec, order, err := o.ordered(e.spread, w.part, w.rows[d], w.chosen[d])
	if err != nil {
		return &StageError{Stage: stage.Name, Partition: w.part, Err: err}
	}
	return o.deliver(w.part, delivery{rec, order, written})
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

// endGroup begins to close the marts that no later stage writes to, workers at a
// time, seals what later stages read and releases what none reads.
func (e *executor) endGroup(g *group) error {
	for d, o := range g.outlets {
		if e.doneWriting(d) > 0 {
			continue
		}
		e.closing.Go(func() error {
			rows, err := o.finish()
			e.mu.Lock()
			defer e.mu.Unlock()
			e.rows[d] = rows
			return err
		})
	}
	for _, s := range g.stages {
		for _, d := range s.Outputs {
			e.store.seal(d)
		}
		for _, d := range s.Inputs {
			if err := e.doneReading(d); err != nil {
				return err
			}
		}
	}
	return nil
}

// readersOf returns how many stages have not read a dataset yet.
func (e *executor) readersOf(d *Dataset) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.readers[d]
}

// doneWriting notes that a stage has written a mart, and returns how many others
// have not.
func (e *executor) doneWriting(d *Dataset) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.writers[d]--
	return e.writers[d]
}

// doneReading notes that a stage has read a dataset, and releases what no other
// will read.
func (e *executor) doneReading(d *Dataset) error {
	e.mu.Lock()
	e.readers[d]--
	left := e.readers[d]
	e.mu.Unlock()
	if left > 0 {
		return nil
	}
	return e.store.release(d)
}
