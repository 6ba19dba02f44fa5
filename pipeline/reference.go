package pipeline

import (
	"context"
	"os"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// A Reference is a dated reference table as a batch would read it: the shipped
// rows, then those of a user's files of the same shape.
type Reference struct {
	Dataset *Dataset
	Rows    arrow.Record // released by the caller
	Files   []string     // the user's files, by name
}

// ReadReferences reads the reference tables of a plan. Below folder the user's
// files of these tables are read as well and files of other kinds passed over;
// "" reads the shipped rows alone. Findings are about rows and cells that a batch
// would not use, and files that are near to a reference table and not read. A damaged
// file is an *[InputError].
func ReadReferences(ctx context.Context, p *Plan, folder string) ([]Reference, []Finding, error) {
	private, err := os.MkdirTemp("", "ozpayout-seeds-")
	if err != nil {
		return nil, nil, &OutputError{Path: os.TempDir(), Err: err}
	}
	defer func() { _ = os.RemoveAll(private) }()
	files, err := materialise(p, private)
	if err != nil {
		return nil, nil, err
	}
	r := &referenceReader{mem: memory.NewGoAllocator()}
	defer r.release()
	for _, f := range files {
		r.tables = append(r.tables, Reference{Dataset: f.seed})
		r.seeds = append(r.seeds, f.seed)
	}
	r.theirs = NewRecogniser(p.Sources(), p.NotInputs, nil) // as in a batch: an export may look like a reference table
	r.theirs.SpillTo(private)
	r.parts = make([][]arrow.Record, len(r.tables))
	if folder != "" {
		theirs, odd, err := listFiles(folder, "")
		if err != nil {
			return nil, nil, err
		}
		files, r.findings = append(files, theirs...), odd
	}
	for _, f := range files {
		if err := r.read(ctx, f); err != nil {
			return nil, nil, err
		}
	}
	return r.join()
}

// A referenceReader collects the batches of the reference tables.
type referenceReader struct {
	mem      memory.Allocator
	theirs   *Recogniser // of the user's files
	seeds    []*Dataset
	tables   []Reference
	parts    [][]arrow.Record // of each table
	findings []Finding
}

// read scans the reference tables of a file; a user's file may hold none.
func (r *referenceReader) read(ctx context.Context, f *SourceFile) error {
	recogniser := r.theirs
	if f.isSeed() {
		recogniser = NewRecogniser([]*Dataset{f.seed}, nil, nil)
	}
	recognised, refused, err := recogniser.recogniseFile(f, nil)
	if err != nil {
		return err
	}
	switch {
	case refused == nil:
	case f.isSeed():
		return &InternalError{Reason: "shipped table " + f.Name + " does not fit its declaration: " + refused.Reason}
	case refused.Damaged:
		return &InputError{File: f.Name, Reason: refused.Reason + "; " + exportAgain}
	case refused.Near != nil && refused.Near.Input.Seed != "":
		r.findings = append(r.findings, Finding{File: f.Name, Code: "file_refused", Severity: Warning, Message: refused.said(), Dataset: refused.Near.Name})
	}
	for _, table := range recognised {
		at := slices.Index(r.seeds, table.Dataset)
		if at < 0 {
			continue
		}
		if names := &r.tables[at].Files; !f.isSeed() && !slices.Contains(*names, f.Name) {
			*names = append(*names, f.Name)
		}
		scanner := &scanner{mem: r.mem, reject: func(f Finding) { r.findings = append(r.findings, f) }, settle: func(Entry) {}}
		for _, split := range table.File.Splits(table.Sheet, splitBytes) {
			_, err := scanner.scan(ctx, table, split, func(rec arrow.Record) error {
				kept, err := copyBatch(r.mem, rec)
				if err == nil {
					r.parts[at] = append(r.parts[at], kept)
				}
				return err
			})
			if err != nil {
				return inputDamage(f, err)
			}
		}
	}
	return nil
}

func (r *referenceReader) join() ([]Reference, []Finding, error) {
	for i := range r.tables {
		rows, err := Concat(r.mem, r.tables[i].Dataset, r.parts[i])
		if err != nil {
			return nil, nil, &InternalError{Reason: "reference table " + r.tables[i].Dataset.Name, Err: err}
		}
		r.tables[i].Rows = rows
	}
	return r.tables, r.findings, nil
}

func (r *referenceReader) release() {
	for _, records := range r.parts {
		releaseRecords(records)
	}
}
