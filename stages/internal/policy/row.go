package policy

import (
	"fmt"
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
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

// A cursor is a row of a reference table.
type cursor struct{ nullable.Row }

// each visits the rows of a reference table and puts their place before errors.
func each(t *pipeline.Task, d *pipeline.Dataset, visit func(cursor, place) error) error {
	for r, err := range nullable.Rows(t, d) {
		if err != nil {
			return err
		}
		at := place{r.Code(pipeline.FromFile), r.Int(pipeline.FromRow)}
		if err := visit(cursor{r}, at); err != nil {
			return fmt.Errorf("reference table %s, %v: %w", d.Name, at, err)
		}
	}
	return nil
}

// eachOfPack is each for the rows of the task's policy pack.
func eachOfPack(t *pipeline.Task, d *pipeline.Dataset, visit func(cursor, place) error) error {
	return each(t, d, func(c cursor, at place) error {
		if c.Code(datasets.Pack) == t.Pack {
			return visit(c, at)
		}
		return nil
	})
}

// needed returns a whole number that a rule cannot do without.
func (c cursor) needed(column *pipeline.Int) (int, error) {
	n := c.IntOrNull(column)
	if n == nil {
		return 0, fmt.Errorf("%s is empty", column.Name)
	}
	return int(*n), nil
}

// day returns a day, the other one if it is not known.
func (c cursor) day(column *pipeline.Date, otherwise calendar.Day) calendar.Day {
	return calendar.DayAt(column.In(c.Batch), c.At).OrElse(otherwise)
}

// orElse returns a number, the other one if it is not known.
func orElse(number *int64, otherwise int64) int64 {
	if number == nil {
		return otherwise
	}
	return *number
}
