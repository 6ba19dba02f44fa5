package pipeline

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// salesIn writes rows of sales, cut into a number of files, to a folder.
func salesIn(b *testing.B, rows, files int) (folder string) {
	b.Helper()
	folder = b.TempDir()
	for f := range files {
		var text strings.Builder
		text.WriteString("posting_number,status,amount,currency,sold_on\n")
		for i := f; i < rows; i += files {
			fmt.Fprintf(&text, "%08d-%04d-%d,delivered,%d.%02d,RUB,2026-03-%02d\n", i*7919%100000000, i%10000, i%3+1, i%977, i%100, i%28+1)
		}
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("sales-%05d.csv", f)), []byte(text.String()), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	return folder
}

// BenchmarkRecognise measures what a file costs before its rows are read: 100 rows
// of 5 columns, of 14 datasets that it might be.
func BenchmarkRecognise(b *testing.B) {
	const files = 1000
	in := salesIn(b, 100*files, files)
	sources := []*Dataset{rawSales}
	for i := range 13 {
		sources = append(sources, changed(rawParcels, func(d *Dataset) { d.Name = fmt.Sprintf("%s_%d", d.Name, i) }))
	}
	b.ReportAllocs()
	for b.Loop() {
		r := NewRecogniser(sources, nil, nil)
		for f := range files {
			name := fmt.Sprintf("sales-%05d.csv", f)
			if tables, refused, err := r.Recognise(filepath.Join(in, name), name); err != nil || refused != nil || len(tables) != 1 {
				b.Fatal(tables, refused, err)
			}
		}
	}
	b.ReportMetric(files*float64(b.N)/b.Elapsed().Seconds(), "files/s")
}

// BenchmarkReadInManyFiles measures what it costs that rows come in many files: the
// engine recognises, reads and spreads the same rows.
func BenchmarkReadInManyFiles(b *testing.B) {
	const rows = 400_000
	for _, files := range []int{1, 100, 4000} {
		b.Run(fmt.Sprintf("files=%d", files), func(b *testing.B) {
			in := salesIn(b, rows, files)
			b.ReportAllocs()
			for b.Loop() {
				r := newRun(toyPlan(), toyOptions(in, b.TempDir()))
				private := b.TempDir()
				listed, _, err := r.list(private)
				if err != nil {
					b.Fatal(err)
				}
				recogniser := r.recogniser(listed, private)
				if err := r.recognise(context.Background(), recogniser, listed); err != nil {
					b.Fatal(err)
				}
				to := newStore(r.mem, r.parts(inputBytes(listed), defaultMemory), 1<<30, b.TempDir())
				r.findings = newFindingLog(r.mem, to)
				if latest, err := r.read(context.Background(), recogniser, listed, to); err != nil || latest == (lastDates{}) {
					b.Fatal(latest, err)
				}
				if err := to.close(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

// BenchmarkSecondRun measures a run that finds itself published.
func BenchmarkSecondRun(b *testing.B) {
	const rows = 400_000
	o := toyOptions(salesIn(b, rows, 10), b.TempDir())
	o.OpenMart = func(string, *Dataset) (MartWriter, error) { return &countingMart{}, nil }
	runToy(b, o)
	b.ReportAllocs()
	for b.Loop() {
		if !runToy(b, o).Reused {
			b.Fatal("the run was made again")
		}
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
