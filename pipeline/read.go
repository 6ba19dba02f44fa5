package pipeline

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"io/fs"
	"runtime/debug"
	"slices"
	"sync/atomic"

	"github.com/apache/arrow/go/v17/arrow"
	"golang.org/x/sync/errgroup"

	"ozpayout/pipeline/tabular"
)

// lastDates are the last dates that input files tell, shipped tables left aside.
type lastDates struct {
	latest arrow.Date32 // noDate without one
	past   arrow.Date32 // of those that are not after the day of the run
	later  string       // the first file, by name, that has a later one; "" = none
}

func (l *lastDates) add(p *piece) {
	if p.latest > p.past && l.later == "" {
		l.later = p.file.Name
	}
	l.latest, l.past = max(l.latest, p.latest), max(l.past, p.past)
}

// read scans the files into a store, workers side by side, and returns their last dates.
// Small files are recognised now.
func (r *run) read(ctx context.Context, recogniser *Recogniser, files []*SourceFile, to *store) (lastDates, error) {
	last := lastDates{latest: noDate, past: noDate}
	pieces := cut(files, r.plan.unread)
	all := lotsOf(pieces, min(max(r.once(files)/lotShare, smallLot), splitBytes))
	var total int64
	for _, p := range pieces {
		total += p.bytes
	}
	// Long ones first: so no worker is left with one at the end.
	slices.SortStableFunc(all, func(a, b lot) int { return cmp.Compare(b.work(), a.work()) })
	r.progress.Phase("read", total)
	var next atomic.Int64
	var faulty firstFault
	workers, ctx := errgroup.WithContext(ctx)
	for range r.options.Workers {
		workers.Go(func() error {
			l := newLotReader(r, recogniser, to)
			for {
				i := int(next.Add(1)) - 1
				if i >= len(all) || ctx.Err() != nil {
					return ctx.Err()
				}
				if faulty.precedes(all[i][0].file.Name) {
					continue
				}
				if err := faulty.keep(l.read(ctx, all[i])); err != nil {
					return err
				}
			}
		})
	}
	if err := cmp.Or(workers.Wait(), faulty.err); err != nil {
		return last, err
	}
	for _, p := range pieces {
		p.file.Rows += p.dataRows
		if !p.file.isSeed() {
			last.add(p)
		}
	}
	for _, f := range files {
		if f.isSmall() {
			continue // as it was read
		}
		if err := f.verify(); err != nil {
			return last, err
		}
	}
	if err := r.someKnown(files); err != nil {
		return last, err
	}
	if to == nil {
		return last, nil
	}
	for _, d := range r.plan.Sources() {
		to.seal(d)
	}
	return last, nil
}

// verify takes the checksum of a file that was read, and makes sure that all of it was read
// as it was listed. What only reading needs to know is forgotten: there may be thousands.
func (f *SourceFile) verify() error {
	if len(f.tables) == 0 {
		return f.unchanged()
	}
	first := f.tables[0].File
	f.SHA256, f.tables = hexHash(first.SHA256), nil
	if first.Form != tabular.CSV { // else who read it asked behind the last byte
		if err := f.unchanged(); err != nil {
			return err
		}
	}
	f.info = nil
	return nil
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

// recoverAs turns a panic into an [InternalError] that names a file.
func recoverAs(err *error, file string) {
	if v := recover(); v != nil {
		*err = &InternalError{Reason: file, Err: &PanicError{Value: v, Stack: debug.Stack()}}
	}
}

func hexHash(sum [32]byte) string { return hex.EncodeToString(sum[:]) }
