package pipeline

import (
	"testing"

	"pgregory.net/rapid"
)

// A matcher knows the headers that one of its candidates fits, however often it is
// asked, and without looking at those that are too narrow.
func TestKnownHeadersAreThoseThatFit(t *testing.T) {
	jsonSales := changed(rawSales, func(d *Dataset) {
		d.Name = "raw_sales_api"
		d.Input = &Input{Report: "sales of the API", Known: true, Zone: "UTC", Fields: []Field{
			{Column: toyPosting, Need: Required, Exact: []string{"posting", "id"}},
			{Column: toyStatus, Need: Required, Exact: []string{"id"}},
			{Column: toyAmount, Exact: []string{"sum"}},
		}}
	})
	repeated := changed(rawSales, func(d *Dataset) {
		d.Name = "raw_sales_twice"
		d.Input = &Input{Report: "sales with two amounts", Known: true, Zone: "UTC", Fields: []Field{
			{Column: toyPosting, Need: Required},
			{Column: toyAmount, Need: Required, Headers: []string{"x#2"}},
		}}
	})
	sources := []*Dataset{rawSales, rawParcels, rawFactors, jsonSales, repeated}
	words := []string{"", "posting", "id", "sum", "Posting Number", "x", "POSTING_NUMBER", "  "}
	for _, d := range sources {
		for _, f := range d.Input.Fields {
			words = append(words, f.Column.ColumnName())
		}
	}
	rules := []FileRule{{Match: "*", Constants: map[string]string{"currency": "RUB", "status": "new"}}}
	m, err := NewRecogniser(sources, nil, rules).matcherOf("a.csv")
	if err != nil {
		t.Fatal(err)
	}
	known := 0
	rapid.Check(t, func(t *rapid.T) {
		header := rapid.SliceOfN(rapid.SampledFrom(words), 0, 6).Draw(t, "header")
		heading := headingOf(header)
		var all headerMatch
		for _, c := range m.candidates {
			all.add(c.fit(heading, m.rule))
		}
		want := all.best.fits()
		for range 2 {
			if got := m.knows(header); got != want {
				t.Fatalf("%q: known %v, want %v", header, got, want)
			}
		}
		if !want {
			return
		}
		known++
		got := m.match(header)
		if got.best.dataset != all.best.dataset || (got.tie == nil) != (all.tie == nil) || got.tie != nil && got.tie.dataset != all.tie.dataset {
			t.Fatalf("%q: fits %v and %v, want %v and %v", header, got.best, got.tie, all.best, all.tie)
		}
	})
	if known == 0 {
		t.Error("no header was known: the test shows nothing")
	}
}
