package pipeline

import (
	"context"
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline/cell"
	"ozpayout/pipeline/tabular"
)

// batchRows is the size of a staged batch: large enough that its slices per
// partition are not crumbs.
const batchRows = 1 << 16

// A Scanner turns splits into typed batches of their datasets.
type Scanner struct {
	Mem    memory.Allocator
	Reject func(Finding)
	// Settle receives the rows that end at the scan: quarantined and not data.
	Settle func(Entry)
}

// Scanned says what a split held.
type Scanned struct {
	Rows    int64            // records seen, headers and blanks included
	Amounts map[string]int64 // control amount read, per currency, minor units
	Stated  map[string]int64 // sum of control amounts that the table itself states, per currency
	Latest  arrow.Date32     // greatest date of the Input.Latest columns; noDate without one
}

// NoDate is a Scanned.Latest without a date.
const NoDate = arrow.Date32(-1 << 31)

// Scan reads one split and emits batches of the recognition's dataset, in file
// order, every column filled or null. A row whose required cell is empty or bad
// is a finding and an entry of the ledger; a bad cell elsewhere is null with a
// warning (D42). A damaged file is a *tabular.DamageError. The emitted batch is
// released when emit returns.
func (s *Scanner) Scan(ctx context.Context, r *Recognition, sp tabular.Split, emit func(arrow.Record) error) (Scanned, error) {
	t := newTyper(s, r)
	defer t.builder.Release()
	if sheet := r.File.Sheets[r.Sheet]; sheet.HeaderRow > 0 && sp.FirstRow <= sheet.HeaderRow+1 {
		t.notData(sheet.HeaderRow)
	}
	flush := func() error {
		rec := t.builder.Record()
		defer rec.Release()
		return emit(rec)
	}
	err := r.File.Scan(ctx, sp, t.headers, func(c *tabular.Chunk) error {
		t.chunk(c)
		if t.builder.Len() < batchRows {
			return nil
		}
		return flush()
	})
	if err != nil {
		return t.scanned, err
	}
	if t.builder.Len() > 0 {
		if err := flush(); err != nil {
			return t.scanned, err
		}
	}
	t.compareStated()
	return t.scanned, nil
}

// A typer types the cells of one split.
type typer struct {
	scanner *Scanner
	r       *Recognition
	headers []string // wanted headers, one per mapping
	columns []*columnReader
	builder *Builder
	scanned Scanned

	bad   []bool // rows of the chunk that are quarantined
	total []bool // rows of the chunk that are totals
}

func newTyper(s *Scanner, r *Recognition) *typer {
	t := &typer{scanner: s, r: r, builder: NewBuilder(s.Mem, r.Dataset), scanned: Scanned{Amounts: map[string]int64{}, Stated: map[string]int64{}, Latest: NoDate}}
	mapped := map[Column]int{}
	for i, m := range r.Mapped {
		t.headers = append(t.headers, m.Header)
		mapped[m.Field.Column] = i
	}
	for i, c := range r.Dataset.Columns {
		cr := &columnReader{typer: t, column: c, source: -1, builder: t.builder.Field(i)}
		if at, ok := mapped[c]; ok {
			cr.source, cr.field, cr.header = at, r.Mapped[at].Field, r.Mapped[at].Header
		}
		if constant, ok := r.constants[c]; ok && cr.source < 0 {
			cr.constant, cr.hasConstant = constant, true
		}
		cr.prepare()
		t.columns = append(t.columns, cr)
	}
	return t
}

func (t *typer) chunk(c *tabular.Chunk) {
	n := c.Len()
	t.scanned.Rows += int64(n)
	t.notData(c.NotData)
	for _, f := range c.Faults {
		t.scanned.Rows++
		// The record itself is not shown: its personal columns were not dropped.
		t.reject(f.Row, t.faultColumn(f), f.Code, "", Fault, f.Message)
		t.settle(Quarantined, "", 1, 0)
	}
	t.bad = reuse(t.bad, n)
	t.total = reuse(t.total, n)
	t.findTotals(c)
	for _, cr := range t.columns {
		cr.read(c)
	}
	dropped := t.account(c)
	for _, cr := range t.columns {
		cr.flush(n, dropped)
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

// account adds the rows of a chunk to the control amounts and settles those
// that are not used. It reports whether any row is dropped.
func (t *typer) account(c *tabular.Chunk) (dropped bool) {
	for row := range c.Len() {
		if t.total[row] {
			t.findBalance(c.Cell(row, 0), row)
			t.bad[row] = true
			dropped = true
			t.settle(NotData, "", 1, 0)
			continue
		}
		currency, amount, ok := t.control(row)
		if ok {
			t.scanned.Amounts[currency] += amount
		}
		if t.bad[row] {
			dropped = true
			t.settle(Quarantined, currency, 1, amount)
		}
	}
	t.latest(c.Len())
	return dropped
}

// control returns the control amount of a row: the first that is filled.
func (t *typer) control(row int) (currency string, amount int64, ok bool) {
	for _, control := range t.r.Dataset.Control {
		amount, ok := t.amount(control.Amount, row)
		if control.Less != nil {
			less, hasLess := t.amount(control.Less, row)
			amount, ok = amount-less, ok || hasLess
		}
		if !ok || slices.ContainsFunc(control.Unless, func(c Column) bool { return t.columns[t.r.Dataset.Index(c)].valid[row] }) {
			continue
		}
		currency = control.Amount.Unit
		for _, code := range control.Currencies {
			if j := t.r.Dataset.Index(code); t.columns[j].valid[row] {
				currency = t.columns[j].code(row)
				break
			}
		}
		return currency, amount, true
	}
	return "", 0, false
}

// amount returns an amount of a row, 0 where it has none.
func (t *typer) amount(column *Money, row int) (minor int64, ok bool) {
	cr := t.columns[t.r.Dataset.Index(column)]
	if !cr.valid[row] {
		return 0, false
	}
	return cr.ints[row], true
}

func (t *typer) latest(n int) {
	for _, c := range t.r.Dataset.Input.Latest {
		cr := t.columns[t.r.Dataset.Index(c)]
		for row := range n {
			if !cr.valid[row] || t.bad[row] {
				continue
			}
			day := arrow.Date32(cr.ints[row])
			if c.Type() == InstantType {
				day = arrow.Date32(moscow.Day(cell.Micros(cr.ints[row])))
			}
			t.scanned.Latest = max(t.scanned.Latest, day)
		}
	}
}

func (t *typer) notData(rows int64) {
	if rows > 0 {
		t.scanned.Rows += rows
		t.settle(NotData, "", rows, 0)
	}
}

func (t *typer) settle(class Class, currency string, rows, amount int64) {
	t.scanner.Settle(Entry{File: t.r.Name, Dataset: t.r.Dataset.Name, Currency: currency, Class: class, Rows: rows, Amount: amount})
}

func (t *typer) reject(row int64, column, code, raw string, severity Severity, message string) {
	if len(raw) > 200 {
		raw = raw[:200]
	}
	t.scanner.Reject(Finding{
		File: t.r.Name, Sheet: t.r.File.Sheets[t.r.Sheet].Name, Row: row, Column: column, Code: code,
		Raw: fmt.Sprintf("%+q", raw)[1 : len(fmt.Sprintf("%+q", raw))-1], Severity: severity, Message: message, Dataset: t.r.Dataset.Name,
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
