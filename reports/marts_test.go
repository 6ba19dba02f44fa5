package reports

import (
	"encoding/csv"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"golang.org/x/tools/txtar"

	"ozpayout/pipeline"
)

// A testMart is a mart as text: a header of column names, then rows.
type testMart [][]string

// readMarts reads the marts of an archive.
func readMarts(t testing.TB, name string) map[string]testMart {
	t.Helper()
	archive, err := txtar.ParseFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	marts := map[string]testMart{}
	for _, f := range archive.Files {
		rows, err := csv.NewReader(strings.NewReader(string(f.Data))).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		marts[strings.TrimSuffix(f.Name, ".csv")] = rows
	}
	return marts
}

// source gives the marts batch by batch, each released after use, so that a
// reader that keeps a batch without retaining it fails.
func source(mem memory.Allocator, marts map[string]testMart, batch int) Source {
	return func(d *pipeline.Dataset, columns ...pipeline.Column) iter.Seq2[arrow.Record, error] {
		return func(yield func(arrow.Record, error) bool) {
			rows, ok := marts[d.Name]
			if !ok || len(rows) < 2 {
				return
			}
			header, rows := rows[0], rows[1:]
			for from := 0; from < len(rows); from += batch {
				rec, err := buildBatch(mem, &pipeline.Dataset{Name: d.Name, Columns: columns}, header, rows[from:min(from+batch, len(rows))])
				if err != nil {
					yield(nil, err)
					return
				}
				more := yield(rec, nil)
				rec.Release()
				if !more {
					return
				}
			}
		}
	}
}

func buildBatch(mem memory.Allocator, d *pipeline.Dataset, header []string, rows [][]string) (arrow.Record, error) {
	b := pipeline.NewBuilder(mem, d)
	defer b.Release()
	for i, c := range d.Columns {
		at := -1
		for j, name := range header {
			if name == c.ColumnName() {
				at = j
			}
		}
		for _, row := range rows {
			if at < 0 || row[at] == "" {
				b.Field(i).AppendNull()
				continue
			}
			if err := appendParsed(b.Field(i), c.Type(), row[at]); err != nil {
				return nil, errors.Join(errors.New(c.ColumnName()), err)
			}
		}
	}
	return b.Record(), nil
}

func appendParsed(b array.Builder, t pipeline.Type, text string) error {
	switch t {
	case pipeline.MoneyType:
		text = scaled(text, 2)
	case pipeline.RateType:
		text = scaled(text, 10)
	}
	if codes, ok := b.(*array.BinaryDictionaryBuilder); ok {
		return codes.AppendString(text) // its AppendValueFromString is a hundred times slower
	}
	return b.AppendValueFromString(text)
}

// scaled returns a decimal number as a whole number of its smallest units.
func scaled(text string, digits int) string {
	whole, fraction, _ := strings.Cut(text, ".")
	return whole + (fraction + strings.Repeat("0", digits))[:digits]
}

func workbookFolder(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	t.Cleanup(func() {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Error(err)
		}
		for _, e := range entries {
			if filepath.Ext(e.Name()) != ".xlsx" {
				t.Errorf("%s is left behind", e.Name())
			}
		}
	})
	return dir
}
