package pipeline

import (
	"context"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline/cell"
	"ozpayout/pipeline/tabular"
)

// batchRows is the number of rows of a batch that is scanned: so many that the block of a
// partition has some dozens even if there are many partitions.
const batchRows = 1 << 16

// A scanner turns splits into typed batches of their datasets.
type scanner struct {
	mem    memory.Allocator
	reject func(Finding)
	// settle receives the rows that end at the scan: quarantined and not data.
	settle func(Entry)

	days    daySpan         // of bounded columns
	today   arrow.Date32    // of the run: see [scanTotals.past]
	advance func(bytes int) // is told how much was scanned; may be nil
	buffers tabular.Buffers
	spare   map[Type][]columnValues // memory of splits that are done, for those that follow
}

// values returns values without rows, in the memory of a split that is done if there is any.
func (s *scanner) values(kind Type) columnValues {
	spare := s.spare[kind]
	if len(spare) == 0 {
		return columnValues{kind: kind}
	}
	s.spare[kind] = spare[:len(spare)-1]
	return spare[len(spare)-1]
}

// scanTotals says what a split held.
type scanTotals struct {
	rows    int64            // records seen, headers and blanks included
	notData int64            // of them: headers, blanks, totals
	amounts map[string]int64 // control amount read, per currency, minor units
	stated  map[string]int64 // sum of control amounts that the table itself states, per currency
	// sizes are the sums of the absolute values of both, per currency. Where a size is at
	// most the greatest amount of money, [mostMinor], no sum of any of the amounts is out
	// of range; a size above that is not exact.
	sizes  map[string]int64
	latest arrow.Date32 // greatest date of the Input.Latest columns; noDate without one
	past   arrow.Date32 // greatest of those that are not after the day of the run
}

// noDate stands for the date of a file that has none.
const noDate = arrow.Date32(-1 << 31)

// scan reads one split and emits batches of the recognition's dataset, in file
// order, every column filled or null. A row whose required cell is empty or bad
// is a finding and an entry of the ledger; a bad cell elsewhere is null with a
// warning (D42). A damaged file is a *tabular.DamageError, one of too many codes an
// *[InputError].
//
// An emitted batch is good until emit returns: its memory is used for the next
// one. Retaining it is not enough to keep it; [Take] and [copyBatch] copy.
func (s *scanner) scan(ctx context.Context, r *Recognition, sp tabular.Split, emit func(arrow.Record) error) (scanTotals, error) {
	t := newTyper(s, r, emit)
	defer t.release()
	scanned, err := t.scan(ctx, r, sp)
	if err == nil {
		err = t.flush()
	}
	return scanned, err
}

// A typer types the cells of splits, one after the other, into common batches. Their tables
// must be alike: see [Recognition.continues].
type typer struct {
	scanner  *scanner
	emit     func(arrow.Record) error
	r        *Recognition // of the split at hand
	headers  []string     // wanted headers, one per mapping
	columns  []*columnReader
	controls []typedControl
	totals   titles // Input.Total
	stated   titles // Input.Stated
	schema   *arrow.Schema
	scanned  scanTotals // of the split at hand

	bad   []bool // rows of the chunk that are quarantined
	total []bool // rows of the chunk that are totals

	gathered gatheredTables
}

func newTyper(s *scanner, r *Recognition, emit func(arrow.Record) error) *typer {
	t := &typer{scanner: s, r: r, emit: emit, schema: r.Dataset.Schema()}
	t.scanned = scanTotals{amounts: map[string]int64{}, stated: map[string]int64{}, sizes: map[string]int64{}}
	mapped := map[Column]int{}
	for i, m := range r.Mapped {
		t.headers = append(t.headers, m.Header)
		mapped[m.Field.Column] = i
	}
	for _, c := range r.Dataset.Columns {
		cr := &columnReader{typer: t, column: c, kind: c.Type(), source: -1, instants: cell.NewPlainInstants(r.zone)}
		if at, ok := mapped[c]; ok {
			cr.source, cr.field, cr.header = at, r.Mapped[at].Field, r.Mapped[at].Header
		}
		cr.values = s.values(cr.kind)
		cr.convert = converterOf(cr.kind, cr.field.Form, r, 0)
		t.columns = append(t.columns, cr)
	}
	for _, c := range r.Dataset.Control {
		t.controls = append(t.controls, t.typedControl(c))
	}
	t.totals, t.stated = newTitles(r.Dataset.Input.Total), newTitles(r.Dataset.Input.Stated)
	return t
}

