package stagetest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline"
)

// Rows makes a batch of a dataset from a text table, as the files of a case
// hold it. It panics on a text that is none, or that names other columns. The
// caller releases the batch.
func Rows(mem memory.Allocator, d *pipeline.Dataset, text string) arrow.Record {
	rec, err := parseRows(mem, d, text)
	if err != nil {
		panic(fmt.Sprintf("stagetest: rows of %s: %v", d.Name, err))
	}
	return rec
}

func parseRows(mem memory.Allocator, d *pipeline.Dataset, text string) (arrow.Record, error) {
	t, err := parseTable(text)
	if err != nil {
		return nil, err
	}
	columns, err := columnsOf(d, t.header)
	if err != nil {
		return nil, err
	}
	b := pipeline.NewBuilder(mem, d)
	defer b.Release()
	for i, c := range d.Columns {
		at := slices.Index(columns, c)
		for n, row := range t.rows {
			if at < 0 || row[at].null {
				b.Field(i).AppendNull()
			} else if err := appendCell(b.Field(i), c.Type(), row[at].text); err != nil {
				return nil, fmt.Errorf("row %d, column %s: %w", n+1, c.ColumnName(), err)
			}
		}
	}
	return b.Record(), nil
}

// columnsOf finds the columns of a header.
func columnsOf(d *pipeline.Dataset, header []string) ([]pipeline.Column, error) {
	var columns []pipeline.Column
	for _, name := range header {
		at := slices.IndexFunc(d.Columns, func(c pipeline.Column) bool { return c.ColumnName() == name })
		if at < 0 {
			return nil, fmt.Errorf("%s has no column %q", d.Name, name)
		}
		if slices.Contains(columns, d.Columns[at]) {
			return nil, fmt.Errorf("column %q stands twice in the header", name)
		}
		columns = append(columns, d.Columns[at])
	}
	return columns, nil
}

// Lines prints the rows of batches of a dataset, one line each, sorted, with the
// columns asked for, all if none is.
func Lines(d *pipeline.Dataset, batches []arrow.Record, columns ...pipeline.Column) []string {
	if len(columns) == 0 {
		columns = d.Columns
	}
	return linesOf(d, fieldsOf(d, batches), columns)
}

// fieldsOf prints all cells of batches.
func fieldsOf(d *pipeline.Dataset, batches []arrow.Record) [][]field {
	var rows [][]field
	for _, rec := range batches {
		for row := range int(rec.NumRows()) {
			fields := make([]field, len(d.Columns))
			for i, c := range d.Columns {
				if cells := rec.Column(i); cells.IsNull(row) {
					fields[i].null = true
				} else {
					fields[i].text = cellText(cells, c.Type(), row)
				}
			}
			rows = append(rows, fields)
		}
	}
	return rows
}

func linesOf(d *pipeline.Dataset, rows [][]field, columns []pipeline.Column) []string {
	lines := make([]string, len(rows))
	chosen := make([]field, len(columns))
	for n, row := range rows {
		for i, c := range columns {
			chosen[i] = row[d.Index(c)]
		}
		lines[n] = joinLine(chosen)
	}
	slices.Sort(lines)
	return lines
}

func headerLine(columns []pipeline.Column) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.ColumnName()
	}
	return strings.Join(names, ",")
}
