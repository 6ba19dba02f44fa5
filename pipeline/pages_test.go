package pipeline

import (
	"slices"
	"testing"

	"ozpayout/pipeline/tabular"
)

// What is told of the pages of an answer is certain: where the files may be all there is,
// nothing is.
func TestMissingPages(t *testing.T) {
	counted := &Dataset{Name: "raw_counted", Input: &Input{Pages: Pages{Of: "$.page_count", Rows: "$.row_count"}}}
	chained := &Dataset{Name: "raw_chained", Input: &Input{Pages: Pages{More: "$.has_next"}}}
	file := func(name, sha string, rows int64, d *Dataset, generation string, pages int, beside map[string]string) *SourceFile {
		f := &SourceFile{Name: name, SHA256: sha, Rows: rows}
		sheet := tabular.Sheet{Name: "result", Pages: pages, Beside: beside}
		f.pages = appendPages(nil, &Recognition{Dataset: d, Generation: generation, File: &tabular.File{Sheets: []tabular.Sheet{sheet}}})
		return f
	}
	page := func(name, sha string, of, all string, rows int64, pages int) *SourceFile {
		return file(name, sha, rows, counted, "", pages, map[string]string{"$.page_count": of, "$.row_count": all})
	}
	link := func(name, generation, hasNext string) *SourceFile {
		return file(name, name, 1, chained, generation, 1, map[string]string{"$.has_next": hasNext})
	}
	const incomplete = "; what is computed of it is not complete: fetch the answer anew, all its pages"
	for _, test := range []struct {
		name  string
		files []*SourceFile
		want  []string // file and message
	}{
		{name: "all pages", files: []*SourceFile{page("1", "a", "2", "15", 10, 1), page("2", "b", "2", "15", 5, 1)}},
		{
			name: "one of three, and a copy of it", files: []*SourceFile{page("1", "a", "3", "25", 10, 1), page("2", "a", "3", "25", 10, 1)},
			want: []string{"1: expected 3 pages, as the page says, and found 1" + incomplete},
		},
		{
			name:  "of two answers one lacks a page",
			files: []*SourceFile{page("1", "a", "2", "15", 10, 1), page("2", "b", "2", "15", 5, 1), page("3", "c", "2", "16", 10, 1)},
			want:  []string{"3: expected 2 pages, as the page says, and found 1" + incomplete},
		},
		{name: "all records are on the page", files: []*SourceFile{page("1", "a", "3", "25", 25, 1)}},
		{name: "each page counts its own records", files: []*SourceFile{page("1", "a", "2", "10", 10, 1), page("2", "b", "2", "5", 5, 1)}},
		{name: "several pages in a file", files: []*SourceFile{page("1", "a", "3", "25", 20, 2), page("2", "b", "3", "25", 5, 1)}},
		{name: "no numbers", files: []*SourceFile{file("1", "a", 5, counted, "", 1, map[string]string{"$.ok": "true"})}},
		{name: "no object around the array", files: []*SourceFile{file("1", "a", 5, chained, "", 1, nil)}},
		{name: "the last page", files: []*SourceFile{link("a/1", "fbs", "true"), link("a/2", "fbs", "false")}},
		{
			name:  "no last page in a folder, or of an export",
			files: []*SourceFile{link("a/1", "fbs", "true"), link("a/2", "fbo", "false"), link("a/3", "fbs", "true"), link("b/1", "fbs", "false")},
			want:  []string{"a/1: expected the last page: each of the 2 in this folder says that another follows" + incomplete},
		},
		{name: "not read", files: []*SourceFile{func() *SourceFile { f := link("a/1", "fbs", "true"); f.Unread = true; return f }()}},
	} {
		var got []string
		for _, f := range missingPages(test.files) {
			if f.Code != PagesMissing || f.Severity != Warning || f.Sheet != "result" {
				t.Errorf("%s: finding %+v", test.name, f)
			}
			got = append(got, f.File+": "+f.Message)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}
