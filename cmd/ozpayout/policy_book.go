package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// A policyTable is a reference table as a batch would use it.
type policyTable struct {
	*pipeline.Dataset
	rows  []policyRow
	files []string // the user's files
}

// A policyRow is a row of a reference table. A user's row takes the place of the
// shipped one with its key.
type policyRow struct {
	cells      map[pipeline.Column]string // as people write them, "" for an empty one
	file       string
	line       int64
	isReplaced bool
}

func (r policyRow) place() string { return fmt.Sprintf("%s row %d", r.file, r.line) }

func (r policyRow) isShipped() bool { return isShipped(r.file) }

// in joins the cells of some columns.
func (r policyRow) in(columns []pipeline.Column) string {
	cells := make([]string, len(columns))
	for i, c := range columns {
		cells[i] = r.cells[c]
	}
	return strings.Join(cells, " ")
}

// holdsOn reports whether the row holds on a day, YYYY-MM-DD; a row without
// period always does.
func (r policyRow) holdsOn(day string) bool {
	from, to := r.cells[datasets.ValidFrom], r.cells[datasets.ValidTo]
	return from <= day && (to == "" || day <= to)
}

// readPolicy reads the reference tables, with the user's rows below a folder
// over the shipped ones; "" reads the shipped rows alone.
func readPolicy(ctx context.Context, folder string) ([]policyTable, error) {
	references, _, err := pipeline.ReadReferences(ctx, batch(), folder)
	if err != nil {
		return nil, err
	}
	defer releaseReferences(references)
	return policyTables(references), nil
}

func releaseReferences(references []pipeline.Reference) {
	for _, r := range references {
		r.Rows.Release()
	}
}

// policyTables returns the tables in the order of their names.
func policyTables(references []pipeline.Reference) []policyTable {
	tables := make([]policyTable, len(references))
	for i, reference := range references {
		tables[i] = policyTable{Dataset: reference.Dataset, files: reference.Files}
		for at := range int(reference.Rows.NumRows()) {
			r := row{reference.Rows, at}
			read := policyRow{cells: map[pipeline.Column]string{}, file: r.text(pipeline.FromFile), line: r.number(pipeline.FromRow)}
			for _, c := range tables[i].columns() {
				read.cells[c] = r.text(c)
			}
			tables[i].rows = append(tables[i].rows, read)
		}
		tables[i].replace()
	}
	slices.SortFunc(tables, func(a, b policyTable) int { return strings.Compare(a.Name, b.Name) })
	return tables
}

// columns are those that a file has.
func (t policyTable) columns() []pipeline.Column {
	var columns []pipeline.Column
	for _, f := range t.Input.Fields {
		columns = append(columns, f.Column)
	}
	return columns
}

// replace marks the shipped rows whose key a user's row has.
func (t *policyTable) replace() {
	theirs := map[string]bool{}
	for _, r := range t.rows {
		if !r.isShipped() {
			theirs[r.in(t.Key)] = true
		}
	}
	for i, r := range t.rows {
		t.rows[i].isReplaced = r.isShipped() && theirs[r.in(t.Key)]
	}
}

// hasPacks reports whether the rows belong to packs.
func (t policyTable) hasPacks() bool { return t.Index(datasets.Pack) >= 0 }

// inForce returns the rows that a batch of the pack reads.
func (t policyTable) inForce(pack string) []policyRow {
	var rows []policyRow
	for _, r := range t.rows {
		if !r.isReplaced && (!t.hasPacks() || r.cells[datasets.Pack] == pack) {
			rows = append(rows, r)
		}
	}
	return rows
}

// identity is the key of a row within its pack.
func (t policyTable) identity() []pipeline.Column {
	return slices.DeleteFunc(slices.Clone(t.Key), func(c pipeline.Column) bool { return c == pipeline.Column(datasets.Pack) })
}

func policyTableNamed(tables []policyTable, name string) (policyTable, error) {
	names := make([]string, len(tables))
	for i, t := range tables {
		if t.Name == name {
			return t, nil
		}
		names[i] = t.Name
	}
	return policyTable{}, usagef("no reference table %q: the tables are %s", name, strings.Join(names, ", "))
}
