package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/google/go-cmp/cmp"
)

// factsInTurn is the toy plan, but sale_facts comes from two stages: what has arrived
// is published as soon as it is joined, the rest by a stage of a later group.
func factsInTurn() *Plan {
	p := toyPlan()
	only := func(run func(context.Context, *Task) error, hasArrived bool) func(context.Context, *Task) error {
		return func(ctx context.Context, t *Task) error {
			some := *t
			some.Write = func(d *Dataset, rec arrow.Record) error {
				if d != toyFacts {
					return t.Write(d, rec)
				}
				arrived := toyArrived.In(rec)
				var rows []int32
				for row := range arrived.Len() {
					if arrived.IsValid(row) == hasArrived {
						rows = append(rows, int32(row))
					}
				}
				return t.WriteRows(d, rec, rows)
			}
			return run(ctx, &some)
		}
	}
	p.Stages[1].Run = only(joinParcels, true)
	p.Stages = append(p.Stages, &Stage{
		Name: "list_unsent", Doc: "Adds what has not arrived.", Scope: ByPosting,
		Inputs: []*Dataset{toySales, rawParcels, rawFactors}, Outputs: []*Dataset{toyFacts},
		Run: only(func(ctx context.Context, t *Task) error {
			facts := *t
			facts.Write = func(d *Dataset, rec arrow.Record) error {
				if d == toyCounts {
					return nil
				}
				return t.Write(d, rec)
			}
			facts.Reject = func(Finding) {}
			return joinParcels(ctx, &facts)
		}, false),
	})
	return p
}

func TestMartOfSeveralStages(t *testing.T) {
	const facts = "datasets/sale_facts/dt=2026-03-28/part-00000.txt"
	in := toyInput(t, 3000)
	alone := toyOptions(in, t.TempDir())
	runToy(t, alone)
	want := publishedFiles(t, alone.Out)

	var first map[string]string
	for _, bits := range []uint8{0, 3, 6} {
		t.Run(fmt.Sprintf("%d partitions", 1<<bits), func(t *testing.T) {
			o := toyOptions(in, t.TempDir())
			r := newRun(factsInTurn(), o)
			r.parts = func(int64, int64) spreading { return spreading{bits} }
			if _, err := r.execute(context.Background()); err != nil {
				t.Fatal(err)
			}
			got := publishedFiles(t, o.Out)
			if first == nil {
				first = got
			}
			if diff := cmp.Diff(first, got); diff != "" {
				t.Errorf("other bytes than with one partition:\n%.2000s", diff)
			}
			lines := strings.Split(strings.TrimSpace(got[facts]), "\n")
			if !slices.IsSortedFunc(lines, func(a, b string) int { return hasArrived(b) - hasArrived(a) }) {
				t.Error("rows of the first stage do not come first")
			}
			for name := range got {
				if name == manifestName {
					continue
				}
				if diff := cmp.Diff(sortedLines(want[name]), sortedLines(got[name])); diff != "" {
					t.Errorf("%s: other rows than from one stage:\n%.2000s", name, diff)
				}
			}
		})
	}
}

func hasArrived(fact string) int {
	if strings.Split(fact, "|")[5] == "(null)" {
		return 0
	}
	return 1
}

func sortedLines(text string) []string {
	return slices.Sorted(strings.SplitSeq(text, "\n"))
}
