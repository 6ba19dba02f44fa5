package tabular

import (
	"bytes"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Cells read the same with and without the readers of usual shapes, sound or
// not. Of a stream that comes byte by byte these readers take nothing, because
// they find no whole piece in the buffer.
func TestPlainCellsAgree(t *testing.T) {
	pieces := rapid.SampledFrom([]string{
		"<c", " ", ` r="A1"`, ` r="B1"`, ` r="C1"`, ` r="B2"`, ` s="3"`, ` t="s"`, ` t="str"`, ` t="n"`, ` t="inlineStr"`, ` t="b"`, ` t="x"`, ` t='s'`, ` q="1"`, `="`,
		">", "/>", "<v>", "</v>", "</c>", "<is>", "<t>", "</t>", "</is>", "</row>", `<row r="2">`, "<f>1</f>",
		"0", "1", "2", "true", "-12.50", "text", "Пл", "&#x41F;", "&#1083;", "&amp;", "&lt;", "&#x0;", "&#x110000;", "&#xFFFFFFFFF;", "&bad;", "&", "&#;", "&#x;",
		"_x0041_", "&#x5F;x0041_", "]]>", "]", "\r\n", "\t", "\x01", "\xff", "\uFFFE", "<!-- -->", "<![CDATA[a]]>",
	})
	cells := rapid.SampledFrom([]string{
		`<c r="A1" s="1" t="s"><v>1</v></c>`, `<c t="str"><v>&#x41F;&#x43B;</v></c>`, `<c t="n" s="2"><v>870.9900</v></c>`, `<c r="C1" s="2"/>`,
		`<c t="inlineStr"><is><t>a_x0041_</t></is></c>`, `<c t="str"><v></v></c>`, `<c t="b"><v>1</v></c>`, `<c t="e"><v>#N/A</v></c>`, `</row><row>`, `<c t="s"><v>2</v></c>`,
	})
	rapid.Check(t, func(t *rapid.T) {
		sheet := strings.Join(rapid.SliceOfN(rapid.OneOf(cells, cells, cells, pieces), 0, 12).Draw(t, "cells"), "")
		if at := rapid.IntRange(0, len(sheet)).Draw(t, "at"); rapid.Bool().Draw(t, "bent") {
			sheet = sheet[:at] + pieces.Draw(t, "piece") + sheet[at:]
		}
		compareReaders(t, worksheet("<row>"+sheet+"</row>"))
	})
}

// Long texts read the same the second time, whatever follows them.
func TestTextsSeenAgree(t *testing.T) {
	long := strings.Repeat("&#x41F;", 5)
	cells := rapid.SampledFrom([]string{
		`<c t="str"><v>` + long + `</v></c>`, `<c t="str"><v>` + long + `a</v></c>`, `<c t="str"><v>` + long + `</v> </c>`, `<c t="str"><v>` + long + `]</v></c>`,
		`<c t="inlineStr"><is><t>` + long + `</t></is></c>`, `<c t="str"><v>` + long + `_x005F_x0041_</v></c>`, `<c t="inlineStr"><is><t>` + long + `_x005F_x0041_</t></is></c>`,
		`<c t="s"><v>` + long + `</v></c>`, `<c t="e"><v>` + long + `</v></c>`, `<c><v>` + long + `</v></c>`, `<c t="str"><v>` + long + `<!-- --></v></c>`,
	})
	rapid.Check(t, func(t *rapid.T) {
		sheet := strings.Join(rapid.SliceOfN(cells, 0, 8).Draw(t, "cells"), "")
		compareReaders(t, worksheet("<row>"+sheet+"</row>"))
	})
}

// compareReaders reads a sheet with and without the readers of usual shapes.
func compareReaders(t rapid.TB, sheet string) {
	t.Helper()
	texts := tableOf(t, "a", "Пл")
	want, wantErr := rowsOfSheet(newMarkupScanner(iotest.OneByteReader(strings.NewReader(sheet)), windowBytes), texts)
	got, gotErr := rowsOfSheet(newMarkupScanner(strings.NewReader(sheet), windowBytes), texts)
	if diff := cmp.Diff(want, got); diff != "" || placeOf(gotErr) != placeOf(wantErr) {
		t.Fatalf("%s\nwith %v, without %v\n%s", sheet, gotErr, wantErr, diff)
	}
}

// placeOf returns the place of a fault; what its message quotes of the markup
// depends on the buffer.
func placeOf(fault error) string {
	if fault == nil {
		return ""
	}
	place, _, _ := strings.Cut(fault.Error(), ":")
	return place
}

// rowsOfSheet reads rows up to the end or the first fault.
func rowsOfSheet(xml *markupScanner, texts *stringTable) (rows []shownRow, err error) {
	r, err := newSheetReader(xml, texts)
	if err != nil {
		return nil, err
	}
	for {
		var row sheetRow
		more, err := r.readRow(&row)
		if err != nil || !more {
			return rows, err
		}
		shown := shownRow{Row: row.number}
		for _, cell := range row.cells {
			shown.Cells = append(shown.Cells, columnLetters(cell.column)+kindLetters[cell.kind]+string(bytes.Clone(row.text(cell))))
		}
		rows = append(rows, shown)
	}
}

// Shared strings read the same with and without the reader of usual shapes.
func TestPlainRichTextAgrees(t *testing.T) {
	piece := rapid.SampledFrom([]string{
		"<t>", "</t>", "<t>a</t>", "<t>Пл_x0041_</t>", `<t xml:space="preserve"> a</t>`, "<t>&amp;</t>", "<t>\r\n</t>", "<t>]]></t>", "<t/>", "<r><t>b</t></r>", "<rPh><t>c</t></rPh>", "x", " ",
	})
	rapid.Check(t, func(t *rapid.T) {
		element := rapid.SampledFrom([]string{"si", "is"}).Draw(t, "element")
		sst := "<sst><" + element + ">" + strings.Join(rapid.SliceOfN(piece, 0, 4).Draw(t, "pieces"), "") + "</" + element + ">" +
			rapid.SampledFrom([]string{"", " ", "</sst>", "<si/>"}).Draw(t, "end") + "</sst>"
		want, wantErr := textsOf(newMarkupScanner(iotest.OneByteReader(strings.NewReader(sst)), windowBytes))
		got, gotErr := textsOf(newMarkupScanner(strings.NewReader(sst), windowBytes))
		if diff := cmp.Diff(want, got); diff != "" || placeOf(gotErr) != placeOf(wantErr) {
			t.Fatalf("%s\nwith %v, without %v\n%s", sst, gotErr, wantErr, diff)
		}
	})
}

func textsOf(xml *markupScanner) (texts []string, err error) {
	p, err := openPart(xml, "sst")
	if err != nil {
		return nil, err
	}
	err = p.children(func([]byte) error {
		text, err := p.richText(nil)
		texts = append(texts, string(text))
		return err
	})
	if err != nil {
		return texts, err
	}
	return texts, p.finishDocument()
}
