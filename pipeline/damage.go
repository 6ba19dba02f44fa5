package pipeline

import (
	"errors"
	"io/fs"
	"strings"

	"ozpayout/pipeline/tabular"
)

// What to do about a file that somebody writes to, and about one that is broken.
const (
	readLater   = "run again when nobody writes to it"
	exportAgain = "export it again or take it away"
)

// damaged refuses a file that cannot be opened as a table. The reason does not begin
// with the file, which whoever tells the refusal names, and holds no path outside the
// input folder.
func damaged(file, name string, err error) *Refusal {
	var damage *tabular.DamageError
	isDamaged := errors.As(err, &damage)
	if isDamaged {
		nameless := *damage
		nameless.Path = ""
		err = &nameless
	}
	reason := strings.TrimPrefix(strings.ReplaceAll(err.Error(), file, name), name)
	return &Refusal{Name: name, Reason: strings.TrimPrefix(reason, ": "), Damaged: isDamaged, Changed: isDamaged && damage.IsChanged}
}

// inputDamage makes damage of a file, and a file that is gone or cannot be read, an
// [InputError], which names the file by its path in the input folder.
func inputDamage(f *SourceFile, err error) error {
	if failed := scratchFailure(err); failed != nil {
		return failed
	}
	var output *OutputError
	if errors.As(err, &output) {
		return err
	}
	if failed := diskFailure(f, err); failed != nil {
		return failed
	}
	var damage *tabular.DamageError
	switch {
	case !errors.As(err, &damage):
		return err
	case f.isSeed():
		return &OutputError{Path: f.path, Err: err}
	case damage.IsChanged:
		return &InputError{File: f.Name, Reason: "changed while it was read: " + readLater}
	}
	nameless := *damage
	nameless.Path = ""
	return &InputError{File: f.Name, Reason: "damaged: " + exportAgain, Err: &nameless}
}

// diskFailure makes an [InputError] of a file that is gone or cannot be read, nil of
// everything else. A shipped table lies in the output folder.
func diskFailure(f *SourceFile, err error) error {
	var disk *fs.PathError
	switch {
	case !errors.As(err, &disk):
		return nil
	case f.isSeed():
		return &OutputError{Path: f.path, Err: disk.Err}
	case errors.Is(err, fs.ErrNotExist):
		return &InputError{File: f.Name, Reason: "vanished while it was read: " + readLater}
	}
	return &InputError{File: f.Name, Reason: "cannot be read", Err: disk.Err}
}

// scratchFailure makes an [OutputError] of a scratch file that could not be
// written, nil of everything else.
func scratchFailure(err error) error {
	var scratch *tabular.ScratchError
	if err != nil && errors.As(err, &scratch) {
		return &OutputError{Path: scratch.Folder, Err: scratch.Err}
	}
	return nil
}
