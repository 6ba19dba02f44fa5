package pipeline

import (
	"context"
	"os"
	"slices"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"golang.org/x/sync/errgroup"
)

// published returns the result of an earlier run that is what this run would
// make, nil if there is none. It is asked before anything is made of the inputs:
// their names and sizes tell whether hashing them can be worth it, their hashes
// whether they are those of a manifest, and the hashes of its files whether the
// published run is still whole. One that is not is made again. Whatever cannot
// be read is no result either: who reads it next says why.
func (r *run) published(ctx context.Context, p *publisher, files []*SourceFile) *Result {
	alike := r.alike(p, files)
	if len(alike) == 0 {
		return nil
	}
	sums, err := r.hashInputs(ctx, files)
	if err != nil {
		return nil
	}
	for _, m := range alike {
		asOf, err := dateOf(m.AsOf)
		if err != nil || !slices.EqualFunc(m.Inputs, sums, func(in ManifestInput, sum string) bool { return in.SHA256 == sum }) {
			continue
		}
		if m.compare(p.path(runsName, m.ID)) == nil {
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
		m, err := readManifest(p.path(runsName, e.Name()))
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
	if r.options.AsOf != nil {
		asOf = dateText(*r.options.AsOf)
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
		files[i] = &SourceFile{Name: in.Name, SHA256: in.SHA256, Bytes: in.Bytes, Datasets: in.Datasets, Rows: in.Rows, Refused: in.Refused, Unread: in.Unread}
	}
	return files
}

// hashInputs returns the SHA-256 of each file, workers at a time.
func (r *run) hashInputs(ctx context.Context, files []*SourceFile) ([]string, error) {
	var total int64
	for _, f := range files {
		total += f.Bytes
	}
	r.progress.Phase("compare", total)
	sums := make([]string, len(files))
	workers, ctx := errgroup.WithContext(ctx)
	workers.SetLimit(r.options.Workers)
	for i, f := range files {
		workers.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			_, sum, err := hashFile(f.path)
			sums[i] = sum
			r.progress.Advance(f.Bytes)
			return err
		})
	}
	return sums, workers.Wait()
}

// dateOf reads a day as [dateText] writes it.
func dateOf(text string) (arrow.Date32, error) {
	day, err := time.Parse(time.DateOnly, text)
	return arrow.Date32FromTime(day), err
}
