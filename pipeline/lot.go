package pipeline

import (
	"cmp"
	"context"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/pipeline/tabular"
)

const (
	// splitBytes is the size of the pieces in which large files are scanned, and of the
	// lots in which pieces are read, at most.
	splitBytes = 16 << 20
	// A lot has at most one lotShare-th of the work of the largest file that is not cut: many
	// lots are shared out more evenly. None need have less than smallLot.
	lotShare = 2
	smallLot = 256 << 10
)

// A piece is a split of a table and its place among the splits of the run, or a small
// file, whose tables are not known before it is read.
type piece struct {
	file  *SourceFile
	table *Recognition // nil = a small file
	split tabular.Split
	at    place
	bytes int64

	latest   arrow.Date32 // as [scanTotals.latest]
	past     arrow.Date32 // as [scanTotals.past]
	dataRows int64
}

// A lot is pieces that follow each other in the order of their places, for one worker to
// read.
type lot []*piece

// work is the size of the text of the pieces, by which the time they take is guessed.
func (l lot) work() (text int64) {
	for _, p := range l {
		text += p.bytes * p.file.textPerByte()
	}
	return text
}

// cut returns the pieces of all files, in the order of files, tables and splits.
func cut(files []*SourceFile, unread []*Dataset) (pieces []*piece) {
	small := make([]piece, len(files)) // there may be thousands: in one piece of memory
	for i, f := range files {
		if f.isSmall() {
			small[i] = piece{file: f, at: place{major: i}, bytes: f.Bytes, latest: noDate, past: noDate}
			pieces = append(pieces, &small[i])
		} else {
			pieces = append(pieces, f.pieces(i, unread)...)
		}
	}
	return pieces
}

// pieces returns the splits of all tables of a file but the unread ones. The file is the
// i-th of the run.
func (f *SourceFile) pieces(i int, unread []*Dataset) (pieces []*piece) {
	for _, t := range f.tables {
		if slices.Contains(unread, t.Dataset) {
			continue
		}
		for j, s := range t.File.Splits(t.Sheet, splitBytes) {
			p := &piece{file: f, table: t, split: s, at: place{major: i, minor: t.Sheet<<32 | j}, latest: noDate, past: noDate}
			if p.bytes = s.End - s.Start; s.End == 0 {
				p.bytes = t.File.Size / int64(len(f.tables))
			}
			pieces = append(pieces, p)
		}
	}
	return pieces
}

// lotsOf makes lots of pieces, none with more than so much work unless one piece has.
func lotsOf(pieces []*piece, most int64) (all []lot) {
	for len(pieces) > 0 {
		n, work := 1, lot(pieces[:1]).work()
		for n < len(pieces) && work+lot(pieces[n:n+1]).work() <= most {
			work += lot(pieces[n : n+1]).work()
			n++
		}
		all, pieces = append(all, pieces[:n]), pieces[n:]
	}
	return all
}

// A lotReader is a worker that reads lots into a store; without one it only counts.
// Tables of a dataset that are alike are typed one behind the other into common batches,
// which have the place of the first: so a small file does not cost a batch.
type lotReader struct {
	run        *run
	recogniser *Recogniser
	to         *store
	scanner    *scanner
	before     *SourceFile // the small file that was recognised before; nil at first

	// Of the lot at hand:
	typers    map[*Dataset]*typer
	gathering *typer   // that has small files to type; nil = none
	gathered  []*piece // these
	entries   []Entry  // that the ledger does not have yet
	lost      error    // the first finding that could not be kept
}

func newLotReader(r *run, recogniser *Recogniser, to *store) *lotReader {
	l := &lotReader{run: r, recogniser: recogniser, to: to, typers: map[*Dataset]*typer{}}
	l.scanner = &scanner{
		mem: r.mem, days: daysOf(r.plan.Since, r.options.AsOf), today: r.today(),
		reject: func(f Finding) { l.lost = cmp.Or(l.lost, r.findings.add(f)) },
		settle: l.settle,
	}
	return l
}

func (l *lotReader) read(ctx context.Context, pieces lot) (err error) {
	defer RecoverAs(&err, pieces[0].file.Name)
	l.entries = l.entries[:0]
	defer func() {
		for _, t := range l.typers {
			t.release()
		}
		clear(l.typers)
		l.gathering, l.gathered = nil, l.gathered[:0]
		l.scanner.buffers.Gathered() // of a lot that is given up
	}()
	for _, p := range pieces {
		if err := l.piece(ctx, p); err != nil {
			return cmp.Or(l.typeGathered(), err) // files before it may be faulty, too
		}
	}
	if err := l.typeGathered(); err != nil {
		return err
	}
	for _, t := range l.typers {
		if err := t.flush(); err != nil {
			return err
		}
	}
	l.settleAll()
	return l.lost
}

