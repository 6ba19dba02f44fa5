package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/google/go-cmp/cmp"
)

func runToy(t testing.TB, o Options) *Result {
	t.Helper()
	result, err := Run(context.Background(), toyPlan(), o)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestRunGivesEqualBytesHoweverItRuns(t *testing.T) {
	in := toyInput(t, 3000)
	var want map[string]string
	for _, test := range []struct {
		workers int
		memory  int64
		bits    uint8
	}{{1, 1 << 30, 0}, {2, 1 << 30, 2}, {8, 1 << 30, 6}, {1, 1, 2}, {2, 1, 6}, {8, 1 << 17, 6}, {3, 1 << 30, 12}} {
		t.Run(fmt.Sprintf("workers %d, memory %d, partitions %d", test.workers, test.memory, 1<<test.bits), func(t *testing.T) {
			o := toyOptions(in, t.TempDir())
			o.Workers, o.Memory = test.workers, test.memory
			r := newRun(toyPlan(), o)
			r.parts = func(int64, int64) spreading { return spreading{test.bits} }
			if _, err := r.execute(context.Background()); err != nil {
				t.Fatal(err)
			}
			got := publishedFiles(t, o.Out)
			if want == nil {
				want = got
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("other bytes than the first run (-first +this):\n%.2000s", diff)
			}
		})
	}
}

func TestRunFigures(t *testing.T) {
	const n = 1000
	o := toyOptions(toyInput(t, n), t.TempDir())
	result := runToy(t, o)

	// Counted here by the rule of toyInput, not by the product.
	var loaded, duplicate, amount int64
	for i := range n {
		loaded++
		amount += int64(i%977*100 + i%100)
		if i%10 == 9 {
			duplicate++
		}
	}
	var got ControlTotal
	for _, total := range result.Totals {
		if total.Dataset != "raw_sales" {
			continue
		}
		got.RowsLoaded += total.RowsLoaded
		got.RowsDuplicate += total.RowsDuplicate
		got.RowsNotData += total.RowsNotData
		got.AmountLoaded += total.AmountLoaded
		if total.AmountPublished != nil {
			if *total.AmountPublished != total.AmountLoaded {
				t.Errorf("%s %s: published %d, loaded %d", total.File, total.Currency, *total.AmountPublished, total.AmountLoaded)
			}
			got.AmountRead += *total.AmountPublished
		}
	}
	want := ControlTotal{RowsLoaded: loaded, RowsDuplicate: duplicate, RowsNotData: 5, AmountLoaded: amount, AmountRead: amount}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("control totals (-want +got):\n%s", diff)
	}
	if got, want := dateText(result.AsOf), "2026-03-28"; got != want {
		t.Errorf("as-of date %s, want %s", got, want)
	}
	files := publishedFiles(t, o.Out)
	facts := strings.Count(files["datasets/sale_facts/dt=2026-03-28/part-00000.txt"], "\n")
	shares := strings.Count(files["datasets/sale_shares/dt=2026-03-28/part-00000.txt"], "\n")
	if facts != n || shares != n {
		t.Errorf("%d facts, %d shares, want %d of each", facts, shares, n)
	}
	if notes := strings.Count(files["datasets/findings/dt=2026-03-28/part-00000.txt"], "no_factor"); notes == 0 {
		t.Error("findings of stages are missing")
	}
	if _, err := Verify(t.Context(), result.Dir, 2); err != nil {
		t.Error(err)
	}
}

func TestRunKeepsTheNewest(t *testing.T) {
	o := toyOptions(toyInput(t, 50), t.TempDir())
	o.Keep = 2
	var last *Result
	for day := range arrow.Date32(5) {
		asOf := 20000 + day
		o.AsOf = &asOf
		last = runToy(t, o)
	}
	kept, err := os.ReadDir(filepath.Join(o.Out, runsName))
	if err != nil {
		t.Fatal(err)
	}
	current, err := os.Readlink(filepath.Join(o.Out, currentName))
	if err != nil {
		t.Fatal(err)
	}
	if len(kept) != 2 || filepath.Base(current) != last.ID {
		t.Errorf("%d runs kept, current %s, want 2 and %s", len(kept), current, last.ID)
	}
}

