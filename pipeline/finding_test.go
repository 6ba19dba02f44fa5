package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
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
	for _, f := range result.Findings.Told {
		if f.Code != "odd_cell" {
			continue
		}
		if want := `\x00数` + strings.Repeat("7", 196); f.Raw != want {
			t.Errorf("shown as %.300q, want %q", f.Raw, want)
		}
		return
	}
	t.Error("the finding is lost")
}

// allFindings returns what a log was told, as the dataset has it.
func allFindings(t rapid.TB, l *findingLog) (all []Finding) {
	t.Helper()
	_, err := l.finish(func(rec arrow.Record, order []int32) error {
		r := newFindingReader(rec)
		for _, row := range order {
			all = append(all, r.finding(row))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// sortedFindings is what a log gives back, said with a list.
func sortedFindings(all []Finding) []Finding {
	all = append([]Finding(nil), all...)
	slices.SortFunc(all, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File), cmp.Compare(a.Sheet, b.Sheet), cmp.Compare(a.Row, b.Row),
			cmp.Compare(a.Column, b.Column), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Raw, b.Raw),
			cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Message, b.Message), cmp.Compare(a.Dataset, b.Dataset))
	})
	return slices.Compact(all)
}

// digestOf is the digest of a sorted list.
func digestOf(all []Finding) (d FindingDigest) {
	told := map[[3]string]int{}
	for _, f := range all {
		kind := [3]string{f.File, f.Column, f.Code}
		switch {
		case f.Row == 0:
			d.Told = append(d.Told, f)
		case f.Severity == Warning:
			d.Warnings++
		case f.Severity != Fault:
		case told[kind] < 3:
			told[kind]++
			d.Told = append(d.Told, f)
		default:
			d.Untold++
		}
	}
	return d
}

func drawFinding(t *rapid.T) Finding {
	text := func(label string, texts ...string) string { return rapid.SampledFrom(texts).Draw(t, label) }
	return Finding{
		File: text("file", "a.csv", "b.csv", "b.csv/c.csv"), Sheet: text("sheet", "", "one"), Row: rapid.Int64Range(0, 40).Draw(t, "row"),
		Column: text("column", "", "Сумма", "amount"), Code: text("code", "not_a_date", "no_calendar"), Raw: text("raw", "", "x", "y"),
		Severity: Severity(text("severity", "fault", "fault", "warning", "note")), Message: text("message", "", "a date"), Dataset: text("dataset", "", "raw_sales"),
	}
}

// However many findings there are and whatever the memory, each is given back once and in
// order, and the same are told at once.
func TestFindingLogIsASortedList(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.Custom(drawFinding), 0, 60).Draw(t, "findings")
		// Many of some, so that batches are full.
		for range rapid.SampledFrom([]int{0, 0, 0, 0, 0, 2 * findingBatch}).Draw(t, "more") {
			all = append(all, Finding{File: "a.csv", Row: int64(len(all)*7919%20_000) + 1, Column: "amount", Code: "not_a_date", Severity: Fault})
		}
		budget := rapid.SampledFrom([]int64{0, 1 << 14, 1 << 30}).Draw(t, "budget")
		log := func() *findingLog {
			s := newStore(memory.NewGoAllocator(), spreading{}, budget, filepath.Join(folder, "spill"))
			t.Cleanup(func() {
				if err := s.close(); err != nil {
					t.Error(err)
				}
			})
			l := newFindingLog(s.mem, s)
			if err := l.add(all...); err != nil {
				t.Fatal(err)
			}
			return l
		}
		want := sortedFindings(all)
		if diff := gocmp.Diff(want, allFindings(t, log())); diff != "" {
			t.Fatalf("-want +got\n%s", diff)
		}
		told, err := log().finish(nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(digestOf(want), told); diff != "" {
			t.Fatalf("digest: -want +got\n%s", diff)
		}
	})
}

// oddCells is how often a stage of [manyOddCells] tells of a sale.
const oddCells = 10

// manyOddCells returns a plan of which a stage tells of each sale, and an input of n sales.
func manyOddCells(t *testing.T, n int) (*Plan, string) {
	p := toyPlan()
	join := p.Stages[1].Run
	p.Stages[1].Run = func(ctx context.Context, task *Task) error {
		rows, err := toyRows(task, toySales)
		if err != nil {
			return err
		}
		for _, row := range rows {
			for i := range oddCells {
				task.Reject(Finding{
					File: row[5], Row: number(row[6]), Column: fmt.Sprint("column ", i), Code: "odd_cell", Raw: row[0], Severity: Fault,
				})
			}
		}
		task.Reject(Finding{File: "factors.csv", Code: "odd_table", Severity: Warning}) // which each partition sees
		return join(ctx, task)
	}
	return p, toyInput(t, n)
}

