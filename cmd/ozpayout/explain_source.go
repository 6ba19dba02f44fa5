package main

import (
	"context"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets/seeds"
	"ozpayout/pipeline"
	"ozpayout/pipeline/cell"
	"ozpayout/pipeline/tabular"
)

// evidence shows cells of the input files of a run.
type evidence struct {
	in         string // input folder, "" if nobody says
	manifest   *pipeline.Manifest
	recogniser *pipeline.Recogniser
	opened     map[string]*openedFile
}

// An openedFile is an input file, recognised again.
type openedFile struct {
	tables []*pipeline.Recognition
	why    string // it is of no use; "" if it is
}

// A shownCell is a cell as it stands in a file.
type shownCell struct{ header, text string }

// A shownRow is what a table of a file says in a row, "" for the sheet of a file without.
type shownRow struct {
	sheet string
	cells []shownCell
}

// says reports whether a cell of the row is one of some numbers.
func (r shownRow) says(numbers []string) bool {
	return slices.ContainsFunc(r.cells, func(c shownCell) bool { return c.text != "" && slices.Contains(numbers, c.text) })
}

// rows returns the cells of a row of an input file that feed columns: personal
// and unknown columns are not among them. A file of several sheets has several such rows,
// and the tables of a run keep no sheet: those that say one of some numbers are meant, where
// there are any. Without rows it says why.
func (e *evidence) rows(ctx context.Context, name string, at int64, numbers []string) (rows []shownRow, why string, err error) {
	if shipped, ok := strings.CutPrefix(name, pipeline.SeedPrefix); ok {
		cells, err := seedCells(shipped, at)
		return []shownRow{{cells: cells}}, "", err
	}
	if e.in == "" {
		return nil, "", nil
	}
	f := e.open(name)
	if f.why != "" {
		return nil, f.why, nil
	}
	for _, r := range f.tables {
		found, err := rowCells(ctx, r, at)
		if err != nil {
			return nil, "", &pipeline.InputError{File: name, Reason: "cannot be read", Err: err}
		}
		if len(found) > 0 {
			rows = append(rows, shownRow{r.File.Sheets[r.Sheet].Name, found})
		}
	}
	if len(rows) == 0 {
		why = fmt.Sprintf("the file has no row %d", at)
	}
	if slices.ContainsFunc(rows, func(r shownRow) bool { return r.says(numbers) }) {
		rows = slices.DeleteFunc(rows, func(r shownRow) bool { return !r.says(numbers) })
	}
	return rows, why, nil
}

// open recognises a file of the run; one that is not what the run read is of no
// use.
func (e *evidence) open(name string) *openedFile {
	if f, ok := e.opened[name]; ok {
		return f
	}
	f := &openedFile{}
	e.opened[name] = f
	at := slices.IndexFunc(e.manifest.Inputs, func(i pipeline.ManifestInput) bool { return i.Name == name })
	if at < 0 || !filepath.IsLocal(filepath.FromSlash(name)) {
		f.why = "the run read no file of this name"
		return f
	}
	path := filepath.Join(e.in, filepath.FromSlash(name))
	tables, refused, err := e.recogniser.Recognise(path, name)
	switch {
	case err != nil:
		f.why = "cannot be opened: " + reasonOfPath(err).Error()
	case refused != nil:
		f.why = "not recognised: " + refused.Reason + "; if the run had a configuration, name it with --config"
	case hex.EncodeToString(tables[0].File.Sums.SHA256[:]) != e.manifest.Inputs[at].SHA256:
		f.why = "the file has changed since the run"
	default:
		f.tables = tables
	}
	return f
}

// rowCells returns the mapped cells of a row of a table; of a JSON object with a
// list, those of every element.
func rowCells(ctx context.Context, r *pipeline.Recognition, at int64) ([]shownCell, error) {
	var headers []string
	for _, m := range r.Mapped {
		headers = append(headers, m.Header)
	}
	var cells []shownCell
	splits := r.File.Splits(r.Sheet, 1<<20)
	for i, split := range splits {
		if i+1 < len(splits) && splits[i+1].FirstRow <= at {
			continue
		}
		err := r.File.Scan(ctx, split, headers, func(c *tabular.Chunk) error {
			for record, number := range c.Rows {
				if number != at {
					continue
				}
				for column, header := range headers {
					text := string(c.Cell(record, column))
					cells = append(cells, shownCell{header, text + serialDay(r, r.Mapped[column].Field.Column.Type(), text)})
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		if len(cells) > 0 {
			break
		}
	}
	return cells, nil
}

// serialDay explains the number that a workbook keeps for a day: " (2024-07-06)";
// nothing for other cells.
func serialDay(r *pipeline.Recognition, t pipeline.Type, text string) string {
	if r.File.Form != tabular.XLSX || t != pipeline.DateType && t != pipeline.InstantType {
		return ""
	}
	day, reason := cell.SerialDate([]byte(text), r.File.Date1904)
	if reason != "" {
		return ""
	}
	return " (" + arrow.Date32(day).FormattedString() + ")"
}

// seedCells returns the cells of a record of a shipped table; its header is
// record 1.
func seedCells(name string, at int64) ([]shownCell, error) {
	records, err := seedRecords(name)
	if err != nil || at < 1 || at > int64(len(records)) {
		return nil, err
	}
	var cells []shownCell
	for i, header := range records[0] {
		cells = append(cells, shownCell{header, records[at-1][i]})
	}
	return cells, nil
}

// shippedRow returns the row of a shipped table whose cells are as wanted, by
// header, or nil if none or more than one is.
func shippedRow(d *pipeline.Dataset, want map[string]string) (map[string]string, error) {
	records, err := seedRecords(d.Input.Seed)
	if err != nil {
		return nil, err
	}
	var found map[string]string
	for _, record := range records[1:] {
		cells := map[string]string{}
		for i, header := range records[0] {
			cells[header] = record[i]
		}
		fits := true
		for header, text := range want {
			fits = fits && cells[header] == text
		}
		switch {
		case fits && found != nil:
			return nil, nil
		case fits:
			found = cells
		}
	}
	return found, nil
}

func seedRecords(name string) ([][]string, error) {
	file, err := seeds.Files.Open(name)
	if err != nil {
		return nil, fmt.Errorf("shipped table: %w", err)
	}
	defer func() { _ = file.Close() }()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("shipped table %s: %w", name, err)
	}
	return records, nil
}
