package pipeline

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
)

const lockName = ".lock"

// A runLock keeps other runs out of an output folder. It must stay reachable
// while the run lasts: a lock whose file is collected is lost without a word.
type runLock struct{ file *flock.Flock }

// lock takes the lock of an output folder or returns a [LockedError].
func lock(out string) (*runLock, error) {
	path := filepath.Join(out, lockName)
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() { // a link may lead to a file of somebody else
		return nil, &OutputError{Path: path, Err: errors.New("expected a regular file: move what is there away, or name another output folder")}
	}
	file := flock.New(path, flock.SetPermissions(fileMode))
	switch taken, err := file.TryLock(); {
	case err != nil:
		return nil, &OutputError{Path: path, Err: err}
	case !taken:
		holder, err := os.ReadFile(path)
		if err != nil {
			holder = nil // the lock holds, whoever has it
		}
		return nil, &LockedError{Path: path, Holder: strings.TrimSpace(string(holder))}
	}
	l := &runLock{file}
	if err := os.WriteFile(path, []byte(strconv.Itoa(os.Getpid())+"\n"), fileMode); err != nil {
		l.release()
		return nil, &OutputError{Path: path, Err: err}
	}
	return l, nil
}

// release lets the next run in. The file stays: deleting it would let two runs
// lock two files of one name.
func (l *runLock) release() { _ = l.file.Close() }