// The mart of findings has the same bytes whatever the memory and the number of workers,
// and what is told of them is the same.
func TestFindingsAreEqualHoweverARunGoes(t *testing.T) {
	const sales = 2000
	p, in := manyOddCells(t, sales)
	var want string
	var told FindingDigest
	for _, memory := range []int64{1 << 30, 1 << 19} {
		for _, workers := range []int{1, 2, 8} {
			o := toyOptions(in, t.TempDir())
			o.Memory, o.Workers = memory, workers
			result, err := Run(t.Context(), p, o)
			if err != nil {
				t.Fatal(err)
			}
			if isSmall := memory < 1<<30; isSmall != (result.Spilled > 0) {
				t.Errorf("%d bytes of memory: %d bytes were spilled", memory, result.Spilled)
			}
			mart, err := os.ReadFile(filepath.Join(result.Dir, "datasets", "findings", "dt="+dateText(result.AsOf), "part-00000.txt"))
			if err != nil {
				t.Fatal(err)
			}
			if want == "" {
				want, told = string(mart), result.Findings
				if cells, tables := strings.Count(want, "odd_cell"), strings.Count(want, "odd_table"); cells != sales*oddCells || tables != 1 {
					t.Errorf("the mart tells of %d cells and %d tables, want %d and 1", cells, tables, sales*oddCells)
				}
			}
			if string(mart) != want {
				t.Errorf("%d bytes of memory, %d workers: other findings", memory, workers)
			}
			if diff := gocmp.Diff(told, result.Findings); diff != "" {
				t.Errorf("%d bytes of memory, %d workers: -want +got\n%s", memory, workers, diff)
			}
		}
	}
}

// Findings beyond what may be held are on disk and not in memory.
func TestFindingsAreBounded(t *testing.T) {
	const budget, count = 1 << 20, 40 * findingBatch
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	s := newStore(mem, spreading{}, budget, t.TempDir())
	l := newFindingLog(mem, s)
	most := 0
	for i := range count {
		if err := l.add(Finding{File: "a.csv", Row: int64(i + 1), Code: "not_a_date", Raw: fmt.Sprint("some day ", i), Message: "a date was expected"}); err != nil {
			t.Fatal(err)
		}
		most = max(most, mem.CurrentAlloc())
	}
	if s.used > budget {
		t.Errorf("the store holds %d bytes, its budget is %d", s.used, budget)
	}
	written := int64(0)
	_, err := l.finish(func(_ arrow.Record, order []int32) error {
		written += int64(len(order))
		most = max(most, mem.CurrentAlloc())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if written != count {
		t.Errorf("%d findings came back of %d", written, count)
	}
	if most > 2*budget {
		t.Errorf("%d bytes were held beside the store, want at most twice the %d of its budget", most, budget)
	}
	if err := s.close(); err != nil {
		t.Error(err)
	}
	mem.AssertSize(t, 0)
}

// Several goroutines may tell of findings.
func TestFindingsOfSeveralGoroutines(t *testing.T) {
	s := newStore(memory.NewGoAllocator(), spreading{}, 1<<14, t.TempDir())
	l := newFindingLog(s.mem, s)
	const each = 3 * findingBatch / 2
	var tellers sync.WaitGroup
	for teller := range 4 {
		tellers.Go(func() {
			for i := range each {
				if err := l.add(Finding{File: "a.csv", Row: int64(i*4 + teller + 1), Severity: Note}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	tellers.Wait()
	for i, f := range allFindings(t, l) {
		if f.Row != int64(i+1) {
			t.Fatalf("finding %d is about row %d", i, f.Row)
		}
	}
	if err := s.close(); err != nil {
		t.Error(err)
	}
}

// A disk that is full of findings is an error of the output, not of who tells of them.
func TestFindingsThatCannotBeSpilled(t *testing.T) {
	p, in := manyOddCells(t, findingBatch/oddCells+1)
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	rows := newStore(memory.NewGoAllocator(), spreading{}, 1<<30, "")
	small := newStore(memory.NewGoAllocator(), spreading{}, 0, blocked)
	r := newRun(p, toyOptions(in, t.TempDir()))
	files, _, err := r.list(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	recogniser := r.recogniser(files, "")
	if err := r.recognise(t.Context(), recogniser, files); err != nil {
		t.Fatal(err)
	}
	if _, err := r.read(t.Context(), recogniser, files, rows); err != nil {
		t.Fatal(err)
	}
	r.findings = newFindingLog(r.mem, small)
	_, err = r.compute(t.Context(), t.TempDir(), 0, rows)
	var output *OutputError
	var stage *StageError
	if !errors.As(err, &output) || errors.As(err, &stage) {
		t.Errorf("error %v, want one of the output", err)
	}
}
