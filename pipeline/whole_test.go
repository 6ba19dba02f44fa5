package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/apache/arrow/go/v17/arrow/memory"
)

// wholeStages returns Whole stages a, b and so on that read what is named: "b<a"
// reads the output of a. Run is told which stage runs.
func wholeStages(run func(name string) error, specs ...string) []*Stage {
	made := map[string]*Dataset{}
	var stages []*Stage
	for _, spec := range specs {
		name, reads, _ := strings.Cut(spec, "<")
		s := &Stage{Name: name, Scope: Whole, Run: func(context.Context, *Task) error { return run(name) }}
		for from := range strings.SplitSeq(reads, ",") {
			if d := made[from]; d != nil {
				s.Inputs = append(s.Inputs, d)
			}
		}
		made[name] = &Dataset{Name: name}
		s.Outputs = []*Dataset{made[name]}
		stages = append(stages, s)
	}
	return stages
}

func runStages(workers int, stages []*Stage) error {
	mem := memory.NewGoAllocator()
	rows := newStore(mem, spreading{}, 1<<20, "")
	e := &executor{
		plan: &Plan{Stages: stages}, mem: mem, workers: workers, store: rows,
		ledger: newLedger(), findings: newFindingLog(mem, rows), progress: silent{},
	}
	return e.run(context.Background())
}

// Stages that do not read each other run at the same time, as many as there are
// workers; those that do wait.
func TestWholeStagesRunSideBySide(t *testing.T) {
	for workers, want := range map[int]time.Duration{1: 5, 2: 3, 5: 3} {
		synctest.Test(t, func(t *testing.T) {
			var mu sync.Mutex
			var done []string
			running, most := 0, 0
			stages := wholeStages(func(name string) error {
				mu.Lock()
				running++
				most = max(most, running)
				mu.Unlock()
				time.Sleep(time.Second)
				mu.Lock()
				defer mu.Unlock()
				running--
				done = append(done, name)
				return nil
			}, "a", "b<a", "c<b", "d", "e<a")
			inTime, cancel := context.WithTimeout(context.Background(), want*time.Second+time.Second/2)
			defer cancel()
			if err := runStages(workers, stages); err != nil {
				t.Fatal(err)
			}
			if inTime.Err() != nil || most > workers {
				t.Errorf("%d workers took longer than %d s, or ran %d at once", workers, want, most)
			}
			at := func(name string) int { return slices.Index(done, name) }
			if at("a") > at("b") || at("b") > at("c") || at("a") > at("e") {
				t.Errorf("%d workers: order %v", workers, done)
			}
		})
	}
}

// The error is that of the first stage in the list, whoever fails first; what
// reads from a stage that failed does not run.
func TestWholeStagesFailInListOrder(t *testing.T) {
	for _, workers := range []int{1, 2, 8} {
		synctest.Test(t, func(t *testing.T) {
			boom := errors.New("boom")
			stages := wholeStages(func(name string) error {
				switch name {
				case "b":
					time.Sleep(time.Second)
					return fmt.Errorf("late: %w", boom)
				case "c":
					return boom
				case "d":
					t.Error("d runs without its input")
				}
				return nil
			}, "a", "b", "c<a", "d<c")
			var failed *StageError
			if err := runStages(workers, stages); !errors.As(err, &failed) || failed.Stage != "b" || !errors.Is(err, boom) {
				t.Errorf("%d workers: %v, want the error of b", workers, err)
			}
		})
	}
}
