package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/unicode"

	"ozpayout/cmd/ozpayout/internal/shop"
	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/parquetio"
	"ozpayout/stages"
)

// judgedTables are the marts that must not depend on how the rows were exported.
var judgedTables = []*pipeline.Dataset{
	datasets.PayoutFacts, datasets.DelayCauses, datasets.CauseShares, datasets.OnTimeRates, datasets.Escalations, datasets.PayoutReconciliation, datasets.Claims,
}

// places are columns that say where a row was exported.
var places = []pipeline.Column{datasets.FirstFile, datasets.FirstRow, datasets.EvidenceFile, datasets.EvidenceRow}

// TestSameRowsSameMarts: any split, order, duplication or dialect of the same
// rows gives the same marts (P6, formats.md 9.1).
func TestSameRowsSameMarts(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the batch several times")
	}
	root := t.TempDir()
	summary, err := shop.Write(context.Background(), root, shop.Options{Orders: 600, Seed: 11, From: time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC), Days: 60})
	if err != nil {
		t.Fatal(err)
	}
	asOf := arrow.Date32FromTime(summary.AsOf)
	want := runMarts(t, filepath.Join(root, "in"), asOf)
	for name, change := range map[string]func(t *testing.T, folder string){
		"files renamed":      renameFiles,
		"files twice":        duplicateFiles,
		"lines shuffled":     func(t *testing.T, folder string) { rewriteCSV(t, folder, shuffleLines) },
		"overlapping halves": splitFiles,
		"UTF-16":             func(t *testing.T, folder string) { rewriteCSV(t, folder, toUTF16) },
		"CRLF":               func(t *testing.T, folder string) { rewriteCSV(t, folder, toCRLF) },
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			if err := os.CopyFS(folder, os.DirFS(filepath.Join(root, "in"))); err != nil {
				t.Fatal(err)
			}
			change(t, folder)
			got := runMarts(t, folder, asOf)
			for _, d := range judgedTables {
				if diff := cmp.Diff(want[d.Name], got[d.Name]); diff != "" {
					t.Errorf("%s differs (-want +got):\n%.2000s", d.Name, diff)
				}
			}
		})
	}
}

// runMarts runs the batch and returns the rows of its marts as text, in the
// order of the files.
func runMarts(t *testing.T, in string, asOf arrow.Date32) map[string][]string {
	t.Helper()
	out := t.TempDir()
	result, err := pipeline.Run(context.Background(), stages.Plan(), pipeline.Options{
		In: in, Out: out, AsOf: &asOf, Pack: "article-2024", QuarantineLimit: 1, Workers: 2,
		OpenMart: func(folder string, d *pipeline.Dataset) (pipeline.MartWriter, error) {
			return parquetio.Create(folder, d, parquetio.Options{})
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string][]string{}
	for _, d := range judgedTables {
		rows[d.Name] = readRows(t, filepath.Join(result.Dir, "datasets", d.Name), d)
	}
	return rows
}

func readRows(t *testing.T, folder string, d *pipeline.Dataset) []string {
	t.Helper()
	days, err := filepath.Glob(filepath.Join(folder, "dt=*"))
	if err != nil || len(days) != 1 {
		t.Fatalf("%s: %v %v", folder, days, err)
	}
	r, err := parquetio.Open(days[0], d)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var out []string
	for rec, err := range r.Batches() {
		if err != nil {
			t.Fatal(err)
		}
		for row := range int(rec.NumRows()) {
			var cells []string
			for i, c := range d.Columns {
				if !slices.Contains(places, c) {
					cells = append(cells, c.ColumnName()+"="+rec.Column(i).ValueStr(row))
				}
			}
			out = append(out, strings.Join(cells, " "))
		}
	}
	return out
}

// eachCSV visits the comma and semicolon tables of the shop.
func eachCSV(t *testing.T, folder string, visit func(path string, text string)) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".csv" {
			return err
		}
		text, err := os.ReadFile(path)
		if err == nil {
			visit(path, string(text))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func rewriteCSV(t *testing.T, folder string, rewrite func(text string) string) {
	eachCSV(t, folder, func(path, text string) { write(t, path, rewrite(text)) })
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// renameFiles gives every file a name that says nothing, in another order.
func renameFiles(t *testing.T, folder string) {
	n := 1000
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.Contains(path, "_20") {
			return err // a stamp in a name dates its rows
		}
		n--
		return os.Rename(path, filepath.Join(filepath.Dir(path), fmt.Sprintf("x%d%s", n, filepath.Ext(path))))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func duplicateFiles(t *testing.T, folder string) {
	eachCSV(t, folder, func(path, text string) { write(t, strings.TrimSuffix(path, ".csv")+" copy.csv", text) })
}

// splitFiles cuts each table into two that overlap by some rows.
func splitFiles(t *testing.T, folder string) {
	eachCSV(t, folder, func(path, text string) {
		header, lines := cut(text)
		if len(lines) < 10 {
			return
		}
		half := len(lines) / 2
		write(t, path, header+strings.Join(lines[:half+3], ""))
		write(t, strings.TrimSuffix(path, ".csv")+" second.csv", header+strings.Join(lines[half-3:], ""))
	})
}

// shuffleLines reverses the rows: the most that order can differ.
func shuffleLines(text string) string {
	header, lines := cut(text)
	slices.Reverse(lines)
	return header + strings.Join(lines, "")
}

func cut(text string) (header string, lines []string) {
	lines = strings.SplitAfter(strings.TrimSuffix(text, "\n")+"\n", "\n")
	return lines[0], lines[1 : len(lines)-1]
}

func toUTF16(text string) string {
	out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.TrimPrefix(text, "\ufeff"))
	if err != nil {
		panic(err)
	}
	return out
}

func toCRLF(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
}
