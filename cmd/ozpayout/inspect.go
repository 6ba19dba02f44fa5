package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"ozpayout/pipeline"
	"ozpayout/pipeline/cell"
	"ozpayout/pipeline/tabular"
)

// A fileReport says what a file is.
type fileReport struct {
	Path        string        `json:"path"`
	Form        string        `json:"form,omitempty"`
	Compression string        `json:"compression,omitempty"`
	Encoding    string        `json:"encoding,omitempty"`
	Delimiter   string        `json:"delimiter,omitempty"`
	Bytes       int64         `json:"bytes,omitempty"`
	SHA256      string        `json:"sha256,omitempty"`
	Repairs     []string      `json:"repairs,omitempty"` // what was tolerated
	Tables      []tableReport `json:"tables,omitempty"`
	Refused     *refusal      `json:"refused,omitempty"`
}

// A tableReport says how one table of a file is read.
type tableReport struct {
	Sheet      string   `json:"sheet,omitempty"`
	Table      string   `json:"table"`
	Report     string   `json:"report"`
	Generation string   `json:"generation,omitempty"`
	HeaderRow  int64    `json:"header_row,omitempty"` // from 1; 0 where no record is a header
	Rows       int64    `json:"rows"`                 // records below the header, blank ones left out
	Faults     int64    `json:"unreadable_rows,omitempty"`
	Columns    []mapped `json:"columns"`
	Unmapped   []string `json:"unmapped,omitempty"` // headers that nobody reads
	Personal   []string `json:"dropped,omitempty"`  // personal columns, dropped while reading
}

// A mapped header feeds a column.
type mapped struct {
	Header string `json:"header"`
	Column string `json:"column"`
}

// A refusal says why nothing of a file is used.
type refusal struct {
	Reason  string `json:"reason"`
	Closest string `json:"closest,omitempty"`
	Damaged bool   `json:"damaged"` // it cannot be read at all
}

// An inspector tells what files are, without a run.
type inspector struct {
	recogniser *pipeline.Recogniser
	personal   map[*pipeline.Dataset]map[string]bool
}

// personalHeaders returns the folded headers that each source drops while
// reading.
func personalHeaders(p *pipeline.Plan) map[*pipeline.Dataset]map[string]bool {
	out := map[*pipeline.Dataset]map[string]bool{}
	for _, d := range p.Sources() {
		out[d] = map[string]bool{}
		for _, f := range d.Input.Fields {
			if f.Form != pipeline.Secret {
				continue
			}
			if f.Column != nil {
				out[d][cell.FoldHeader(f.Column.ColumnName())] = true
			}
			for _, header := range f.Headers {
				out[d][cell.FoldHeader(header)] = true
			}
		}
	}
	return out
}

// inspect tells what a file is. A file that cannot be read is a refusal; an
// error is that of ctx or of a scratch file.
func (i *inspector) inspect(ctx context.Context, f inspected) (*fileReport, error) {
	report := &fileReport{Path: f.path}
	found, refused, err := i.recogniser.Recognise(f.path, f.name)
	var scratch *tabular.ScratchError
	switch {
	case errors.As(err, &scratch):
		return nil, scratchFailure(scratch)
	case err != nil:
		report.Refused = &refusal{Reason: reasonOfPath(err).Error(), Damaged: true}
		return report, nil
	case refused != nil:
		report.SHA256, _ = refused.Sums.Hex()
		report.Refused = &refusal{refused.Reason, refused.Closest, refused.Damaged}
		return report, nil
	}
	report.describe(found[0].File)
	for _, r := range found {
		table, err := i.table(ctx, r)
		var damage *tabular.DamageError
		switch {
		case errors.As(err, &scratch):
			return nil, scratchFailure(scratch)
		case errors.As(err, &damage):
			nameless := *damage
			nameless.Path = ""
			report.Refused = &refusal{Reason: nameless.Error(), Damaged: true}
			return report, nil
		case err != nil:
			return nil, err
		}
		report.Tables = append(report.Tables, table)
	}
	return report, nil
}

