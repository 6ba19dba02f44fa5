package pipeline

import (
	"cmp"
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

	latest   arrow.Date32 // as [Scanned.Latest]
	dataRows int64
}

// A series is pieces of one dataset in the order of their places, each continuing
// the one before. They fill common batches, which have the place of the first: so
// a small file does not cost a batch.
type series []*piece

// bytes returns the size of the pieces.
func (s series) bytes() (total int64) {
	for _, p := range s {
		total += p.bytes
	}
	return total
}

// work is the size of the text of the pieces, by which the time they take is guessed.
func (s series) work() int64 { return s.bytes() * textPerByte(s[0].table.File) }

// read scans the files into a store, workers side by side, and returns the
// latest date of the files that are no shipped tables.
func (r *run) read(ctx context.Context, files []*SourceFile, to *store) (arrow.Date32, error) {
	all := joined(cut(files, r.plan.unread))
	var total int64
	for _, s := range all {
		total += s.bytes()
	}
	// Long ones first: so no worker is left with one at the end.
	slices.SortStableFunc(all, func(a, b series) int { return cmp.Compare(b.work(), a.work()) })
	r.progress.Phase("read", total)
	var next atomic.Int64
	workers, ctx := errgroup.WithContext(ctx)
	for range r.options.Workers {
		workers.Go(func() error {
			scanner := &Scanner{Mem: r.mem, days: daysOf(r.plan.Since, r.options.AsOf)}
			for {
				i := int(next.Add(1)) - 1
				if i >= len(all) || ctx.Err() != nil {
					return ctx.Err()
				}
				if err := r.readSeries(ctx, scanner, all[i], to); err != nil {
					return err
				}
			}
		})
	}
	if err := workers.Wait(); err != nil {
		return NoDate, err
	}
	last := NoDate
	for _, s := range all {
		for _, p := range s {
			p.file.Rows += p.dataRows
			if !p.file.isSeed() {
				last = max(last, p.latest)
			}
		}
	}
	for _, f := range files {
		if len(f.tables) > 0 {
			f.SHA256 = hexHash(f.tables[0].File.SHA256)
		}
		if err := f.unchanged(); err != nil {
			return NoDate, err
		}
	}
	if to == nil {
		return last, nil
	}
	for _, d := range r.plan.Sources() {
		to.seal(d)
	}
	return last, nil
}

// cut returns the splits of all tables but the unread ones, in the order of files,
// tables and splits.
func cut(files []*SourceFile, unread []*Dataset) (pieces []*piece) {
	for i, f := range files {
		for _, t := range f.tables {
			if slices.Contains(unread, t.Dataset) {
				continue
			}
			splits := t.File.Splits(t.Sheet, splitBytes)
			for j, s := range splits {
				p := &piece{file: f, table: t, split: s, at: place{major: i, minor: t.Sheet<<32 | j}}
				if p.bytes = s.End - s.Start; s.End == 0 {
					p.bytes = t.File.Size / int64(len(f.tables))
				}
				pieces = append(pieces, p)
			}
		}
	}
	return pieces
}

// joined makes series of pieces, none longer than a split unless one piece is.
func joined(pieces []*piece) (all []series) {
	last := map[*Dataset]int{} // series
	bytes := map[*Dataset]int64{}
	for _, p := range pieces {
		d := p.table.Dataset
		if i, ok := last[d]; ok && bytes[d]+p.bytes <= splitBytes && p.table.continues(all[i][0].table) && slices.Contains(d.Columns, Column(FromFile)) {
			all[i] = append(all[i], p)
			bytes[d] += p.bytes
			continue
		}
		last[d], bytes[d] = len(all), p.bytes
		all = append(all, series{p})
	}
	return all
}

// readSeries scans the pieces of a series. Without a store it only counts.
func (r *run) readSeries(ctx context.Context, scanner *Scanner, s series, to *store) (err error) {
	defer recoverAs(&err, s[0].file.Name)
	var findings []Finding
	var entries []Entry
	scanner.Reject = func(f Finding) { findings = append(findings, f) }
	scanner.Settle = func(e Entry) { entries = append(entries, e) }
	at, d := s[0].at, s[0].table.Dataset
	settled := r.plan.settled(d)
	t := newTyper(scanner, s[0].table, func(rec arrow.Record) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !settled {
			entries = append(entries, loaded(s, rec)...)
		}
		if to == nil {
			return nil
		}
		at.batch++
		return to.addScanned(d, at, rec)
	})
	defer t.release()
	for _, p := range s {
		before := len(entries)
		left := p.bytes
		scanner.advance = func(bytes int) {
			told := min(int64(bytes), left) // packed files hold more than they are long
			left -= told
			r.progress.Advance(told)
		}
		scanned, err := t.scanPiece(ctx, p)
		if err != nil {
			return inputDamage(p.file, err)
		}
		if err := r.ledger.read(p.file.Name, d.Name, scanned); err != nil {
			return err
		}
		p.latest, p.dataRows = scanned.Latest, scanned.Rows
		for _, e := range entries[before:] {
			if e.Class == NotData {
				p.dataRows -= e.Rows
			}
		}
		r.progress.Advance(left)
	}
	if err := t.flush(); err != nil {
		return err
	}
	r.ledger.settle(entries)
	r.findings.add(findings)
	return nil
}

// scanPiece is scan for a piece; a panic is an [InternalError] that names its file.
func (t *typer) scanPiece(ctx context.Context, p *piece) (scanned Scanned, err error) {
	defer recoverAs(&err, p.file.Name)
	return t.scan(ctx, p.table, p.split)
}

// loaded returns the entries of the rows of a batch of a series.
func loaded(s series, rec arrow.Record) (entries []Entry) {
	d := s[0].table.Dataset
	var file *Code
	if len(s) > 1 {
		file = FromFile
	}
	for _, sum := range controlSums(d, rec, nil, file) {
		if file == nil {
			sum.file = s[0].file.Name
		}
		entries = append(entries, Entry{File: sum.file, Dataset: d.Name, Currency: sum.currency, Class: Loaded, Rows: sum.rows, Amount: sum.amount})
	}
	return entries
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
