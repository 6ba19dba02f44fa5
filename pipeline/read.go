package pipeline

import (
	"cmp"
	"context"
	"slices"
	"sync/atomic"

	"github.com/apache/arrow/go/v17/arrow"
	"golang.org/x/sync/errgroup"
)

// lastDates are the last dates that input files tell, shipped tables left aside.
type lastDates struct {
	latest     arrow.Date32 // noDate without one
	past       arrow.Date32 // of those that are not after the day of the run
	futureFile string       // the first file, by name, that has one after it; "" = none
}

func (l *lastDates) add(p *piece) {
	if p.latest > p.past && l.futureFile == "" {
		l.futureFile = p.file.Name
	}
	l.latest, l.past = max(l.latest, p.latest), max(l.past, p.past)
}

// read scans the files into a store, workers side by side, and returns their last dates.
// Small files are recognised now.
func (r *run) read(ctx context.Context, recogniser *Recogniser, files []*SourceFile, to *store) (lastDates, error) {
	last := lastDates{latest: noDate, past: noDate}
	pieces := cut(files, r.plan.unread)
	if err := r.readPieces(ctx, recogniser, pieces, min(max(r.mostReadOnce(files)/lotShare, smallLot), splitBytes), to); err != nil {
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
	if to != nil {
		for _, d := range r.plan.Sources() {
			to.seal(d)
		}
	}
	return last, nil
}

// readPieces reads pieces in lots of so much work at most, workers side by side.
func (r *run) readPieces(ctx context.Context, recogniser *Recogniser, pieces []*piece, most int64, to *store) error {
	var total int64
	for _, p := range pieces {
		total += p.bytes
	}
	all := lotsOf(pieces, most)
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
	if err := workers.Wait(); err != nil {
		return err
	}
	return faulty.err
}
