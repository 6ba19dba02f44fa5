package pipeline

import (
	"context"
	"sync"
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
	var mu sync.Mutex
	failed := len(stages) // the first stage that has
	var err error         // its error
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
			mu.Lock()
			isBelow := failed < i
			mu.Unlock()
			if isBelow {
				return
			}
			failure := e.runGroup(ctx, newGroup(stages[i:i+1]))
			mu.Lock()
			defer mu.Unlock()
			if failure != nil && i < failed {
				failed, err = i, failure
			}
		})
	}
	running.Wait()
	return err
}
