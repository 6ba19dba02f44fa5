package pipeline

import (
	"context"
	"os"
	"slices"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
)

// published returns the result of an earlier run that is what this run would
// make, nil if there is none. It is asked before anything is made of the inputs:
// their names and sizes tell whether reading them can be worth it, their XXH3
// whether they are those of a manifest, and that of its files whether the
// published run is still whole. One that is not is made again. Whatever cannot
// be read is no result either: who reads it next says why.
func (r *run) published(ctx context.Context, p *publisher, files []*SourceFile) *Result {
	alike := r.alike(p, files)
	if len(alike) == 0 {
		return nil
	}
	found, err := r.hashInputs(ctx, files)
	if err != nil {
		return nil
	}
	for _, m := range alike {
		asOf, err := dateOf(m.AsOf)
		if err != nil || !slices.EqualFunc(m.Inputs, found, func(in ManifestInput, f hashedFile) bool { return in.XXH3 == f.sum }) {
			continue
		}
		if m.compare(ctx, p.path(runsName, m.ID), byXXH3, r.options.Workers) == nil {
			return &Result{ID: m.ID, AsOf: asOf, Manifest: m, Files: m.files(), Totals: m.Totals, Reused: true}
		}
	}
	return nil
}

// alike returns the manifests of runs that this run would make again, should its
// inputs have the hashes that they list.
func (r *run) alike(p *publisher, files []*SourceFile) []*Manifest {
	entries, err := os.ReadDir(p.path(runsName))
	if err != nil {
		return nil
	}
	var found []*Manifest
	for _, e := range entries {
		m, err := ReadManifest(p.path(runsName, e.Name()))
		if err != nil || m.ID != e.Name() {
			continue
		}
		same := func(in ManifestInput, f *SourceFile) bool { return in.Name == f.Name && in.Bytes == f.Bytes }
		if slices.EqualFunc(m.Inputs, files, same) && r.wouldBe(m) {
			found = append(found, m)
		}
	}
	return found
}

// wouldBe reports whether this run makes and publishes the run of a manifest, if
// its inputs are those of the manifest.
func (r *run) wouldBe(m *Manifest) bool {
	asOf := m.Latest
	switch {
	case r.options.AsOf != nil:
		asOf = dateText(*r.options.AsOf)
	case asOf > dateText(r.today()):
		return false // the as-of date is an earlier one, which only reading tells
	}
	refused := func(in ManifestInput) bool { return in.Refused != "" }
	return asOf == m.AsOf && m.ID == runID(m.files(), r.options, asOf) &&
		!(r.options.Strict && slices.ContainsFunc(m.Inputs, refused)) && m.withinLimit(r.options.QuarantineLimit)
}

// withinLimit reports whether of every file at most a share of the data rows is
// quarantined.
func (m *Manifest) withinLimit(limit float64) bool {
	data, quarantined := map[string]int64{}, map[string]int64{}
	for _, t := range m.Totals {
		data[t.File] += t.RowsRead - t.RowsNotData
		quarantined[t.File] += t.RowsQuarantined
	}
	for file, rows := range quarantined {
		if float64(rows) > limit*float64(data[file]) {
			return false
		}
	}
	return true
}

// files returns what the manifest tells of the input files.
func (m *Manifest) files() []*SourceFile {
	files := make([]*SourceFile, len(m.Inputs))
	for i, in := range m.Inputs {
		files[i] = &SourceFile{Name: in.Name, SHA256: in.SHA256, XXH3: in.XXH3, Bytes: in.Bytes, Datasets: in.Datasets, Rows: in.Rows, Refused: in.Refused, Unread: in.Unread}
	}
	return files
}

// hashInputs returns the files with their XXH3.
func (r *run) hashInputs(ctx context.Context, files []*SourceFile) ([]hashedFile, error) {
	inputs := make([]hashedFile, len(files))
	for i, f := range files {
		inputs[i] = hashedFile{path: f.path, size: f.Bytes}
	}
	r.progress.Phase("compare", bytesOf(files))
	return inputs, hashFiles(ctx, inputs, r.options.Workers, byXXH3.newHash, r.progress.Advance)
}

// dateOf reads a day as [dateText] writes it.
func dateOf(text string) (arrow.Date32, error) {
	day, err := time.Parse(time.DateOnly, text)
	return arrow.Date32FromTime(day), err
}
