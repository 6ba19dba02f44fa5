package reports

import (
	"context"
	"errors"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline"
)

// A reader reads the marts of a run for its workbooks.
type reader struct {
	ctx   context.Context
	mem   memory.Allocator
	spill string // folder for rows that do not fit memory
	limit limits
	marts Source
	facts *facts
}

// limits bound what is held and done at a time; tests lower them.
type limits struct {
	rows    int // of a worksheet
	run     int // rows that are sorted in memory
	workers int // workbooks that are written side by side
}

// shownRows are the rows of a sheet in its order.
type shownRows struct {
	*sortedRows
	leftOut    int64    // rows of the mart that the sheet does not show
	currencies []string // of the rows, where the sheet has sums by currency; sorted
}

// rows reads the rows of a sheet, which the caller closes. Memory grows neither with
// the mart nor with the rows shown.
func (r *reader) rows(s *sheet) (_ *shownRows, err error) {
	columns := s.reads()
	sorter := &sorter{
		mem: r.mem, folder: r.spill, limit: int64(r.limit.run), keyOf: s.keyOf,
		dataset: &pipeline.Dataset{Name: s.Dataset.Name, Columns: columns},
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, sorter.close())
		}
	}()
	out, currencies := &shownRows{}, map[string]bool{}
	for rec, err := range r.marts(s.Dataset, columns...) {
		if err != nil {
			return nil, err
		}
		if err := r.ctx.Err(); err != nil {
			return nil, err
		}
		shown := r.shown(s, rec)
		out.leftOut += rec.NumRows() - shown.NumRows()
		s.noteCurrencies(shown, currencies)
		if err := sorter.add(shown); err != nil {
			return nil, err
		}
	}
	for currency := range currencies {
		out.currencies = append(out.currencies, currency)
	}
	slices.Sort(out.currencies)
	if out.sortedRows, err = sorter.sorted(); err != nil {
		return nil, err
	}
	return out, nil
}

// shown returns the rows of a batch that a sheet keeps. The caller releases them.
func (r *reader) shown(s *sheet, rec arrow.Record) arrow.Record {
	if s.Keep == nil {
		rec.Retain()
		return rec
	}
	keep := s.Keep(rec, r.facts)
	var chosen []int32
	for row := range int32(rec.NumRows()) {
		if keep(int(row)) {
			chosen = append(chosen, row)
		}
	}
	return pipeline.Take(r.mem, rec, chosen)
}

// all returns the rows of a sheet as one batch, for pages, whose tables are short. The
// caller releases it.
func (r *reader) all(s *sheet) (rec arrow.Record, err error) {
	rows, err := r.rows(s)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.close()) }()
	cursor, err := rows.cursor()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, cursor.close()) }()
	var batches []arrow.Record
	defer func() {
		for _, batch := range batches {
			batch.Release()
		}
	}()
	for left := rows.count; left > 0; left -= rec.NumRows() {
		if rec, err = cursor.next(left); err != nil {
			return nil, err
		}
		batches = append(batches, rec)
	}
	return pipeline.Concat(r.mem, rows.sorter.dataset, batches)
}

// noteCurrencies notes the currencies of the sums of a sheet in rows of it.
func (s *sheet) noteCurrencies(rec arrow.Record, seen map[string]bool) {
	column := currencyColumn(s)
	if column == nil {
		return
	}
	a := column.In(rec)
	values, used := a.Dictionary().(*array.String), make([]bool, a.Dictionary().Len())
	for row, entry := range entriesOf(a) {
		if a.IsValid(row) {
			used[entry] = true
		}
	}
	for i, used := range used {
		if used && values.Value(i) != "" {
			seen[values.Value(i)] = true
		}
	}
}