// scan types a split of a table, which continues the one before. The batch at hand is
// emitted when it is full; what is left in it, by flush. The maps of what it returns are good
// until the next scan.
func (t *typer) scan(ctx context.Context, r *Recognition, sp tabular.Split) (scanTotals, error) {
	t.begin(r, sp.FirstRow)
	err := t.scanner.buffers.Scan(ctx, r.File, sp, t.headers, func(c *tabular.Chunk) error {
		t.chunk(c)
		if t.scanner.advance != nil {
			t.scanner.advance(c.Bytes)
		}
		return t.emitFull()
	})
	if err != nil {
		return t.scanned, err
	}
	t.compareStated()
	return t.scanned, nil
}

// begin turns to a split of a table, which begins with the given row.
func (t *typer) begin(r *Recognition, firstRow int64) {
	before := t.scanned
	clear(before.amounts)
	clear(before.stated)
	clear(before.sizes)
	t.scanned = scanTotals{amounts: before.amounts, stated: before.stated, sizes: before.sizes, latest: noDate, past: noDate}
	t.turnTo(r)
	if sheet := r.File.Sheets[r.Sheet]; sheet.HeaderRow > 0 && firstRow <= sheet.HeaderRow+1 {
		t.notData(sheet.HeaderRow)
	}
}

// turnTo prepares the columns for the cells of a table.
func (t *typer) turnTo(r *Recognition) {
	t.r = r
	for _, cr := range t.columns {
		cr.turnTo(r)
	}
}

// emitFull emits the batch at hand if it is large enough.
func (t *typer) emitFull() error {
	if err := t.boundCodes(); err != nil || !t.full() {
		return err
	}
	return t.flush()
}

// folded returns words as [cell.FoldWord] folds them.
func folded(words []string) []string {
	out := make([]string, len(words))
	for i, word := range words {
		out[i] = cell.FoldWord(word)
	}
	return out
}

// full reports whether the batch at hand is large enough.
func (t *typer) full() bool {
	const mostText = 256 << 20 // of a column; offsets have 31 bits
	return t.columns[0].values.rows() >= batchRows ||
		slices.ContainsFunc(t.columns, func(cr *columnReader) bool { return len(cr.values.text) >= mostText })
}

// flush emits the batch at hand, if it has rows, and begins the next.
func (t *typer) flush() error {
	rows := t.columns[0].values.rows()
	if rows == 0 {
		return nil
	}
	columns := make([]arrow.Array, len(t.columns))
	defer releaseAll(columns)
	for i, cr := range t.columns {
		var dictionary arrow.Array
		if cr.kind == CodeType {
			dictionary = cr.codes.column(t.scanner.mem)
		}
		columns[i] = cr.values.column(dictionary)
	}
	rec := array.NewRecord(t.schema, columns, int64(rows))
	defer rec.Release()
	if err := t.emit(rec); err != nil {
		return err
	}
	for _, cr := range t.columns {
		cr.values.cut(0)
	}
	return nil
}

// release leaves the memory of the values to the splits that follow. What is left last is
// taken first, so that a column of the next split of the table finds its own.
func (t *typer) release() {
	if t.scanner.spare == nil {
		t.scanner.spare = map[Type][]columnValues{}
	}
	for _, cr := range slices.Backward(t.columns) {
		cr.codes.release()
		cr.values.cut(0)
		t.scanner.spare[cr.kind] = append(t.scanner.spare[cr.kind], cr.values)
	}
}

