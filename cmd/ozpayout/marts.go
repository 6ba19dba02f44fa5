package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/pipeline"
	"ozpayout/pipeline/parquetio"
	"ozpayout/reports"
)

// marts are the tables of a run, published or about to be.
type marts struct {
	dir  string // of the run
	asOf string // YYYY-MM-DD
}

// batches yields the rows of a table with the columns asked for, all if none
// is. It is a [reports.Source].
func (m marts) batches(d *pipeline.Dataset, columns ...pipeline.Column) iter.Seq2[arrow.Record, error] {
	return func(yield func(arrow.Record, error) bool) {
		r, err := parquetio.Open(pipeline.MartFolder(m.dir, d, m.asOf), d)
		if err != nil {
			yield(nil, &pipeline.InputError{File: m.dir, Reason: "table " + d.Name + " cannot be read: run again", Err: err})
			return
		}
		defer func() { _ = r.Close() }()
		for rec, err := range r.Batches(columns...) {
			if !yield(rec, err) || err != nil {
				return
			}
		}
	}
}

// currentFolder returns the folder of the published run of an output folder. The link is
// followed once: a run published meanwhile is not mixed in.
func currentFolder(out string) (string, error) {
	dir, err := filepath.EvalSymlinks(filepath.Join(out, "current"))
	switch {
	case errors.Is(err, fs.ErrPermission):
		return "", &pipeline.InputError{File: out, Reason: "cannot be opened", Err: reasonOfPath(err)}
	case err != nil:
		return "", &pipeline.InputError{File: out, Reason: "no published run: see ozpayout run", Err: reasonOfPath(err)}
	}
	return dir, nil
}

// currentRun opens the published run of an output folder.
func currentRun(out string) (marts, *pipeline.Manifest, error) {
	dir, err := currentFolder(out)
	if err != nil {
		return marts{}, nil, err
	}
	m, err := pipeline.ReadManifest(dir)
	if err != nil {
		return marts{}, nil, err
	}
	return marts{dir, m.AsOf}, m, nil
}

// renderReports writes the workbooks of a run, one per language.
func renderReports(ctx context.Context, folder string, langs []string, workers int, m *pipeline.Manifest) error {
	dir := filepath.Join(folder, "reports")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	day, err := time.Parse(time.DateOnly, m.AsOf)
	if err != nil {
		return fmt.Errorf("as-of date of the manifest: %w", err)
	}
	run := reports.Run{ID: m.ID, AsOf: arrow.Date32FromTime(day), Pack: m.Pack, Version: m.Version}
	var books []reports.Book
	for _, lang := range langs {
		books = append(books, reports.Book{Path: filepath.Join(dir, "payouts."+lang+".xlsx"), Language: lang})
	}
	return reports.Write(ctx, run, marts{folder, m.AsOf}.batches, workers, books...)
}

// reportFiles lists the reports of a published run; it may have none.
func reportFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(dir, "reports"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var paths []string
	for _, e := range entries {
		paths = append(paths, filepath.Join(dir, "reports", e.Name()))
	}
	return paths, err
}
