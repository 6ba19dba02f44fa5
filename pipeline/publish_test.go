package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A dyingDisk makes so many changes and then no more, as if the process had
// been killed or the disk had gone.
type dyingDisk struct {
	disk
	mu   sync.Mutex
	left int
	log  []string
}

var errDead = errors.New("the disk is gone")

func (d *dyingDisk) change(name, path string, do func() error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.left == 0 {
		return errDead
	}
	d.left--
	d.log = append(d.log, name+" "+path)
	return do()
}

func (d *dyingDisk) makeFolder(path string) error {
	return d.change("makeFolder", path, func() error { return d.disk.makeFolder(path) })
}

func (d *dyingDisk) remove(path string) error {
	return d.change("remove", path, func() error { return d.disk.remove(path) })
}

// writeFile dies in the middle of the file, not before it.
func (d *dyingDisk) writeFile(path string, data []byte) error {
	if d.left == 0 {
		return errors.Join(errDead, d.disk.writeFile(path, data[:len(data)/2]))
	}
	return d.change("writeFile", path, func() error { return d.disk.writeFile(path, data) })
}

func (d *dyingDisk) finish(path string, mode os.FileMode) error {
	return d.change("finish", path, func() error { return d.disk.finish(path, mode) })
}

func (d *dyingDisk) sync(path string) error {
	return d.change("sync", path, func() error { return d.disk.sync(path) })
}

func (d *dyingDisk) rename(from, to string) error {
	return d.change("rename", from+" "+to, func() error { return d.disk.rename(from, to) })
}

func (d *dyingDisk) link(target, path string) error {
	return d.change("link", path, func() error { return d.disk.link(target, path) })
}

func TestKilledAtAnyChangeLeavesTheOldRunOrTheNew(t *testing.T) {
	in := toyInput(t, 30)
	prepare := func(t *testing.T, version string) (*dyingDisk, *run, Options) {
		t.Helper()
		o := toyOptions(in, t.TempDir())
		o.Keep = 1 // so that deleting old runs is among the changes
		runToy(t, o)
		o.Version = version
		r := newRun(toyPlan(), o)
		d := &dyingDisk{disk: osDisk{}, left: -1}
		r.disk = d
		return d, r, o
	}
	d, r, o := prepare(t, "2")
	before := publishedFiles(t, o.Out)
	if _, err := r.execute(context.Background()); err != nil {
		t.Fatal(err)
	}
	after, changes := publishedFiles(t, o.Out), len(d.log)
	if cmp.Equal(before, after) {
		t.Fatal("old and new run are equal: the test could not fail")
	}
	committed := 0
	for n := range changes {
		d, r, o := prepare(t, "2")
		d.left = n
		_, err := r.execute(context.Background())
		var output *OutputError
		if !errors.As(err, &output) {
			t.Fatalf("killed at change %d of %d: error %v, want an output error", n, changes, err)
		}
		switch files := publishedFiles(t, o.Out); {
		case cmp.Equal(files, after):
			committed++
		case !cmp.Equal(files, before):
			t.Fatalf("killed at change %d: readers see neither the old run nor the new one", n)
		case committed > 0:
			t.Fatalf("killed at change %d: readers see the old run again", n)
		}
		runToy(t, o)
		if diff := cmp.Diff(after, publishedFiles(t, o.Out)); diff != "" {
			t.Fatalf("killed at change %d, run again (-want +got):\n%.1000s", n, diff)
		}
		left, err := os.ReadDir(o.Out)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, e := range left {
			names = append(names, e.Name())
		}
		if diff := cmp.Diff([]string{lockName, currentName, runsName}, names); diff != "" {
			t.Fatalf("killed at change %d, run again, in the output folder (-want +got):\n%s", n, diff)
		}
	}
	if committed == 0 || committed == changes {
		t.Errorf("%d of %d kills came after the commit: want some", committed, changes)
	}
}

