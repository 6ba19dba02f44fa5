package pipeline

import (
	"context"
	"encoding/hex"
	"errors"
	"runtime/debug"
	"slices"
	"sync/atomic"

	"github.com/apache/arrow/go/v17/arrow"
	"golang.org/x/sync/errgroup"

	"ozpayout/pipeline/tabular"
)

// splitBytes is the size of the pieces in which large files are scanned.
const splitBytes = 16 << 20

// A piece is a split of a table and its place among the splits of the run.
type piece struct {
	file  *SourceFile
	table *Recognition
	split tabular.Split
	at    place
	bytes int64
}

// read scans the files into a store, workers side by side, and returns the
// latest date of the files that are no shipped tables.
func (r *run) read(ctx context.Context, files []*SourceFile, to *store) (arrow.Date32, error) {
	pieces, total := cut(files, r.plan.unread)
	r.progress.Phase("read", total)
	latest := make([]arrow.Date32, len(pieces))
	rows := make([]int64, len(pieces))
	var next atomic.Int64
	workers, ctx := errgroup.WithContext(ctx)
	for range r.options.Workers {
		workers.Go(func() error {
			scanner := &Scanner{Mem: r.mem}
			for {
				i := int(next.Add(1)) - 1
				if i >= len(pieces) || ctx.Err() != nil {
					return ctx.Err()
				}
				p := pieces[i]
				var err error
				if latest[i], rows[i], err = r.readPiece(ctx, scanner, p, to); err != nil {
					return inputDamage(p.file, err)
				}
				r.progress.Advance(p.bytes)
			}
		})
	}
	if err := workers.Wait(); err != nil {
		return NoDate, err
	}
	last := NoDate
	for i, p := range pieces {
		p.file.Rows += rows[i]
		if !p.file.isSeed() {
			last = max(last, latest[i])
		}
	}
	for _, f := range files {
		if err := f.unchanged(); err != nil {
			return NoDate, err
		}
	}
	if to == nil {
		return last, nil
	}
	for _, d := range r.plan.Sources() {
		if err := to.seal(d); err != nil {
			return NoDate, err
		}
	}
	return last, nil
}

// cut returns the splits of all tables but the unread ones, in the order of files,
// tables and splits.
func cut(files []*SourceFile, unread []*Dataset) (pieces []piece, total int64) {
	for i, f := range files {
		for _, t := range f.tables {
			if slices.Contains(unread, t.Dataset) {
				continue
			}
			splits := t.File.Splits(t.Sheet, splitBytes)
			for j, s := range splits {
				p := piece{file: f, table: t, split: s, at: place{major: i, minor: t.Sheet<<32 | j}}
				if p.bytes = s.End - s.Start; s.End == 0 {
					p.bytes = t.File.Size / int64(len(f.tables))
				}
				pieces = append(pieces, p)
				total += p.bytes
			}
		}
	}
	return pieces, total
}

// readPiece scans one split. Without a store it only counts.
func (r *run) readPiece(ctx context.Context, scanner *Scanner, p piece, to *store) (latest arrow.Date32, dataRows int64, err error) {
	defer recoverAs(&err, p.file.Name)
	var findings []Finding
	var entries []Entry
	scanner.Reject = func(f Finding) { findings = append(findings, f) }
	scanner.Settle = func(e Entry) { entries = append(entries, e) }
	d := p.table.Dataset
	settled := r.plan.settled(d)
	scanned, err := scanner.Scan(ctx, p.table, p.split, func(rec arrow.Record) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !settled {
			for _, s := range controlSums(d, rec, nil) {
				entries = append(entries, Entry{File: p.file.Name, Dataset: d.Name, Currency: s.currency, Class: Loaded, Rows: s.rows, Amount: s.amount})
			}
		}
		if to == nil {
			return nil
		}
		p.at.batch++
		return to.addScanned(d, p.at, rec)
	})
	if err != nil {
		return NoDate, 0, err
	}
	r.ledger.read(p.file.Name, d.Name, scanned)
	r.ledger.settle(entries)
	r.findings.add(findings)
	dataRows = scanned.Rows
	for _, e := range entries {
		if e.Class == NotData {
			dataRows -= e.Rows
		}
	}
	return scanned.Latest, dataRows, nil
}

// scratchFailure makes an [OutputError] of a scratch file that could not be
// written, nil of everything else.
func scratchFailure(err error) error {
	var scratch *tabular.ScratchError
	if errors.As(err, &scratch) {
		return &OutputError{Path: scratch.Folder, Err: scratch.Err}
	}
	return nil
}

// inputDamage makes damage of a file an [InputError] that names the file by its
// path in the input folder.
func inputDamage(f *SourceFile, err error) error {
	if failed := scratchFailure(err); failed != nil {
		return failed
	}
	var damage *tabular.DamageError
	if !errors.As(err, &damage) {
		return err
	}
	named := *damage
	named.Path = f.Name
	return &InputError{File: f.Name, Reason: "damaged: export it again or take it away", Err: &named}
}

// recoverAs turns a panic into an [InternalError] that names a file.
func recoverAs(err *error, file string) {
	if v := recover(); v != nil {
		*err = &InternalError{Reason: file, Err: &PanicError{Value: v, Stack: debug.Stack()}}
	}
}

func hexHash(sum [32]byte) string { return hex.EncodeToString(sum[:]) }
