package pipeline

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// A15, A20: of a secret only that it is there, its script or its digest is kept,
// and no finding shows it.
func TestA15SecretColumns(t *testing.T) {
	var (
		number = &Text{Name: "number", Doc: "number"}
		key    = &Flag{Name: "api_key", Doc: "key"}
		body   = &Code{Name: "body", Doc: "script"}
		login  = &Text{Name: "login", Doc: "digest"}
	)
	notes := &Dataset{
		Name: "raw_notes", Doc: "Notes.", Grain: "one row per note", Layer: SourceLayer,
		Columns: []Column{number, key, body, login, FromFile, FromSheet, FromRow, FromEncoding},
		Input: &Input{Report: "notes", Zone: "Europe/Moscow", Fields: []Field{
			{Column: number, Need: Required}, {Column: key, Form: Secret}, {Column: body, Form: Secret}, {Column: login, Form: Secret},
		}},
	}
	const content = "\ufeffnumber,api_key,body,login\n1,hush-7,Where is my secret-8?,me@secret-9\n2,,деньги,\n"
	path := filepath.Join(t.TempDir(), "notes.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	found, refused, err := NewRecogniser([]*Dataset{notes}, nil, nil).Recognise(path, "notes.csv")
	if err != nil || refused != nil || len(found) != 1 {
		t.Fatalf("%v %+v", err, refused)
	}
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	var rows []string
	s := scanner{
		mem: mem, settle: func(Entry) {},
		reject: func(f Finding) { t.Errorf("finding %+v", f) },
	}
	for _, split := range found[0].File.Splits(0, 1<<20) {
		_, err := s.scan(context.Background(), found[0], split, func(rec arrow.Record) error {
			for row := range int(rec.NumRows()) {
				var cells []string
				for _, c := range rec.Columns() {
					cells = append(cells, c.ValueStr(row))
				}
				rows = append(rows, strings.Join(cells, " "))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	want := []string{
		fmt.Sprintf("1 true latin %x notes.csv  2 utf-8-bom", sha256.Sum256([]byte("me@secret-9"))),
		"2 (null) cyrillic (null) notes.csv  3 utf-8-bom",
	}
	if strings.Join(rows, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(rows, "\n"), strings.Join(want, "\n"))
	}
}