// settle takes an entry of the lot. Rows of a file that end alike are one: each of a
// million may be settled by itself.
func (l *lotReader) settle(e Entry) {
	for i := len(l.entries) - 1; i >= 0 && l.entries[i].File == e.File; i-- {
		at := &l.entries[i]
		if at.Dataset == e.Dataset && at.Currency == e.Currency && at.Class == e.Class {
			at.Rows += e.Rows
			at.Amount += e.Amount // no control sum of a file that is read overflows: see [scanTotals.sizes]
			return
		}
	}
	l.entries = append(l.entries, e)
}

// settleAll passes the entries on to the ledger.
func (l *lotReader) settleAll() {
	l.run.ledger.settle(l.entries)
	l.entries = l.entries[:0]
}

// piece reads a piece. A panic is an [InternalError] that names its file.
func (l *lotReader) piece(ctx context.Context, p *piece) (err error) {
	defer RecoverAs(&err, p.file.Name)
	left := p.bytes
	l.scanner.advance = func(bytes int) {
		told := min(int64(bytes), left) // packed files hold more than they are long
		left -= told
		l.run.progress.Advance(told)
	}
	splits := []*piece{p}
	if p.table == nil {
		refused, err := l.run.recogniseFile(l.recogniser, p.file, &l.scanner.buffers)
		if err == nil {
			err = l.run.refuse(p.file, refused)
		}
		if err != nil {
			return err
		}
		if l.before != nil {
			p.file.share(l.before)
		}
		l.before = p.file
		splits = p.file.pieces(p.at.major, l.run.plan.unread)
	}
	for _, split := range splits {
		if err := l.scan(ctx, p, split); err != nil {
			return err
		}
	}
	l.run.progress.Advance(left)
	if p.table == nil {
		return p.file.verify()
	}
	return nil
}

// scan types a split of a piece behind those of its dataset before, if they are alike. A small
// file may be gathered, to be typed with those that follow.
func (l *lotReader) scan(ctx context.Context, p, split *piece) error {
	d := split.table.Dataset
	t := l.typers[d]
	isAlike := t != nil && split.table.continues(t.r)
	if l.gathering != nil && !(isAlike && t == l.gathering) {
		if err := l.typeGathered(); err != nil {
			return err
		}
	}
	if t != nil && !isAlike {
		if err := l.end(t); err != nil {
			return err
		}
	}
	if !isAlike {
		t = l.begin(ctx, split)
	}
	if p.table == nil && t.gather(split.table, split.split) {
		l.gathering, l.gathered = t, append(l.gathered, p)
		if l.scanner.buffers.HasGathered() {
			return l.typeGathered()
		}
		return nil
	}
	if err := l.typeGathered(); err != nil {
		return err
	}
	scanned, err := t.scan(ctx, split.table, split.split)
	if err != nil {
		return inputDamage(p.file, err)
	}
	if d.Index(FromFile) < 0 { // nothing else tells the files of its rows apart
		if err := l.end(t); err != nil {
			return err
		}
	}
	return l.account(p, d, scanned)
}

// typeGathered types the small files that were gathered.
func (l *lotReader) typeGathered() (err error) {
	if l.gathering == nil {
		return nil
	}
	t, files := l.gathering, l.gathered
	l.gathering, l.gathered = nil, l.gathered[:0]
	defer RecoverAs(&err, files[0].file.Name)
	return t.typeGathered(func(i int, scanned scanTotals) error { return l.account(files[i], t.r.Dataset, scanned) })
}

// account tells the ledger what was scanned of a table of a piece.
func (l *lotReader) account(p *piece, d *Dataset, scanned scanTotals) error {
	p.latest, p.past = max(p.latest, scanned.latest), max(p.past, scanned.past)
	p.dataRows += scanned.rows - scanned.notData
	err := l.run.ledger.read(p.file.Name, d.Name, scanned)
	l.settleAll() // while the ledger has the file at hand
	return err
}

// begin makes the typer of a split and of those that continue it.
func (l *lotReader) begin(ctx context.Context, p *piece) *typer {
	at, d := p.at, p.table.Dataset
	settled := l.run.plan.settled(d)
	l.typers[d] = newTyper(l.scanner, p.table, func(rec arrow.Record) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !settled {
			l.entries = append(l.entries, loaded(d, p.file, rec)...)
		}
		if l.to == nil {
			return nil
		}
		at.batch++
		return l.to.addScanned(d, at, rec)
	})
	return l.typers[d]
}

// end emits what is left of the batch of a typer, which no split will continue.
func (l *lotReader) end(t *typer) error {
	delete(l.typers, t.r.Dataset)
	defer t.release()
	return t.flush()
}

// loaded returns the entries of the rows of a batch, which are of one file if no column
// names it.
func loaded(d *Dataset, f *SourceFile, rec arrow.Record) (entries []Entry) {
	var file *Code
	if d.Index(FromFile) >= 0 {
		file = FromFile
	}
	for sum := range controlSums(d, rec, nil, file) {
		if file == nil {
			sum.file = f.Name
		}
		entries = append(entries, Entry{File: sum.file, Dataset: d.Name, Currency: sum.currency, Class: Loaded, Rows: sum.rows, Amount: sum.amount})
	}
	return entries
}
