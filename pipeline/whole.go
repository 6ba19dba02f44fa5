package pipeline

import (
	"context"
	"math"
	"sync"
	"sync/atomic"
)

// runWhole runs consecutive Whole stages side by side, each as soon as the stages
// among them that it reads from are done, as many at a time as there are workers.
//
// The error is that of the first stage in list order that fails, as if they ran one
// after the other: stages below one that failed are not begun, stages above it are.
func (e *executor) runWhole(ctx context.Context, stages []*Stage) error {
	producer := map[*Dataset]int{}
	done := make([]chan struct{}, len(stages)) // closed when the stage has run, or is not going to
	for i, s := range stages {
		done[i] = make(chan struct{})
		for _, d := range s.Outputs {
			producer[d] = i
		}
	}
	var failed atomic.Int64 // the first stage that has
	failed.Store(math.MaxInt64)
	errs := make([]error, len(stages))
	free := make(chan struct{}, e.workers)
	var running sync.WaitGroup
	for i, s := range stages {
		running.Go(func() {
			defer close(done[i])
			for _, d := range s.Inputs {
				if from, ok := producer[d]; ok {
					<-done[from]
				}
			}
			free <- struct{}{}
			defer func() { <-free }()
			if failed.Load() < int64(i) {
				return
			}
			if errs[i] = e.runGroup(ctx, newGroup(stages[i:i+1]), 1); errs[i] == nil {
				return
			}
			for first := failed.Load(); int64(i) < first && !failed.CompareAndSwap(first, int64(i)); {
				first = failed.Load()
			}
		})
	}
	running.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
