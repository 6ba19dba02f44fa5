package stagetest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"ozpayout/pipeline"
)

var update = flag.Bool("update", false, "write the expectations of stage cases anew")

// batchSizes are the rows a batch that every case runs with.
var batchSizes = []int{1, 1024}

// Run tests a stage with each case that matches the patterns, testdata/*.txtar
// if there is none. A pattern without a case fails.
func Run(t *testing.T, s *pipeline.Stage, glob ...string) {
	t.Helper()
	if len(glob) == 0 {
		glob = []string{"testdata/*.txtar"}
	}
	for _, pattern := range glob {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		if len(paths) == 0 {
			t.Errorf("no case matches %s", pattern)
		}
		for _, path := range paths {
			name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
			t.Run(name, func(t *testing.T) { runFile(t, s, path) })
		}
	}
}

func runFile(t *testing.T, s *pipeline.Stage, path string) {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c, err := parseCase(s, archive)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	got, err := c.run(t, batchSizes[0])
	if *update && err == nil {
		rewrite(c, archive, got)
		if err := os.WriteFile(path, txtar.Format(archive), 0o666); err != nil {
			t.Fatal(err)
		}
		if c, err = parseCase(s, archive); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
	for _, complaint := range c.compare(got, err) {
		t.Error(complaint)
	}
	for _, size := range batchSizes[1:] {
		again, err := c.run(t, size)
		for _, complaint := range c.compare(again, err) {
			t.Errorf("%d rows a batch: %s", size, complaint)
		}
		if diff := cmp.Diff(got.all(), again.all()); diff != "" {
			t.Errorf("the outcome depends on the batches (-%d +%d rows a batch):\n%s", batchSizes[0], size, diff)
		}
	}
}

// compare says in what a run differs from what the case wants.
func (c *testCase) compare(got result, err error) (complaints []string) {
	switch {
	case c.wantError == "" && err != nil:
		return []string{err.Error()}
	case c.wantError != "" && err == nil:
		return []string{fmt.Sprintf("no error, want one with %q", c.wantError)}
	case c.wantError != "" && !strings.Contains(err.Error(), c.wantError):
		return []string{fmt.Sprintf("error %q, want one with %q", err, c.wantError)}
	}
	if len(c.want) == 0 && c.wantError == "" {
		return []string{"the case expects nothing: add want/DATASET.csv, or run with -update"}
	}
	for _, w := range c.want {
		if diff := cmp.Diff(w.lines, got[w.name].lines(w.columns)); diff != "" {
			complaints = append(complaints, fmt.Sprintf("%s (-want +got):\n  %s\n%s", w.file, headerLine(w.columns), diff))
		}
	}
	return complaints
}

// run runs the case once and checks that the stage released what it took.
func (c *testCase) run(t testing.TB, size int) (result, error) {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	return c.exec(mem, size)
}

// exec runs the case and prints what came out. All that it allocated is
// released when it returns, but for what the stage forgot.
func (c *testCase) exec(mem memory.Allocator, size int) (result, error) {
	inputs := make(map[*pipeline.Dataset][]arrow.Record)
	defer func() {
		for _, batches := range inputs {
			release(batches)
		}
	}()
	for d, text := range c.in {
		rec, err := parseRows(mem, d, text)
		if err != nil {
			return result{}, err
		}
		for from := int64(0); from < rec.NumRows(); from += int64(size) {
			inputs[d] = append(inputs[d], rec.NewSlice(from, min(from+int64(size), rec.NumRows())))
		}
		rec.Release()
	}
	done, err := Exec(c.stage, inputs, c.asOf, c.pack, mem)
	defer done.Release()
	return resultOf(c.stage, done), err
}

func release(batches []arrow.Record) {
	for _, rec := range batches {
		rec.Release()
	}
}