// scratchFailure tells that a workbook's strings, which do not fit memory, found no
// place on disk.
func scratchFailure(err *tabular.ScratchError) error {
	return &pipeline.OutputError{Path: err.Folder, Err: err.Err}
}

func (r *fileReport) describe(f *tabular.File) {
	r.Form, r.Compression, r.Encoding = string(f.Form), f.Compression, f.Encoding
	r.Delimiter = map[byte]string{';': "semicolon", ',': "comma", '\t': "tab"}[f.Delimiter]
	r.Bytes, r.Repairs = f.Size, f.Repairs
	r.SHA256, _ = f.Sums.Hex()
}

func (i *inspector) table(ctx context.Context, r *pipeline.Recognition) (tableReport, error) {
	sheet := r.File.Sheets[r.Sheet]
	t := tableReport{
		Sheet: sheet.Name, Table: tableName(r.Dataset), Report: r.Dataset.Input.Report, Generation: r.Generation, HeaderRow: sheet.HeaderRow,
		Unmapped: r.Unmapped,
	}
	for _, m := range r.Mapped {
		t.Columns = append(t.Columns, mapped{m.Header, m.Field.Column.ColumnName()})
	}
	for _, header := range sheet.Header {
		if i.personal[r.Dataset][cell.FoldHeader(header)] {
			t.Personal = append(t.Personal, header)
		}
	}
	want := []string{r.Mapped[0].Header}
	for _, split := range r.File.Splits(r.Sheet, r.File.Size) {
		err := r.File.Scan(ctx, split, want, func(c *tabular.Chunk) error {
			t.Rows += int64(c.Len())
			t.Faults += int64(len(c.Faults))
			return nil
		})
		if err != nil {
			return t, err
		}
	}
	return t, nil
}

// print tells about a file in words.
func (r *fileReport) print(w io.Writer) {
	fmt.Fprintln(w, printable(r.Path))
	if r.Refused != nil {
		state := "not used"
		if r.Refused.Damaged {
			state = "cannot be read"
		}
		fmt.Fprintf(w, "  %s: %s\n", state, printable(r.Refused.Reason))
		if r.Refused.Closest != "" {
			fmt.Fprintf(w, "  closest: %s\n", printable(r.Refused.Closest))
		}
		return
	}
	form := []string{r.Form}
	for _, detail := range []string{r.Compression, r.Encoding, r.Delimiter} {
		if detail != "" {
			form = append(form, detail)
		}
	}
	fmt.Fprintf(w, "  form: %s, %d bytes\n", strings.Join(form, ", "), r.Bytes)
	if len(r.Repairs) > 0 {
		fmt.Fprintf(w, "  tolerated: %s\n", printable(strings.Join(r.Repairs, "; ")))
	}
	for _, t := range r.Tables {
		t.print(w)
	}
}

func (t tableReport) print(w io.Writer) {
	name := t.Table + " (" + t.Report
	if t.Generation != "" {
		name += ", " + t.Generation
	}
	fmt.Fprintf(w, "  table: %s)", name)
	if t.Sheet != "" {
		fmt.Fprintf(w, " in %s", printable(t.Sheet))
	}
	fmt.Fprintf(w, "\n  rows: %d", t.Rows)
	if t.Faults > 0 {
		fmt.Fprintf(w, ", and %d that cannot be read as rows", t.Faults)
	}
	if t.HeaderRow > 0 {
		fmt.Fprintf(w, ", header in row %d", t.HeaderRow)
	}
	fmt.Fprintln(w)
	columns := tabwriter.NewWriter(w, 0, 0, 1, ' ', 0)
	for _, m := range t.Columns {
		fmt.Fprintf(columns, "    %s\t<- %s\n", m.Column, printable(m.Header))
	}
	_ = columns.Flush() // the writer below remembers errors
	for _, list := range []struct {
		title   string
		headers []string
	}{{"not read", t.Unmapped}, {"personal, dropped", t.Personal}} {
		if len(list.headers) > 0 {
			fmt.Fprintf(w, "  %s: %s\n", list.title, printable(strings.Join(list.headers, "; ")))
		}
	}
}