// chunk types the records of a chunk into the batch at hand and accounts for all of
// them, also those that are dropped.
func (t *typer) chunk(c *tabular.Chunk) {
	n := c.Len()
	t.scanned.rows += int64(n)
	t.notData(c.NotData)
	for _, f := range c.Faults {
		if t.isRepeatedHeader(f) {
			t.rejectHeader(f.Row)
			t.notData(1)
			continue
		}
		rows := max(f.Lines, 1)
		t.scanned.rows += rows
		// The record itself is not shown: its personal columns were not dropped.
		t.reject(f.Row, t.faultColumn(f), f.Code, "", Fault, f.Message)
		t.settle(Quarantined, "", rows, 0)
	}
	t.bad = reuse(t.bad, n)
	t.total = reuse(t.total, n)
	t.findTotals(c)
	for _, cr := range t.columns {
		cr.read(c)
		cr.fillSnapshot(n)
	}
	t.boundDays(c)
	t.boundAmounts(c)
	isDropping := t.account(c)
	t.latest()
	if isDropping {
		for _, cr := range t.columns {
			cr.values.drop(cr.base, t.bad)
		}
	}
}

// faultColumn names the column that makes a record unreadable; empty for the
// record as a whole.
func (t *typer) faultColumn(f tabular.Fault) string {
	header := t.r.File.Sheets[t.r.Sheet].Header
	if t.r.File.Form == tabular.JSON {
		header = t.headers
	}
	if f.Column < 0 || f.Column >= len(header) {
		return ""
	}
	return header[f.Column]
}

// latest finds the latest date of a chunk, and the latest up to the day of the run: a wrong
// date may be a later one.
func (t *typer) latest() {
	for _, c := range t.r.Dataset.Input.Latest {
		cr := t.columns[t.r.Dataset.Index(c)]
		day := cr.latest(t.bad)
		t.scanned.latest = max(t.scanned.latest, day)
		if day > t.scanner.today {
			day = cr.latest(cr.after(t.scanner.today, t.bad))
		}
		t.scanned.past = max(t.scanned.past, day)
	}
}

// latest returns the latest day of the rows of a chunk that are not bad.
func (cr *columnReader) latest(bad []bool) arrow.Date32 {
	if cr.kind == InstantType {
		if at, ok := greatest(cr.values.longs[cr.base:], cr.values.valid[cr.base:], bad); ok {
			return arrow.Date32(moscow.Day(cell.Micros(at)))
		}
	} else if day, ok := greatest(cr.values.words[cr.base:], cr.values.valid[cr.base:], bad); ok {
		return arrow.Date32(day)
	}
	return noDate
}

// after returns the rows that are bad, or have a later day than the one given.
func (cr *columnReader) after(last arrow.Date32, bad []bool) []bool {
	out := slices.Clone(bad)
	for row := range out {
		if cr.kind == InstantType {
			out[row] = out[row] || arrow.Date32(moscow.Day(cell.Micros(cr.values.longs[cr.base+row]))) > last
		} else {
			out[row] = out[row] || arrow.Date32(cr.values.words[cr.base+row]) > last
		}
	}
	return out
}

// greatest returns the greatest value of the rows that have one and are not bad.
func greatest[T int32 | int64](values []T, valid []byte, bad []bool) (most T, ok bool) {
	for row, isBad := range bad {
		if valid[row] == 1 && !isBad && (!ok || values[row] > most) {
			most, ok = values[row], true
		}
	}
	return most, ok
}

// notData settles records that are no data: headers, blanks, totals.
func (t *typer) notData(rows int64) {
	if rows > 0 {
		t.scanned.rows += rows
		t.settle(NotData, "", rows, 0)
	}
}

// settle tells the ledger of rows that end at the scan; amount is in minor units.
func (t *typer) settle(class Class, currency string, rows, amount int64) {
	if class == NotData {
		t.scanned.notData += rows
	}
	t.scanner.settle(Entry{File: t.r.Name, Dataset: t.r.Dataset.Name, Currency: currency, Class: class, Rows: rows, Amount: amount})
}

// reject reports a finding about a record, 0 = about the table.
func (t *typer) reject(row int64, column, code, raw string, severity Severity, message string) {
	if t.gathered.isTrying {
		t.gathered.isOdd = true
		return
	}
	t.scanner.reject(Finding{
		File: t.r.Name, Sheet: t.r.File.Sheets[t.r.Sheet].Name, Row: row, Column: column, Code: code,
		Raw: escaped(raw), Severity: severity, Message: message, Dataset: t.r.Dataset.Name,
	})
}

// reuse returns a cleared slice of n flags.
func reuse(flags []bool, n int) []bool {
	if cap(flags) < n {
		return make([]bool, n)
	}
	flags = flags[:n]
	clear(flags)
	return flags
}
