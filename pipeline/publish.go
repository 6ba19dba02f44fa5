package pipeline

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ozpayout/pipeline/digest"
)

// Names in the output folder. Readers open current, a link to the newest run.
const (
	currentName     = "current"
	nextCurrentName = ".current" // the link before it replaces current
	runsName        = "runs"
	draftName       = ".stage" // the run being made
	oldName         = ".old"   // runs on their way out
)

// A publisher brings a finished run into the output folder by one atomic swap:
// the run is written aside and synced, its manifest last, renamed into runs,
// and the link current is replaced. Killed at any point it leaves what was
// published before, or the new run.
type publisher struct {
	disk disk
	out  string
}

func (p *publisher) path(names ...string) string {
	return filepath.Join(append([]string{p.out}, names...)...)
}

// prepare clears what a dead run left behind and makes the folder of the draft. What is not of
// this program it leaves alone, or refuses where it is in the way.
func (p *publisher) prepare() error {
	if info, err := os.Lstat(p.path(currentName)); err == nil && info.Mode()&fs.ModeSymlink == 0 {
		return &OutputError{
			Path: p.path(currentName),
			Err:  errors.New("expected the link to the newest run: move what is there away, or name another output folder"),
		}
	}
	for _, name := range []string{draftName, oldName, nextCurrentName} {
		if err := p.disk.remove(p.path(name)); err != nil {
			return &OutputError{Path: p.path(name), Err: err}
		}
	}
	if err := p.disk.makeFolder(p.path(draftName)); err != nil {
		return &OutputError{Path: p.path(draftName), Err: err}
	}
	return nil
}

// abandon deletes the draft of a run that failed. Should that fail too,
// the next run does it.
func (p *publisher) abandon() { _ = p.disk.remove(p.path(draftName)) }

// seal syncs every file and folder of the draft, lists the files in the
// manifest and writes it.
func (p *publisher) seal(ctx context.Context, m *Manifest, progress Progress) error {
	draft := p.path(draftName)
	files, folders, err := tree(draft)
	if err != nil {
		return &OutputError{Path: draft, Err: err}
	}
	progress.Phase("publish", int64(len(files)))
	m.Outputs = make([]ManifestFile, len(files))
	err = atOnce(ctx, syncedAtOnce, files, func(i int, name string) error {
		defer progress.Advance(1)
		path := filepath.Join(draft, filepath.FromSlash(name))
		if err := p.disk.finish(path, fileMode); err != nil {
			return &OutputError{Path: path, Err: err}
		}
		h := digest.New()
		size, err := copyFile(untilDone{ctx, h}, path)
		if err != nil {
			return &OutputError{Path: path, Err: err}
		}
		m.Outputs[i] = ManifestFile{Path: name, Bytes: size}
		m.Outputs[i].SHA256, m.Outputs[i].XXH3 = h.Sums().Hex()
		return nil
	})
	if err != nil {
		return err
	}
	data, err := m.encode()
	if err != nil {
		return &InternalError{Reason: "manifest", Err: err}
	}
	path := filepath.Join(draft, manifestName)
	if err := p.disk.writeFile(path, data); err != nil {
		return &OutputError{Path: path, Err: err}
	}
	return atOnce(ctx, syncedAtOnce, folders, func(_ int, name string) error {
		path := filepath.Join(draft, filepath.FromSlash(name))
		if err := p.disk.finish(path, folderMode); err != nil {
			return &OutputError{Path: path, Err: err}
		}
		return nil
	})
}

// syncedAtOnce is how many files are synced at once: that is waiting for the disk, not work
// for a processor.
const syncedAtOnce = 4

// commit makes the sealed draft the run id. A damaged run of that name, which
// no reader can use, makes room first.
func (p *publisher) commit(id string) error {
	steps := []func() error{
		func() error { return p.disk.makeFolder(p.path(runsName)) },
		func() error { return p.setAside(id) },
		func() error { return p.disk.rename(p.path(draftName), p.path(runsName, id)) },
		func() error { return p.disk.finish(p.path(runsName), folderMode) },
		func() error { return p.disk.sync(p.out) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return &OutputError{Path: p.path(runsName, id), Err: err}
		}
	}
	return p.point(id)
}

// point lets current name a run.
func (p *publisher) point(id string) error {
	target := filepath.Join(runsName, id)
	if have, err := os.Readlink(p.path(currentName)); err == nil && have == target {
		return nil
	}
	steps := []func() error{
		func() error { return p.disk.remove(p.path(nextCurrentName)) },
		func() error { return p.disk.link(target, p.path(nextCurrentName)) },
		func() error { return p.disk.sync(p.out) },
		func() error { return p.disk.rename(p.path(nextCurrentName), p.path(currentName)) },
		func() error { return p.disk.sync(p.out) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return &OutputError{Path: p.path(currentName), Err: err}
		}
	}
	return nil
}

// prune deletes all but the newest runs, of which the one that current names is
// always one. A run is moved aside as a whole before it is deleted. What is not named
// as a run stays.
func (p *publisher) prune(keep int) error {
	entries, err := os.ReadDir(p.path(runsName))
	if err != nil {
		return &OutputError{Path: p.path(runsName), Err: err}
	}
	type old struct {
		id      string
		written int64
	}
	current, err := os.Readlink(p.path(currentName))
	if err != nil {
		return &OutputError{Path: p.path(currentName), Err: err}
	}
	var runs []old
	for _, e := range entries {
		if filepath.Base(current) == e.Name() || !isRunID(e.Name()) {
			continue
		}
		// A run without a manifest is the oldest: it is of no use.
		written := int64(0)
		if info, err := os.Stat(p.path(runsName, e.Name(), manifestName)); err == nil {
			written = info.ModTime().UnixNano()
		}
		runs = append(runs, old{e.Name(), written})
	}
	slices.SortFunc(runs, func(a, b old) int {
		return cmp.Or(cmp.Compare(b.written, a.written), strings.Compare(a.id, b.id))
	})
	for _, r := range runs[min(len(runs), max(keep-1, 0)):] {
		if err := p.setAside(r.id); err != nil {
			return &OutputError{Path: p.path(runsName, r.id), Err: err}
		}
	}
	if err := p.disk.remove(p.path(oldName)); err != nil {
		return &OutputError{Path: p.path(oldName), Err: err}
	}
	return nil
}

// setAside moves a run, if there is one, to where old runs are deleted.
func (p *publisher) setAside(id string) error {
	if _, err := os.Lstat(p.path(runsName, id)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := p.disk.makeFolder(p.path(oldName)); err != nil {
		return err
	}
	return p.disk.rename(p.path(runsName, id), p.path(oldName, id))
}
