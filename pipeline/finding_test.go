package pipeline

import (
	"context"
	"strings"
	"testing"
)

// What a stage shows of a cell is as short and as plain as what a scan shows.
func TestFindingOfAStageShowsACell(t *testing.T) {
	p := toyPlan()
	sum := p.Stages[2].Run
	p.Stages[2].Run = func(ctx context.Context, task *Task) error {
		task.Reject(Finding{File: "a.csv", Code: "odd_cell", Raw: "\x00数" + strings.Repeat("7", 1<<20)})
		return sum(ctx, task)
	}
	result, err := newRun(p, toyOptions(toyInput(t, 20), t.TempDir())).execute(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range result.Findings {
		if f.Code != "odd_cell" {
			continue
		}
		if want := `\x00\u6570` + strings.Repeat("7", 196); f.Raw != want {
			t.Errorf("shown as %.300q, want %q", f.Raw, want)
		}
		return
	}
	t.Error("the finding is lost")
}
