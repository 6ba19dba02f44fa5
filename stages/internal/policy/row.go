package policy

import (
	"fmt"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/vector"
)

// A table collects the rows of a reference table, one per key.
type table[K comparable, R comparable] struct {
	name string
	rows []placed[R]
	at   map[K]int // into rows
}

type placed[R any] struct {
	place
	row R
}

// A place is where a row of a reference table stands.
type place struct {
	file string
	row  int64
}

func (p place) String() string { return fmt.Sprintf("%s row %d", p.file, p.row) }

// isShipped reports whether the row came with the product.
func (p place) isShipped() bool { return strings.HasPrefix(p.file, pipeline.SeedPrefix) }

// add keeps a row. A user's row replaces a shipped one with its key.
func (t *table[K, R]) add(key K, row R, from place) error {
	i, known := t.at[key]
	if !known {
		if t.at == nil {
			t.at = make(map[K]int)
		}
		t.at[key] = len(t.rows)
		t.rows = append(t.rows, placed[R]{from, row})
		return nil
	}
	before := t.rows[i]
	switch {
	case before.isShipped() && !from.isShipped():
		t.rows[i] = placed[R]{from, row}
	case !before.isShipped() && from.isShipped(), before.row == row:
	default:
		return fmt.Errorf("reference table %s: %v and %v contradict each other", t.name, before.place, from)
	}
	return nil
}

// values returns the rows that were kept, in no promised order.
func (t *table[K, R]) values() []R {
	values := make([]R, len(t.rows))
	for i, kept := range t.rows {
		values[i] = kept.row
	}
	return values
}

// A cursor is a row of a batch.
type cursor struct {
	batch arrow.Record
	i     int
}

// each visits the rows of a reference table and puts their place before errors.
func each(t *pipeline.Task, d *pipeline.Dataset, visit func(cursor, place) error) error {
	for batch, err := range t.Read(d) {
		if err != nil {
			return err
		}
		files := vector.WordsOf(pipeline.FromFile.In(batch))
		for i := range int(batch.NumRows()) {
			c := cursor{batch, i}
			at := place{file: files.At(i), row: c.integer(pipeline.FromRow, 0)}
			if err := visit(c, at); err != nil {
				return fmt.Errorf("reference table %s, %v: %w", d.Name, at, err)
			}
		}
	}
	return nil
}

// eachOfPack is each for the rows of the task's policy pack.
func eachOfPack(t *pipeline.Task, d *pipeline.Dataset, visit func(cursor, place) error) error {
	return each(t, d, func(c cursor, at place) error {
		if c.is(datasets.Pack, t.Pack) {
			return visit(c, at)
		}
		return nil
	})
}

// text returns a copy of a text cell; "" for an empty one.
func (c cursor) text(column *pipeline.Text) string { return nullable.CopyText(column.In(c.batch), c.i) }

// code returns a copy of a code cell; "" for an empty one.
func (c cursor) code(column *pipeline.Code) string { return nullable.CopyCode(column.In(c.batch), c.i) }

// is reports whether a code cell has that text.
func (c cursor) is(column *pipeline.Code, text string) bool {
	return nullable.Code(column.In(c.batch), c.i) == text
}

func (c cursor) integer(column *pipeline.Int, otherwise int64) int64 {
	return c.number(column.In(c.batch), otherwise)
}

// number returns a cell of a whole number, an amount or a rate.
func (c cursor) number(cells *array.Int64, otherwise int64) int64 {
	if cells.IsNull(c.i) {
		return otherwise
	}
	return cells.Value(c.i)
}

// needed returns a whole number that a rule cannot do without.
func (c cursor) needed(column *pipeline.Int) (int, error) {
	if column.In(c.batch).IsNull(c.i) {
		return 0, fmt.Errorf("%s is empty", column.Name)
	}
	return int(c.integer(column, 0)), nil
}

func (c cursor) flag(column *pipeline.Flag) (value, isKnown bool) {
	cells := column.In(c.batch)
	if cells.IsNull(c.i) {
		return false, false
	}
	return cells.Value(c.i), true
}

func (c cursor) day(column *pipeline.Date, otherwise calendar.Day) calendar.Day {
	cells := column.In(c.batch)
	if cells.IsNull(c.i) {
		return otherwise
	}
	return calendar.Day(cells.Value(c.i))
}

func (c cursor) period(from, to *pipeline.Date) Period {
	return PeriodOf(from.In(c.batch), to.In(c.batch), c.i)
}
