package tabular

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

// stricter lists why openJSON refuses what encoding/json accepts.
var stricter = []string{
	"where an object or array is expected", // a scalar as a document
	"nested deeper",
	"comes twice",       // a key around the records, of which encoding/json takes the last
	"surrogate",         // half a pair in a key
	"more than 64 arra", // of objects
	"is no text",        // half a pair or NUL beside the records
}

func FuzzJSON(f *testing.F) {
	for _, seed := range []string{
		`[{"id":1},{"id":"\u041f\ud83d\ude00","a":[1,{"b":null}]}]`,
		`{"result":{"operations":[{"id":-1.5e+3,"items":[{"sku":1},{"sku":2}]}],"page_count":1}}`,
		`[{"postings":[{"id":1}],"cursor":"a"},{"postings":[]}]`,
		`{"Date":"d","Valute":{"USD":{"ID":"R"},"CNY":{"ID":"S"}}}`,
		"{\"id\":1}\n{\"id\":2}", `[{"id":1,"id":2},3,null,[{"id":4}]]`, `{"a":{"x":1},"a.x":2}`, `{"rows":[1,{"id":1}]}`, "[]", "{}",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		documents, plainErr := plainDocuments(text)
		file, err := openDocument(text, hasColumn("id"))
		if err == nil {
			for i := range file.Sheets {
				checkRecords(t, file, i, documents)
			}
		}
		switch {
		case err == nil && plainErr != nil:
			t.Fatalf("accepted, but encoding/json says %v", plainErr)
		case err == nil || plainErr != nil:
			return
		}
		for _, reason := range stricter {
			if strings.Contains(err.Error(), reason) {
				return
			}
		}
		t.Fatalf("refused what encoding/json accepts: %v", err)
	})
}

// plainDocuments reads all documents with encoding/json.
func plainDocuments(text string) ([]any, error) {
	if !utf8.ValidString(text) {
		return nil, errors.New("not UTF-8")
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var documents []any
	for {
		var document any
		if err := d.Decode(&document); err == io.EOF {
			if len(documents) == 0 {
				return nil, errors.New("no document")
			}
			return documents, nil
		} else if err != nil {
			return nil, err
		}
		documents = append(documents, document)
	}
}

// checkRecords compares the number of records of a sheet with those at its
// path in the documents as encoding/json reads them.
func checkRecords(t *testing.T, f *File, sheet int, documents []any) {
	got, err := scanSheet(f, sheet, []string{"id", "a[0].b", "items[#]"})
	if err != nil {
		t.Fatalf("opened but not scanned: %v", err)
	}
	if strings.ContainsAny(f.Sheets[sheet].Name, ".") || len(f.reader.(*jsonReader).tables) == 0 {
		return // a path that may be read in two ways; no table at all
	}
	want := 0
	for _, document := range documents {
		list, wrapped := document.([]any)
		if !wrapped {
			list = []any{document}
		}
		for _, element := range list {
			want += recordsIn(element, f.reader.(*jsonReader).tables[sheet])
		}
	}
	if records := len(got.rows) + len(got.faults); records != want {
		t.Fatalf("sheet %q: %d records, want %d", f.Sheets[sheet].Name, records, want)
	}
}

func recordsIn(element any, table jsonTable) int {
	if table.layout == elementRecords {
		return 1
	}
	object, ok := element.(map[string]any)
	if !ok {
		return 0
	}
	place := any(object)
	if table.layout == arrayRecords || table.path != "" {
		place = object[table.path]
	}
	switch place := place.(type) {
	case []any:
		if table.layout == arrayRecords {
			return len(place)
		}
	case map[string]any:
		if table.layout == mapRecords {
			return len(place)
		}
	}
	return 0
}
