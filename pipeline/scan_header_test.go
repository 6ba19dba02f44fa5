package pipeline

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
)

// D40: where exports were written one behind the other, the header of the second is no
// data; a row that is almost the header is a row.
func TestD40RepeatedHeader(t *testing.T) {
	var (
		on    = &Date{Name: "on", Doc: "day"}
		fee   = &Money{Name: "fee", Doc: "fee", Unit: "CNY"}
		rates = &Dataset{
			Name: "raw_rates", Doc: "Rates.", Grain: "one row per rate", Layer: SourceLayer,
			Columns: []Column{on, fee, FromFile, FromSheet, FromRow},
			Input: &Input{Report: "rates", Zone: "Europe/Moscow", Fields: []Field{
				{Column: on, Need: Required, Headers: []string{"День"}}, {Column: fee, Headers: []string{"Сбор"}},
			}},
		}
	)
	const mark = "\ufeff"
	for name, test := range map[string]struct {
		header, again string
		findings      []string
	}{
		"as it is":                   {"День,x,Сбор", "День,x,Сбор", []string{"3 repeated_header note"}},
		"behind a mark":              {mark + "День,x,Сбор", mark + "День,x,Сбор", []string{"3 repeated_header note"}},
		"quoted":                     {`"День","x","Сбор"`, `"День","x","Сбор"`, []string{"3 repeated_header note"}},
		"quoted, behind a mark":      {mark + `"День","x","Сбор"`, mark + `"День","x","Сбор"`, []string{"3 repeated_header note"}},
		"in another order":           {"День,x,Сбор", "Сбор,x,День", []string{"3 not_a_date fault", "3 not_money warning"}},
		"with one cell of data":      {"День,x,Сбор", "День,x,5", []string{"3 not_a_date fault"}},
		"shorter, behind a mark":     {`"День","x","Сбор"`, mark + `"День","x"`, []string{"3 bare_quote fault"}},
		"other words, behind a mark": {`"День","x","Сбор"`, mark + `"День","x","сбор"`, []string{"3 bare_quote fault"}},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "rates.csv")
			text := test.header + "\n2024-06-07,x,1.00\n" + test.again + "\n2024-06-08,x,2.00\n"
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			found, _, err := NewRecogniser([]*Dataset{rates}, nil, nil).Recognise(path, "rates.csv")
			if err != nil || len(found) != 1 {
				t.Fatal(err, found)
			}
			var findings []string
			classes := map[Class]int64{}
			s := scanner{
				mem: memory.DefaultAllocator, settle: func(e Entry) { classes[e.Class] += e.Rows },
				reject: func(f Finding) {
					findings = append(findings, fmt.Sprintf("%d %s %s", f.Row, f.Code, f.Severity))
				},
			}
			rows := int64(0)
			scanned, err := s.scan(context.Background(), found[0], found[0].File.Splits(0, 1<<20)[0], func(rec arrow.Record) error {
				rows += rec.NumRows()
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.findings, findings); diff != "" {
				t.Error(diff)
			}
			notData := int64(1) // the first header
			if test.findings[0] == "3 repeated_header note" {
				notData++
			}
			if rows != 2 || scanned.rows != 4 || classes[NotData] != notData || classes[Quarantined] != 2-notData || scanned.notData != notData {
				t.Errorf("%d rows of %d, classes %v, no data %d", rows, scanned.rows, classes, scanned.notData)
			}
		})
	}
}