// The order that survives a power loss: everything below a name is synced
// before the name appears, and the folder that holds the name after it.
func TestCommitSyncsBeforeAndAfterRenames(t *testing.T) {
	o := toyOptions(toyInput(t, 30), t.TempDir())
	r := newRun(toyPlan(), o)
	d := &dyingDisk{disk: osDisk{}, left: -1}
	r.disk = d
	result, err := r.execute(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	at := func(change string) int {
		for i, have := range d.log {
			if strings.ReplaceAll(have, o.Out, "OUT") == change {
				return i
			}
		}
		t.Fatalf("no change %q in\n%s", change, strings.Join(d.log, "\n"))
		return -1
	}
	appears := at(fmt.Sprintf("rename OUT/.stage OUT/runs/%s", result.ID))
	manifest := at("writeFile OUT/.stage/manifest.json")
	for _, f := range result.Manifest.Outputs {
		if synced := at("finish OUT/.stage/" + f.Path); synced > manifest {
			t.Errorf("%s is synced after the manifest was written", f.Path)
		}
	}
	if folder := at("finish OUT/.stage"); folder < manifest || folder > appears {
		t.Error("the draft is not synced between the manifest and its renaming")
	}
	swap := at("rename OUT/.current OUT/current")
	if runs := at("finish OUT/runs"); runs < appears || runs > swap {
		t.Error("the folder of runs is not synced between its new entry and the swap")
	}
	last := 0
	for i, change := range d.log {
		if change == "sync "+o.Out {
			last = i
		}
	}
	if last < swap {
		t.Error("the output folder is not synced after the swap")
	}
}

// What a run makes has its modes; an output folder that was there keeps its own, which may
// be what lets the readers in, or another user's.
func TestPublishedModes(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o077))
	o := toyOptions(toyInput(t, 30), filepath.Join(t.TempDir(), "made"))
	mode := func() os.FileMode {
		info, err := os.Stat(o.Out)
		if err != nil {
			t.Fatal(err)
		}
		return info.Mode() & (os.ModePerm | os.ModeSetgid)
	}
	runToy(t, o)
	if got := mode(); got != folderMode {
		t.Errorf("the output folder has mode %o, want %o", got, folderMode)
	}
	shared := os.ModeSetgid | 0o775
	if err := os.Chmod(o.Out, shared); err != nil {
		t.Fatal(err)
	}
	o.Version += "+next"
	result := runToy(t, o)
	if got := mode(); got != shared {
		t.Errorf("the output folder has mode %o after a run, it was %o", got, shared)
	}
	files, folders, err := tree(result.Dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(files, folders...) {
		info, err := os.Stat(filepath.Join(result.Dir, name))
		if err != nil {
			t.Fatal(err)
		}
		want := fileMode
		if info.IsDir() {
			want = folderMode
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %o, want %o", name, info.Mode().Perm(), want)
		}
	}
}

func TestVerifyFindsEveryChange(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(dir string, m *Manifest) error
	}{
		{"a byte", func(dir string, m *Manifest) error {
			path := filepath.Join(dir, m.Outputs[0].Path)
			data, err := os.ReadFile(path)
			data[0]++
			return errors.Join(err, os.WriteFile(path, data, 0o640))
		}},
		{"a file less", func(dir string, m *Manifest) error { return os.Remove(filepath.Join(dir, m.Outputs[1].Path)) }},
		{"a file more", func(dir string, _ *Manifest) error { return os.WriteFile(filepath.Join(dir, "more"), nil, 0o640) }},
		{"no manifest", func(dir string, _ *Manifest) error { return os.Remove(filepath.Join(dir, manifestName)) }},
		{"a control total", func(dir string, m *Manifest) error {
			m.Totals[0].RowsDuplicate++
			data, err := m.encode()
			return errors.Join(err, os.WriteFile(filepath.Join(dir, manifestName), data, 0o640))
		}},
		{"an amount", func(dir string, m *Manifest) error {
			m.Totals[0].AmountSuperseded--
			data, err := m.encode()
			return errors.Join(err, os.WriteFile(filepath.Join(dir, manifestName), data, 0o640))
		}},
		{"another format", func(dir string, m *Manifest) error {
			m.Format++
			data, err := m.encode()
			return errors.Join(err, os.WriteFile(filepath.Join(dir, manifestName), data, 0o640))
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			result := runToy(t, toyOptions(toyInput(t, 30), t.TempDir()))
			if _, err := Verify(t.Context(), result.Dir, 2); err != nil {
				t.Fatal(err)
			}
			if err := test.change(result.Dir, result.Manifest); err != nil {
				t.Fatal(err)
			}
			var damaged *InputError
			if _, err := Verify(t.Context(), result.Dir, 2); !errors.As(err, &damaged) {
				t.Errorf("the change was not found: %v", err)
			}
		})
	}
}

// A manifest is JSON, and each entry of its lists is a line of it.
func TestManifestHasALineForEachEntry(t *testing.T) {
	stated := int64(7)
	for _, m := range []*Manifest{
		{Format: manifestFormat},
		{
			ID: "1", Config: "<&>", Inputs: []ManifestInput{{Name: "a},{b.csv"}, {Name: "line\nend", Datasets: []string{"x", "y"}}},
			Datasets: []ManifestDataset{{"x", 1}}, Totals: []ControlTotal{{File: "a", StatedTotal: &stated}}, Outputs: []ManifestFile{},
		},
	} {
		data, err := m.encode()
		if err != nil {
			t.Fatal(err)
		}
		var got Manifest
		if err := json.Unmarshal(data, &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(m, &got); diff != "" {
			t.Error(diff)
		}
		var entries, lists int
		for _, n := range []int{len(m.Inputs), len(m.Datasets), len(m.Totals), len(m.Outputs)} {
			entries += n
			lists += min(n, 1) // a list with entries ends on a line of its own
		}
		const fields, braces = 11, 2
		if got, want := bytes.Count(data, []byte{'\n'}), fields+braces+entries+lists; got != want {
			t.Errorf("%d lines, want %d:\n%s", got, want, data)
		}
	}
}