func TestRunRefuses(t *testing.T) {
	write := func(in, name, text string) {
		if err := os.WriteFile(filepath.Join(in, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		name    string
		change  func(p *Plan, o *Options)
		want    any
		message string
	}{
		{"no input folder", func(_ *Plan, o *Options) { o.In += "/nowhere" }, new(*InputError), "no such folder"},
		{"no file of a known kind", func(_ *Plan, o *Options) {
			o.In = t.TempDir()
			write(o.In, "a.csv", "this,that\n1,2\n")
		}, new(*InputError), "no file of a known kind; a.csv: unknown table"},
		{"unknown file, strict", func(_ *Plan, o *Options) {
			o.Strict = true
			write(o.In, "a.csv", "this,that\n1,2\n")
		}, new(*InputError), "a.csv"},
		{"no date", func(_ *Plan, o *Options) {
			o.In = t.TempDir()
			write(o.In, "parcels.csv", "posting_number,arrived_on\n1-2-3,2026-01-01\n")
		}, new(*InputError), "as-of"},
		{"too many bad rows, and no date", func(_ *Plan, o *Options) {
			o.In = t.TempDir()
			write(o.In, "bad.csv", "posting_number,status,amount,currency,sold_on\n1-2-3,new,1.00,RUB,2026-13-01\n")
		}, new(*QuarantineError), "bad.csv: 1 of 1 rows"},
		{"too many bad rows", func(_ *Plan, o *Options) {
			write(o.In, "bad.csv", "posting_number,status,amount,currency,sold_on\n1-2-3,new,ten,RUB,2026-01-01\n1-2-4,new,10.00,RUB,2026-01-01\n")
		}, new(*QuarantineError), "bad.csv: 1 of 2 rows"},
		{"codes that are no codes", func(_ *Plan, o *Options) {
			write(o.In, "bad.csv", "posting_number,status,amount,currency,sold_on\n"+codesThatAreNone("1-%d-1,%s%d,1.00,RUB,2026-01-01\n"))
		}, new(*InputError), `bad.csv: column "status": 1`},
		{"codes that are no codes, in a file of one piece", func(_ *Plan, o *Options) {
			write(o.In, "bad.json", "["+codesThatAreNone(`{"posting_number":"1-%d-1","status":"%s%d","amount":"1.00","currency":"RUB","sold_on":"2026-01-01"},`)+"{}]")
		}, new(*InputError), `bad.json: column "status": 1`},
		{"a stage that fails", func(p *Plan, _ *Options) {
			p.Stages[1].Run = func(context.Context, *Task) error { return errors.New("no such rule") }
		}, new(*StageError), "stage join_parcels, partition 0: no such rule"},
		{"a stage that panics", func(p *Plan, _ *Options) {
			p.Stages[2].Run = func(context.Context, *Task) error { panic("index out of range") }
		}, new(*PanicError), "stage sum_sales: panic: index out of range"},
		{"a stage that loses a row", func(p *Plan, _ *Options) {
			load := p.Stages[0].Run
			p.Stages[0].Run = func(ctx context.Context, task *Task) error {
				settle, lost := task.Settle, false
				task.Settle = func(e Entry) {
					if lost {
						settle(e)
					}
					lost = true
				}
				return load(ctx, task)
			}
		}, new(*InternalError), "are accounted for"},
		{"a stage that loses a kopeck", func(p *Plan, _ *Options) {
			load := p.Stages[0].Run
			p.Stages[0].Run = func(ctx context.Context, task *Task) error {
				settle := task.Settle
				task.Settle = func(e Entry) { e.Amount--; settle(e) }
				return load(ctx, task)
			}
		}, new(*InternalError), "minor units were read"},
		{"a stage that reads more than it declares", func(p *Plan, _ *Options) {
			p.Stages[2].Run = func(_ context.Context, task *Task) error { _, err := toyRows(task, rawSales); return err }
		}, new(*StageError), "reads raw_sales"},
		{"a stage that writes more than it declares", func(p *Plan, _ *Options) {
			p.Stages[2].Run = func(_ context.Context, task *Task) error { return toyWrite(task, toyFacts, nil) }
		}, new(*StageError), "writes sale_facts"},
		{"a mart row of another partition", func(p *Plan, _ *Options) {
			p.Stages[1].Run = func(_ context.Context, task *Task) error {
				return toyWrite(task, toyFacts, [][]string{{"1-1-1", "", "", "", "", "", "", ""}, {"2-2-2", "", "", "", "", "", "", ""}, {"3-3-1", "", "", "", "", "", "", ""}})
			}
		}, new(*StageError), "another partition"},
		{"a writer that fails", func(_ *Plan, o *Options) {
			o.OpenMart = func(string, *Dataset) (MartWriter, error) { return nil, os.ErrPermission }
		}, new(*OutputError), "permission"},
		{"a writer that panics", func(_ *Plan, o *Options) {
			o.OpenMart = func(_ string, d *Dataset) (MartWriter, error) { return panickingMart{d == toyFacts}, nil }
		}, new(*InternalError), "sale_facts: panic: no encoder"},
		{"a writer that panics at the end", func(_ *Plan, o *Options) {
			closeFacts(o, func() error { panic("no footer") })
		}, new(*InternalError), "sale_facts: panic: no footer"},
		{"a mart of a whole stage that panics when it is opened", func(_ *Plan, o *Options) {
			o.OpenMart = func(folder string, d *Dataset) (MartWriter, error) {
				if d == toySums {
					panic("no folder")
				}
				return openTextMart(folder, d)
			}
		}, new(*InternalError), "sum_sales: panic: no folder"},
		{"a writer with a mistake in a goroutine of its own", func(_ *Plan, o *Options) {
			closeFacts(o, func() error {
				return fmt.Errorf("encode: %w", &InternalError{Reason: "sale_facts", Err: errors.New("mistake")})
			})
		}, new(*InternalError), "sale_facts: mistake"},
		{"a report that fails to be written", func(_ *Plan, o *Options) {
			o.Render = func(context.Context, string, *Manifest) error {
				return &os.PathError{Op: "write", Path: "book.xlsx", Err: errors.New("no space left")}
			}
		}, new(*OutputError), "book.xlsx"},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := toyOptions(toyInput(t, 100), t.TempDir())
			old := runToy(t, o)
			want := publishedFiles(t, o.Out)
			p := toyPlan()
			o.Version = "2"
			test.change(p, &o)
			r := newRun(p, o)
			r.parts = func(int64, int64) spreading { return spreading{2} }
			_, err := r.execute(context.Background())
			if err == nil || !errors.As(err, test.want) {
				t.Fatalf("got error %v, want %T", err, test.want)
			}
			if !strings.Contains(strings.ReplaceAll(err.Error(), "partition 1", "partition 0"), test.message) {
				t.Errorf("error %q does not say %q", err, test.message)
			}
			if diff := cmp.Diff(want, publishedFiles(t, o.Out)); diff != "" {
				t.Errorf("run %s was touched:\n%s", old.ID, diff)
			}
			if _, err := os.Stat(filepath.Join(o.Out, draftName)); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the draft is left: %v", err)
			}
		})
	}
}

