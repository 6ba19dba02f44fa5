package reports

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// A tabDraft is what is added to a worksheet.
type tabDraft struct {
	widths   []float64
	comments []excelize.Comment
	names    []excelize.DefinedName
}

// TestAdditionsAsTheLibraryMakesThem: names and comments are the bytes that the library
// writes of the same ones.
func TestAdditionsAsTheLibraryMakesThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		drafts := make([]tabDraft, rapid.IntRange(1, 3).Draw(t, "tabs"))
		for i := range drafts {
			d := &drafts[i]
			d.widths = rapid.SliceOfN(rapid.Float64Range(1, 80), 0, 6).Draw(t, "widths")
			for column, text := range rapid.SliceOfN(texts, 1, 8).Draw(t, "comments") {
				height := rapid.UintRange(1, 400).Draw(t, "height")
				d.comments = append(d.comments, excelize.Comment{Cell: cellName(column+1, 1), Author: "ozpayout", Text: "x" + text, Width: 320, Height: height})
			}
			for n := range rapid.IntRange(0, 3).Draw(t, "names") {
				d.names = append(d.names, excelize.DefinedName{Name: fmt.Sprintf("tab%d.name%d", i, n), RefersTo: fmt.Sprintf("'tab %d'!$A$1:$B$%d", i, n+1)})
			}
			d.names = append(d.names, excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: fmt.Sprint("tab ", i), RefersTo: fmt.Sprintf("'tab %d'!$1:$1", i)})
		}
		ours := partsWith(t, drafts, addHeadingComments, defineName)
		library := partsWith(t, drafts, func(f *excelize.File, tab string, _ []float64, comments []excelize.Comment) error {
			for _, c := range comments {
				if err := f.AddComment(tab, c); err != nil {
					return err
				}
			}
			return nil
		}, func(f *excelize.File, name excelize.DefinedName) error { return f.SetDefinedName(&name) })
		if diff := cmp.Diff(library, ours); diff != "" {
			t.Errorf("-library +ours:\n%s", diff)
		}
	})
}

// partsWith returns the files of a workbook with additions, made by the functions.
func partsWith(
	t *rapid.T, drafts []tabDraft, comment func(*excelize.File, string, []float64, []excelize.Comment) error, define func(*excelize.File, excelize.DefinedName) error,
) map[string]string {
	f, parts := excelize.NewFile(), packageParts{}
	defer f.Close()
	try := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, d := range drafts {
		tab := fmt.Sprint("tab ", i)
		_, err := f.NewSheet(tab)
		try(err)
		yes := true
		try(f.SetSheetProps(tab, &excelize.SheetPropsOptions{FitToPage: &yes})) // gives rows the height that page.open does
		stream, err := f.NewStreamWriter(tab)
		try(err)
		for column, width := range d.widths {
			try(stream.SetColWidth(column+1, column+1, width))
		}
		try(stream.SetRow("A1", []any{"heading"}))
		try(comment(f, tab, d.widths, d.comments))
		for _, name := range d.names {
			try(define(f, name))
		}
		try(stream.Flush())
	}
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return parts })
	try(f.Write(io.Discard))
	out := map[string]string{}
	for name, text := range parts {
		out[name] = text.String()
	}
	// The library lists these in the order of a map.
	types := strings.SplitAfter(out[contentTypes], ">")
	slices.Sort(types)
	out[contentTypes] = strings.Join(types, "\n")
	return out
}

// TestDefinedNamesAreAccepted: the library, which names are not asked about, would take each.
func TestDefinedNamesAreAccepted(t *testing.T) {
	book, _ := writeBook(t, "en", readMarts(t, "marts.txtar"), 3, maxRows)
	names := book.GetDefinedName()
	if len(names) < len(sheets) {
		t.Fatalf("%d names of %d sheets", len(names), len(sheets))
	}
	f := excelize.NewFile()
	defer f.Close()
	for _, tab := range book.GetSheetList() {
		if _, err := f.NewSheet(tab); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range names {
		if name.Scope == "Workbook" {
			name.Scope = ""
		}
		if err := f.SetDefinedName(&name); err != nil {
			t.Errorf("%s: %v", name.Name, err)
		}
	}
}
