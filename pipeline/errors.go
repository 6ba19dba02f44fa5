package pipeline

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
)

// An InputError says that the input is missing, unreadable, damaged or changed
// while it was read. Nothing is published.
type InputError struct {
	File   string // path relative to the input folder, or the folder itself
	Reason string // what was expected and what to do
	Err    error  // may be nil
}

func (e *InputError) Error() string { return joinParts("input", e.File, e.Reason, e.Err) }

func (e *InputError) Unwrap() error { return e.Err }

// A QuarantinedFile is a file of which too many rows could not be used.
type QuarantinedFile struct {
	File        string
	Rows        int64 // data rows
	Quarantined int64
}

// A QuarantineError says that more rows than allowed could not be used (D44).
// Nothing is published.
type QuarantineError struct {
	Limit    float64           // largest share allowed, 0..1
	Files    []QuarantinedFile // in path order, at least one
	Findings FindingDigest     // says what is wrong with the rows
}

func (e *QuarantineError) Error() string {
	var files []string
	for _, f := range e.Files {
		files = append(files, fmt.Sprintf("%s: %d of %d rows", f.File, f.Quarantined, f.Rows))
	}
	return fmt.Sprintf("more than %g %% of the rows cannot be used: %s", e.Limit*100, strings.Join(files, "; "))
}

// A LockedError says that another run is at work on the output folder.
type LockedError struct {
	Path   string // the lock file
	Holder string // process id of the holder, "" if it did not say
}

func (e *LockedError) Error() string {
	if e.Holder == "" {
		return fmt.Sprintf("%s: locked by another run: wait until it ends", e.Path)
	}
	return fmt.Sprintf("%s: locked by another run, process %s: wait until it ends", e.Path, e.Holder)
}

// An AsOfError says that nothing can be judged on the as-of date: it was mistyped, comes
// from a wrong date of the data, or a reference table ends before it.
type AsOfError struct {
	AsOf   arrow.Date32
	Reason string // what is missing for it and what to do
}

func (e *AsOfError) Error() string { return "as-of date " + dateText(e.AsOf) + ": " + e.Reason }

// An OutputError says that the output could not be written: disk full,
// read-only, no permission. What was published before is still there.
type OutputError struct {
	Path string
	Err  error
}

func (e *OutputError) Error() string { return joinParts("output", e.Path, "", e.Err) }

func (e *OutputError) Unwrap() error { return e.Err }

// An InternalError says that the program contradicts itself: rows lost, totals
// that do not tie, a shipped table that does not fit its declaration.
type InternalError struct {
	Reason string
	Err    error // may be nil
}

func (e *InternalError) Error() string { return joinParts("internal error", "", e.Reason, e.Err) }

func (e *InternalError) Unwrap() error { return e.Err }

// A PanicError is a panic: a mistake in this program. Stack is for logs only.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }

// RecoverAs turns a panic of the function that defers it into an [InternalError] that names
// what was at hand: a file, a dataset. Each goroutine defers one, since the Go runtime ends a
// process in which one panics with the exit status of bad usage, and with no word in the log.
func RecoverAs(err *error, what string) {
	if v := recover(); v != nil {
		*err = &InternalError{Reason: what, Err: &PanicError{Value: v, Stack: debug.Stack()}}
	}
}

// martError says that a mart cannot be written. A mistake in its writer stays one.
func martError(d *Dataset, err error) error {
	var mistake *InternalError
	if errors.As(err, &mistake) {
		return mistake
	}
	return &OutputError{Path: d.Name, Err: err}
}

// joinParts joins the parts of a message that are there.
func joinParts(what, where, reason string, err error) string {
	parts := []string{what}
	if where != "" {
		parts[0] += " " + where
	}
	if reason != "" {
		parts = append(parts, reason)
	}
	if err != nil {
		parts = append(parts, err.Error())
	}
	return strings.Join(parts, ": ")
}
