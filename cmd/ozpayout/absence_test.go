package main

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"ozpayout/pipeline"
	"ozpayout/pipeline/parquetio"
	"ozpayout/stages"
)

// TestWithoutATable: a shop that lacks a table, or has none but it, is answered
// without it (D22).
func TestWithoutATable(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the batch many times")
	}
	in, asOf := makeShop(t, 100, 3)
	of := tablesOfFiles(t, in)
	for _, table := range slices.Sorted(maps.Keys(of)) {
		t.Run("without "+table, func(t *testing.T) {
			folder := copyShop(t, in)
			for _, name := range of[table] {
				if err := os.Remove(filepath.Join(folder, name)); err != nil {
					t.Fatal(err)
				}
			}
			runPlan(t, folder, asOf)
		})
		t.Run("only "+table, func(t *testing.T) {
			folder := copyShop(t, in)
			for other, names := range of {
				for _, name := range names {
					if other != table && !slices.Contains(of[table], name) {
						if err := os.Remove(filepath.Join(folder, name)); err != nil && !os.IsNotExist(err) {
							t.Fatal(err)
						}
					}
				}
			}
			runPlan(t, folder, asOf)
		})
	}
}

// TestWithoutOptionalColumns: a table with nothing but the columns that it needs is
// answered with what these say.
func TestWithoutOptionalColumns(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the batch many times")
	}
	in, asOf := makeShop(t, 100, 3)
	all := copyShop(t, in)
	for table, names := range tablesOfFiles(t, in) {
		one := copyShop(t, in)
		for _, name := range names {
			dropOptional(t, filepath.Join(in, name), filepath.Join(one, name), filepath.Join(all, name))
		}
		t.Run(table, func(t *testing.T) { runPlan(t, one, asOf) })
	}
	t.Run("all", func(t *testing.T) { runPlan(t, all, asOf) })
}

// tablesOfFiles returns the files of each table that the batch reads.
func tablesOfFiles(t *testing.T, in string) map[string][]string {
	t.Helper()
	of := map[string][]string{}
	err := filepath.WalkDir(in, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(in, path)
		if err != nil {
			return err
		}
		for _, r := range recognised(t, path, name) {
			if table := tableName(r.Dataset); !slices.Contains(of[table], name) {
				of[table] = append(of[table], name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return of
}

func recognised(t *testing.T, path, name string) []*pipeline.Recognition {
	t.Helper()
	found, _, err := pipeline.NewRecogniser(batch().Sources(), batch().NotInputs, nil).Recognise(path, name)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// dropOptional writes a canonical table without its optional columns to each of
// the other paths. Other forms than plain CSV in UTF-8, and exports with a header of
// their own, stay as they are.
func dropOptional(t *testing.T, path string, to ...string) {
	t.Helper()
	found := recognised(t, path, filepath.Base(path))
	if len(found) != 1 || found[0].Dataset.Input.Known || found[0].File.Form != "csv" || found[0].File.Encoding != "utf-8" || found[0].File.Compression != "" {
		return
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	reader := csv.NewReader(bytes.NewReader(data))
	reader.Comma, reader.FieldsPerRecord, reader.LazyQuotes = rune(found[0].File.Delimiter), -1, true
	records, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var keep []int
	for _, m := range found[0].Mapped {
		if m.Field.Need != pipeline.Optional {
			keep = append(keep, slices.Index(records[0], m.Header))
		}
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma = reader.Comma
	for _, record := range records {
		var cells []string
		for _, i := range keep {
			cell := ""
			if i < len(record) {
				cell = record[i]
			}
			cells = append(cells, cell)
		}
		if err := w.Write(cells); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	for _, target := range to {
		if err := os.WriteFile(target, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func copyShop(t *testing.T, in string) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(in)); err != nil {
		t.Fatal(err)
	}
	return folder
}

// runPlan runs the batch to its good end.
func runPlan(t *testing.T, in, asOf string) {
	t.Helper()
	var day dateValue
	if err := day.Set(asOf); err != nil {
		t.Fatal(err)
	}
	_, err := pipeline.Run(t.Context(), stages.Plan(), pipeline.Options{
		In: in, Out: t.TempDir(), AsOf: day.day, Pack: "article-2024", QuarantineLimit: 1, Workers: 2,
		OpenMart: func(folder string, d *pipeline.Dataset) (pipeline.MartWriter, error) {
			return parquetio.Create(folder, d, parquetio.Options{})
		},
	})
	if err != nil {
		t.Error(err)
	}
}
