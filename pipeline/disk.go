package pipeline

import (
	"errors"
	"os"
)

// A disk is every change that publishing makes to the output folder. Tests put
// a failing one in its place, to show that a run killed between any two changes
// leaves the old run or the new one.
type disk interface {
	// makeFolder makes a folder and its parents.
	makeFolder(path string) error
	// remove deletes a file, a link or a tree; it is no error if there is none.
	remove(path string) error
	// writeFile creates a file, writes it and syncs it.
	writeFile(path string, data []byte) error
	// finish gives a file or folder its mode and syncs it.
	finish(path string, mode os.FileMode) error
	// sync syncs a folder whose mode is not ours to choose.
	sync(path string) error
	// rename replaces a file or link at the new place; a folder must not exist.
	rename(from, to string) error
	// link makes a symbolic link.
	link(target, path string) error
}

// Modes of what is published, whatever the umask: the group may read.
const (
	fileMode   os.FileMode = 0o640
	folderMode os.FileMode = 0o750
)

// osDisk is the disk of the operating system.
type osDisk struct{}

func (osDisk) makeFolder(path string) error { return os.MkdirAll(path, folderMode) }

func (osDisk) remove(path string) error { return os.RemoveAll(path) }

func (d osDisk) writeFile(path string, data []byte) error {
	if err := os.WriteFile(path, data, fileMode); err != nil {
		return err
	}
	return d.finish(path, fileMode)
}

func (d osDisk) finish(path string, mode os.FileMode) error {
	if err := os.Chmod(path, mode); err != nil {
		return err
	}
	return d.sync(path)
}

func (osDisk) sync(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func (osDisk) rename(from, to string) error { return os.Rename(from, to) }

func (osDisk) link(target, path string) error { return os.Symlink(target, path) }
