package tabular

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func rowOf(number, cells string) string { return `<row r="` + number + `">` + cells + `</row>` }

func textCell(at, text string) string {
	return `<c r="` + at + `" t="inlineStr"><is><t>` + text + `</t></is></c>`
}

func is(want string) func(string) bool { return func(text string) bool { return text == want } }

// TestCut: two parts of one worksheet are two sheets, with the letters of the
// columns as header and the row numbers of the worksheet.
func TestCut(t *testing.T) {
	rows := rowOf("1", textCell("A1", "title")) +
		rowOf("3", textCell("B3", "begin")+textCell("D3", "sum")) +
		rowOf("4", textCell("B4", "one")+`<c r="D4"><v>1.5</v></c>`) +
		rowOf("6", textCell("B6", "end")+textCell("AB6", "far")) +
		rowOf("7", textCell("B7", "below")+textCell("AC7", "farther")) +
		rowOf("30", textCell("B30", "second")) +
		rowOf("31", textCell("B31", "two"))
	f, err := openBook(t, zipped(t, oneSheet(rows)), nothing)
	if err != nil {
		t.Fatal(err)
	}
	part, err := f.Cut(0, Cut{Column: "B", Begins: is("begin"), Ends: is("end")})
	if err != nil || part != 1 {
		t.Fatalf("part %d: %v", part, err)
	}
	second, err := f.Cut(0, Cut{Column: "B", Begins: is("second"), Ends: is("never")})
	if err != nil || second != 2 {
		t.Fatalf("part %d: %v", second, err)
	}
	if header := f.Sheets[part].Header; len(header) != 28 || strings.Join(header[:3], "")+header[27] != "ABCAB" {
		t.Errorf("header %q", header)
	}
	first, err := scanSheet(f, part, []string{"B", "D"})
	if diff := cmp.Diff([]shownRow{{4, []string{"one", "n:1.5"}}, {6, []string{"end", "∅"}}}, first.rows); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	if first.notData != 3 || len(first.faults) > 0 { // three rows below the last one
		t.Errorf("%d rows are no data, faults %v", first.notData, first.faults)
	}
	got, err := scanSheet(f, second, []string{"B"})
	if diff := cmp.Diff([]shownRow{{31, []string{"two"}}}, got.rows); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	if none, err := f.Cut(0, Cut{Column: "B", Begins: is("absent"), Ends: is("end")}); none != -1 || err != nil || len(f.Sheets) != 3 {
		t.Errorf("part %d: %v", none, err)
	}
	if _, err := f.Cut(0, Cut{Column: "7", Begins: is("begin"), Ends: is("end")}); err == nil {
		t.Error("a column without a letter")
	}
}

func TestColumnLetters(t *testing.T) {
	for _, column := range []int{0, 25, 26, 51, 52, 701, 702, maxSheetColumn - 1} {
		if back, ok := cellColumn([]byte(columnLetters(column)+"1"), 1); !ok || back != column {
			t.Errorf("column %d is %s, read back as %d", column, columnLetters(column), back)
		}
	}
}
