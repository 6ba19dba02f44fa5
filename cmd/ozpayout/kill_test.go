package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ozpayout/pipeline"
)

// TestKilledRun kills the program with SIGKILL at moments spread over a run, by
// the clock and as soon as some file is there. Readers see the run before or the
// run after, whole; the next run needs no cleaning up and gives the bytes of a
// run that nobody disturbed.
func TestKilledRun(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the program many times")
	}
	in, asOf := makeShop(t, 200, 21)
	arguments := func(out, asOf string) []string {
		return []string{"run", "--in", in, "--out", out, "--as-of", asOf, "--lang", "en", "--quarantine-limit", "1", "--quiet"}
	}
	calm := filepath.Join(t.TempDir(), "out")
	runProgram(t, "", nil, arguments(calm, "2024-08-01")...)
	first := t.TempDir()
	if err := os.CopyFS(first, os.DirFS(calm)); err != nil {
		t.Fatal(err)
	}
	before := currentID(t, first)
	started := time.Now()
	runProgram(t, "", nil, arguments(calm, asOf)...)
	whole := time.Since(started)
	after, want := currentID(t, calm), folderTree(t, calm)

	killed, published := 0, 0
	try := func(name string, reached func(out string, passed time.Duration) bool) {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out")
			if err := os.CopyFS(out, os.DirFS(first)); err != nil {
				t.Fatal(err)
			}
			if killAt(t, arguments(out, asOf), func(passed time.Duration) bool { return reached(out, passed) }) {
				killed++
			}
			switch id := currentID(t, out); id {
			case before:
			case after:
				published++
			default:
				t.Errorf("current is run %s, neither %s nor %s", id, before, after)
			}
			runProgram(t, "", nil, arguments(out, asOf)...)
			if diff := cmp.Diff(want, folderTree(t, out)); diff != "" {
				t.Errorf("after a killed run the output differs (-undisturbed +after kill):\n%s", diff)
			}
		})
	}
	for _, percent := range []int{5, 20, 40, 60, 80, 90, 97} {
		try(fmt.Sprintf("%d percent", percent), func(_ string, passed time.Duration) bool {
			return passed >= whole*time.Duration(percent)/100
		})
	}
	for _, path := range []string{
		".stage", ".stage/datasets/payout_facts", ".stage/datasets/control_totals", ".stage/reports", ".stage/manifest.json", "runs/" + after,
	} {
		try("when "+filepath.Base(path)+" is there", func(out string, _ time.Duration) bool {
			_, err := os.Lstat(filepath.Join(out, filepath.FromSlash(path)))
			return err == nil
		})
	}
	if killed < 5 {
		t.Errorf("only %d runs were killed in time: the test shows nothing", killed)
	}
	t.Logf("%d runs were killed, %d tries ended with the new run published", killed, published)
}

// killAt starts the program and kills it when the moment is reached. It reports
// whether the kill came before the program's own end.
func killAt(t *testing.T, args []string, reached func(passed time.Duration) bool) bool {
	t.Helper()
	cmd := program(t, "", nil, args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	started := time.Now()
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for !reached(time.Since(started)) {
		select {
		case err := <-ended:
			if err != nil {
				t.Fatalf("the run ended before it was killed: %v", err)
			}
			return false
		case <-time.After(200 * time.Microsecond):
		}
	}
	_ = cmd.Process.Kill() // it may have ended meanwhile
	return <-ended != nil
}

// currentID returns the id of the run that readers see, every file of which must
// be as its manifest says.
func currentID(t *testing.T, out string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(filepath.Join(out, "current"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := pipeline.Verify(t.Context(), dir, 2)
	if err != nil {
		t.Fatal(err)
	}
	return m.ID
}