// codesThatAreNone returns sales of which each has another long status.
func codesThatAreNone(sale string) string {
	var b strings.Builder
	long := strings.Repeat("s", 32_000)
	for i := range 1100 {
		fmt.Fprintf(&b, sale, i, long, i)
	}
	return b.String()
}

func TestRefusedFileIsAFinding(t *testing.T) {
	o := toyOptions(toyInput(t, 50), t.TempDir())
	if err := os.WriteFile(filepath.Join(o.In, "notes.csv"), []byte("this,that\n1,2\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/dev/null", filepath.Join(o.In, "link.csv")); err != nil {
		t.Fatal(err)
	}
	codes := map[string]string{}
	for _, f := range runToy(t, o).Findings.Told {
		codes[f.File] = f.Code
	}
	if codes["notes.csv"] != "file_refused" || codes["link.csv"] != "not_a_regular_file" {
		t.Errorf("findings %v", codes)
	}
}

func TestRunIsLocked(t *testing.T) {
	o := toyOptions(toyInput(t, 20), t.TempDir())
	held, err := lock(o.Out)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Run(context.Background(), toyPlan(), o)
	var locked *LockedError
	if !errors.As(err, &locked) || locked.Holder != fmt.Sprint(os.Getpid()) {
		t.Errorf("got %v, want a lock held by process %d", err, os.Getpid())
	}
	held.release()
	runToy(t, o)
}

func TestRunStopsWhenCancelled(t *testing.T) {
	o := toyOptions(toyInput(t, 500), t.TempDir())
	ctx, cancel := context.WithCancel(context.Background())
	p := toyPlan()
	p.Stages[2].Run = func(context.Context, *Task) error { cancel(); return nil }
	_, err := Run(ctx, p, o)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	if files := publishedFiles(t, o.Out); files != nil {
		t.Errorf("a cancelled run was published: %d files", len(files))
	}
}

func TestDryRunWritesNothing(t *testing.T) {
	o := toyOptions(toyInput(t, 100), filepath.Join(t.TempDir(), "out"))
	o.DryRun = true
	counted := runToy(t, o)
	if _, err := os.Stat(o.Out); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a dry run made the output folder: %v", err)
	}
	o.DryRun = false
	if made := runToy(t, o); made.ID != counted.ID || len(made.Files) != len(counted.Files) {
		t.Errorf("dry run %s of %d files, run %s of %d", counted.ID, len(counted.Files), made.ID, len(made.Files))
	}
}

func TestSelectedMartsHaveTheBytesOfAllMarts(t *testing.T) {
	in := toyInput(t, 500)
	all, some := toyOptions(in, t.TempDir()), toyOptions(in, t.TempDir())
	runToy(t, all)
	part, err := toyPlan().Select([]string{"sale_shares"})
	if err != nil {
		t.Fatal(err)
	}
	result, err := Run(context.Background(), part, some)
	if err != nil {
		t.Fatal(err)
	}
	want := publishedFiles(t, all.Out)
	for name, bytes := range publishedFiles(t, some.Out) {
		if strings.Contains(name, "sale_shares") && want[name] != bytes {
			t.Errorf("%s differs", name)
		}
		if strings.Contains(name, "sale_facts") {
			t.Errorf("%s was not selected", name)
		}
	}
	if len(result.Manifest.Datasets) != 4 {
		t.Errorf("published %v", result.Manifest.Datasets)
	}
}
