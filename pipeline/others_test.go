package pipeline

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestInputThatChangesIsRefused(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(path string) error
		want   string
	}{
		{"written to", func(path string) error {
			f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			fmt.Fprintln(f, "1-2-3,delivered,1.00,RUB,2026-03-01")
			return f.Close()
		}, "changed while it was read: run again when nobody writes to it"},
		{"emptied", func(path string) error { return os.Truncate(path, 0) }, "changed while it was read: run again when nobody writes to it"},
		{"deleted", os.Remove, "vanished while it was read: run again when nobody writes to it"},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := toyOptions(toyInput(t, 50), t.TempDir())
			files, _, err := listFiles(o.In, o.Out)
			if err != nil {
				t.Fatal(err)
			}
			r := newRun(toyPlan(), o)
			recogniser := r.recogniser(files, "")
			if err := r.recognise(t.Context(), recogniser, files); err != nil {
				t.Fatal(err)
			}
			last := files[len(files)-1]
			if err := test.change(last.path); err != nil {
				t.Fatal(err)
			}
			_, err = r.read(t.Context(), recogniser, files, newStore(r.mem, spreading{}, 1<<20, t.TempDir()))
			var input *InputError
			if !errors.As(err, &input) || input.File != last.Name || !strings.HasPrefix(input.Reason, test.want) {
				t.Errorf("got %v, want an input error of %s: %s", err, last.Name, test.want)
			}
		})
	}
}

// A hidden file whose state cannot be asked for, here since its path is too long, stops no run:
// one that an office program takes away while the folder is listed is the same.
func TestHiddenFileThatCannotBeAskedFor(t *testing.T) {
	const longest = 4096 // bytes of a path, on Linux
	root := t.TempDir()
	folder := root
	for len(folder) < longest-200 {
		folder = filepath.Join(folder, strings.Repeat("a", min(150, longest-100-len(folder))))
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Skip(err) // a system with shorter paths
	}
	inside, err := os.OpenRoot(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer inside.Close()
	for _, name := range []string{".", "~$"} {
		if err := inside.WriteFile(name+strings.Repeat("b", 230), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := inside.WriteFile("sales.csv", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	files, odd, err := listFiles(root, t.TempDir())
	if err != nil || len(odd) > 0 || len(files) != 1 {
		t.Errorf("got %d files, findings %v, error %v, want the file that is not hidden", len(files), odd, err)
	}
}

// What somebody else put into the output folder is neither deleted nor written over.
func TestRunLeavesForeignFilesAlone(t *testing.T) {
	o := toyOptions(toyInput(t, 50), t.TempDir())
	o.Keep = 1
	foreign := filepath.Join(o.Out, runsName, "of-last-year", "notes.txt")
	if err := errors.Join(os.MkdirAll(filepath.Dir(foreign), 0o755), os.WriteFile(foreign, nil, 0o644)); err != nil {
		t.Fatal(err)
	}
	runToy(t, o)
	if _, err := os.Stat(foreign); err != nil {
		t.Error(err)
	}
	o.Out = t.TempDir()
	current := filepath.Join(o.Out, currentName)
	if err := os.WriteFile(current, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := Run(t.Context(), toyPlan(), o)
	var output *OutputError
	if !errors.As(err, &output) || output.Path != current {
		t.Errorf("got %v, want an output error of %s", err, current)
	}
	if _, err := os.Stat(current); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(o.Out, runsName)); err == nil {
		t.Error("a run was published")
	}
}

// The lock of an output folder is written to: a link in its place may lead anywhere.
func TestLockIsNoLink(t *testing.T) {
	o := toyOptions(toyInput(t, 20), t.TempDir())
	foreign := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(foreign, []byte("kept"), 0o644); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(o.Out, lockName)
	if err := os.Symlink(foreign, path); err != nil {
		t.Fatal(err)
	}
	_, err := Run(t.Context(), toyPlan(), o)
	var output *OutputError
	if !errors.As(err, &output) || output.Path != path {
		t.Errorf("got %v, want an output error of %s", err, path)
	}
	if kept, err := os.ReadFile(foreign); err != nil || string(kept) != "kept" {
		t.Errorf("the file behind the link is %q, %v", kept, err)
	}
}

// A shipped table that somebody deletes while it is read is no input.
func TestShippedTableThatVanishesIsOutput(t *testing.T) {
	private := t.TempDir()
	r := newRun(toyPlan(), toyOptions(toyInput(t, 20), t.TempDir()))
	files, _, err := r.list(private)
	if err != nil {
		t.Fatal(err)
	}
	recogniser := r.recogniser(files, "")
	if err := r.recognise(t.Context(), recogniser, files); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(private); err != nil {
		t.Fatal(err)
	}
	_, err = r.read(t.Context(), recogniser, files, newStore(r.mem, spreading{}, 1<<20, t.TempDir()))
	var output *OutputError
	if !errors.As(err, &output) {
		t.Errorf("got %v, want an output error", err)
	}
}
