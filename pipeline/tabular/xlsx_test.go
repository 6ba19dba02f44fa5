package tabular

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A part is one member of a workbook made by a test.
type part struct{ name, text string }

const (
	packageRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	oneSheetRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="s1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/worksheets/sheet1.xml"/>` +
		`<Relationship Id="ss" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`
	oneSheetBook = `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
		`<sheets><sheet name="&#x41F;&#x43B;&#x430;&#x43D;" sheetId="1" r:id="s1"/></sheets></workbook>`
	twoStrings = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>first</t></si><si><t>second</t></si></sst>`
)

// oneSheet returns the parts of a workbook with one sheet of the given rows
// (XML) and two shared strings.
func oneSheet(rows string) []part {
	return []part{
		{"_rels/.rels", packageRels},
		{"xl/workbook.xml", oneSheetBook},
		{"xl/_rels/workbook.xml.rels", oneSheetRels},
		{"xl/worksheets/sheet1.xml", worksheet(rows)},
		{"xl/sharedStrings.xml", twoStrings},
	}
}

func worksheet(rows string) string {
	return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`
}

func zipped(t testing.TB, parts []part) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range parts {
		member, err := w.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := member.Write([]byte(p.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func writeBook(t testing.TB, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "book.xlsx")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// headed is a probe that knows headers by their first cell.
func headed(text string) Probe {
	return func(header []string) bool { return header[0] == text }
}

func openBook(t testing.TB, content []byte, known Probe) (*File, error) {
	t.Helper()
	f := &File{Path: writeBook(t, content), Size: int64(len(content))}
	return f, openXLSX(f, known, DefaultLimits)
}

// A shownRow is a record as a test shows it: "kind:text" per cell, kinds by
// letter.
type shownRow struct {
	Row   int64
	Cells []string
}

var kindLetters = map[Kind]string{TextCell: "", NumberCell: "n:", BoolCell: "b:", ErrorCell: "e:", NullCell: "∅"}

// A sheetRows is all that a scan yielded.
type sheetRows struct {
	rows    []shownRow
	faults  []Fault
	notData int64
}

func scanSheet(f *File, sheet int, want []string) (sheetRows, error) {
	var all sheetRows
	for _, split := range f.Splits(sheet, 1<<20) {
		err := f.Scan(context.Background(), split, want, func(c *Chunk) error {
			for i, number := range c.Rows {
				row := shownRow{Row: number}
				for col := range c.Width {
					row.Cells = append(row.Cells, kindLetters[c.Kind(i, col)]+string(c.Cell(i, col)))
				}
				all.rows = append(all.rows, row)
			}
			all.faults = append(all.faults, c.Faults...)
			all.notData += c.NotData
			return nil
		})
		if err != nil {
			return all, err
		}
	}
	return all, nil
}

// rowsOf opens a workbook of one sheet, whose header begins with "id", and
// scans it.
func rowsOf(t *testing.T, rows string, want []string) sheetRows {
	t.Helper()
	f, err := openBook(t, zipped(t, oneSheet(rows)), headed("id"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := scanSheet(f, 0, want)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

const idHeader = `<row r="1"><c r="A1" t="str"><v>id</v></c><c r="B1" t="str"><v>value</v></c></row>`

func TestXLSXCellTypes(t *testing.T) {
	for _, test := range []struct{ name, cell, want string }{
		{"number", `<c r="B2"><v>-24990.0000</v></c>`, "n:-24990.0000"},
		{"number by name", `<c r="B2" t="n" s="4"><v>4787.2700000000004</v></c>`, "n:4787.2700000000004"},
		{"empty number", `<c r="B2"><v></v></c>`, "∅"},
		{"style only", `<c r="B2" s="3"/>`, "∅"},
		{"shared", `<c r="B2" t="s"><v>1</v></c>`, "second"},
		{"shared without value", `<c r="B2" t="s"/>`, "∅"},
		{"formula text", `<c r="B2" t="str"><f>A1&amp;"x"</f><v>idx</v></c>`, "idx"},
		{"formula number", `<c r="B2"><f t="shared" si="0">SUM(A1:A2)</f><v>7</v></c>`, "n:7"},
		{"formula without a result", `<c r="B2"><f>NOW()</f></c>`, "e:formula without a result"},
		{"formula with an empty number", `<c r="B2"><f>NOW()</f><v/></c>`, "e:formula without a result"},
		{"formula with an empty text", `<c r="B2" t="str"><f>A1&amp;""</f><v></v></c>`, ""},
		{"empty text", `<c r="B2" t="str"><v></v></c>`, ""},
		{"references", `<c r="B2" t="str"><v>&#x41F;&#1083;&amp;&lt;&gt;&quot;&apos;</v></c>`, `Пл&<>"'`},
		{"CDATA", `<c r="B2" t="str"><v>a<![CDATA[<&>]]>b</v></c>`, "a<&>b"},
		{"comment inside", `<c r="B2" t="str"><v>a<!-- no -->b</v></c>`, "ab"},
		{"line ends", "<c r=\"B2\" t=\"str\"><v>a\r\nb\rc</v></c>", "a\nb\nc"},
		{"inline", `<c r="B2" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>`, " a "},
		{"runs", `<c r="B2" t="inlineStr"><is><r><rPr><b/></rPr><t>Пла</t></r><r><t>н</t></r></is></c>`, "План"},
		{"phonetic", `<c r="B2" t="inlineStr"><is><t>東</t><rPh sb="0" eb="1"><t>ヒガシ</t></rPh><phoneticPr fontId="1"/></is></c>`, "東"},
		{"true", `<c r="B2" t="b"><v>1</v></c>`, "b:true"},
		{"false", `<c r="B2" t="b"><v>0</v></c>`, "b:false"},
		{"error", `<c r="B2" t="e"><v>#N/A</v></c>`, "e:#N/A"},
		{"date", `<c r="B2" t="d"><v>2026-03-01T10:00:00</v></c>`, "2026-03-01T10:00:00"},
		{"escape", `<c r="B2" t="inlineStr"><is><t>a_x000D__x005F_x003D_</t></is></c>`, "a\r_x003D_"},
		{"escaped pair", `<c r="B2" t="str"><v>_xD83D__xDE00_</v></c>`, "😀"},
		{"half a pair", `<c r="B2" t="str"><v>_xD83D_x</v></c>`, "_xD83D_x"},
		{"escaped NUL", `<c r="B2" t="str"><v>_x0000_</v></c>`, "_x0000_"},
		{"no escape", `<c r="B2" t="str"><v>_xyz_x12</v></c>`, "_xyz_x12"},
		{"extension", `<c r="B2"><v>1</v><extLst><ext><x14:c xmlns:x14="u">2</x14:c></ext></extLst></c>`, "n:1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := rowsOf(t, idHeader+`<row r="2"><c r="A2"><v>1</v></c>`+test.cell+`</row>`, []string{"value"})
			want := []shownRow{{2, []string{test.want}}}
			if diff := cmp.Diff(want, got.rows); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The accruals report as Ozon itself writes it: no references on rows and
// cells, strings of type str in character references, no dimension, a preamble.
func TestXLSXNativeReport(t *testing.T) {
	text := func(s string) string {
		var b strings.Builder
		for _, r := range s {
			fmt.Fprintf(&b, "&#x%X;", r)
		}
		return `<c t="str" s="2"><v>` + b.String() + `</v></c>`
	}
	sheet := `<row>` + text("Период: 01.01.2025-17.07.2025") + `</row>` +
		`<row>` + text("ID начисления") + text("Артикул") + text("Сумма итого, руб") + `</row>` +
		`<row>` + text("0097024354-0145-3") + `<c t="str"><v></v></c><c s="7"><v>-24990.0000</v></c></row>` +
		`<row></row>` +
		`<row><c t="str"><v></v></c>` + text("85400-ч") + `<c s="7"><v>0.255000</v></c></row>`
	f, err := openBook(t, zipped(t, oneSheet(sheet)), headed("ID начисления"))
	if err != nil {
		t.Fatal(err)
	}
	wantSheet := Sheet{
		Name: "План", HeaderRow: 2, Known: true,
		Header: []string{"ID начисления", "Артикул", "Сумма итого, руб"},
		Head: [][]string{
			{"Период: 01.01.2025-17.07.2025"},
			{"ID начисления", "Артикул", "Сумма итого, руб"},
			{"0097024354-0145-3", "", "-24990.0000"},
			nil,
			{"", "85400-ч", "0.255000"},
		},
	}
	if diff := cmp.Diff([]Sheet{wantSheet}, f.Sheets); diff != "" {
		t.Error(diff)
	}
	got, err := scanSheet(f, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	wantRows := []shownRow{
		{3, []string{"0097024354-0145-3", "", "n:-24990.0000"}},
		{5, []string{"", "85400-ч", "n:0.255000"}},
	}
	if diff := cmp.Diff(wantRows, got.rows); diff != "" {
		t.Error(diff)
	}
	if got.notData != 1 || len(got.faults) != 0 {
		t.Errorf("not data %d, faults %v, want 1 and none", got.notData, got.faults)
	}
}

// The Bank of Russia's export: a prefix on every element, a byte order mark,
// inline strings, no shared strings, several sheets of which one is hidden.
func TestXLSXPrefixAndSheets(t *testing.T) {
	const mark = "\uFEFF" + `<?xml version="1.0" encoding="utf-8" standalone="yes"?>` + "\r\n"
	parts := []part{
		{"_rels/.rels", mark + packageRels},
		{"xl/workbook.xml", mark + `<x:workbook xmlns:q="r" xmlns:x="main"><x:workbookPr date1904="1"/><x:sheets>` +
			`<x:sheet name="RC" sheetId="1" q:id="a"/><x:sheet name="chart" sheetId="2" q:id="c"/>` +
			`<x:sheet name="old" sheetId="3" state="hidden" q:id="b"/></x:sheets></x:workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="a" Type="t/worksheet" Target="worksheets/Sheet1.xml"/>` +
			`<Relationship Id="b" Type="t/worksheet" Target="../xl/worksheets/sheet2.xml"/><Relationship Id="c" Type="t/chartsheet" Target="c.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", mark + `<x:worksheet xmlns:x="main"><x:dimension ref="A1:XFD1048576"/><x:cols><x:col min="1" max="1" /></x:cols>` +
			`<x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>data</x:t></x:is></x:c></x:row>` +
			`<x:row r="4"><x:c r="A4" s="4" ><x:v>45260</x:v></x:c ></x:row></x:sheetData>` +
			`<x:controls><o:row xmlns:o="u">7</o:row></x:controls></x:worksheet>` + "\n<!-- end -->\n"},
		{"xl/worksheets/sheet2.xml", `<worksheet><sheetData/></worksheet>`},
	}
	f, err := openBook(t, zipped(t, parts), headed("data"))
	if err != nil {
		t.Fatal(err)
	}
	want := []Sheet{
		{Name: "RC", Header: []string{"data"}, HeaderRow: 1, Known: true, Head: [][]string{{"data"}, nil, nil, {"45260"}}},
		{Name: "old"},
	}
	if diff := cmp.Diff(want, f.Sheets); diff != "" {
		t.Error(diff)
	}
	if !f.Date1904 {
		t.Error("the 1904 flag is not seen")
	}
	got, err := scanSheet(f, 0, []string{"data"})
	if diff := cmp.Diff([]shownRow{{4, []string{"n:45260"}}}, got.rows); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if got, err := scanSheet(f, 1, nil); err != nil || len(got.rows) != 0 {
		t.Errorf("empty sheet: %v, %v", got, err)
	}
}

func TestXLSXFaults(t *testing.T) {
	long := strings.Repeat("я", DefaultLimits.CellBytes/2+1)
	got := rowsOf(t, idHeader+
		`<row r="2"><c r="A2"><v>1</v></c><c r="C2" s="1"/><c r="D2" t="str"><v></v></c></row>`+
		`<row r="3"><c r="A3"><v>2</v></c><c r="D3" t="str"><v>beyond</v></c></row>`+
		`<row r="4"><c r="A4"><v>3</v></c><c r="B4" t="str"><v>`+long+`</v></c></row>`+
		`<row r="9"><c r="A9"><v>4</v></c></row>`+
		`<row r="10"><c r="A10" t="str"><v></v></c></row>`, nil)
	wantRows := []shownRow{{2, []string{"n:1", "∅"}}, {9, []string{"n:4", "∅"}}}
	if diff := cmp.Diff(wantRows, got.rows); diff != "" {
		t.Error(diff)
	}
	wantFaults := []Fault{
		{Row: 3, Column: 3, Code: "ragged_record", Raw: "2\tbeyond", Message: "2 columns expected, a text found in column 4"},
		{Row: 4, Column: 1, Code: "cell_too_long", Raw: "3\t" + long[:198], Message: "at most 32767 bytes expected, 32768 found"},
	}
	if diff := cmp.Diff(wantFaults, got.faults); diff != "" {
		t.Error(diff)
	}
	if got.notData != 1 {
		t.Errorf("not data %d, want 1", got.notData)
	}
}

// A text of any length takes its row away and no more, wherever and in whatever pieces it
// stands: as in a CSV.
func TestXLSXTextsOfAnyLength(t *testing.T) {
	long := strings.Repeat("я", richTextBytes)
	third := strings.Repeat("a", richTextBytes/3)
	row := func(number int, cell string) string {
		return fmt.Sprintf(`<row r="%d"><c r="A%[1]d"><v>%[1]d</v></c>%s</row>`, number, cell)
	}
	text := map[string]string{
		"value":          `<c t="str"><v>` + long + `</v></c>`,
		"number":         `<c><v>` + strings.Repeat("7", 2*richTextBytes) + `</v></c>`,
		"references":     `<c t="str"><v>` + strings.Repeat("&#1103;", richTextBytes) + `</v></c>`,
		"pieces":         `<c t="str"><v>` + strings.Repeat("<![CDATA["+third+"]]>", 4) + `</v></c>`,
		"inline":         `<c t="inlineStr"><is><t>` + long + `</t></is></c>`,
		"runs":           `<c t="inlineStr"><is>` + strings.Repeat(`<r><t>`+third+`</t></r>`, 40) + `</is></c>`,
		"shared":         `<c t="s"><v>1</v></c>`,
		"cells of a row": strings.Repeat(`<c t="str"><v>`+strings.Repeat("b", 30_000)+`</v></c>`, 40),
		"formula":        `<c><f>` + long + `</f><v>2</v></c>`,
	}
	for name, cell := range text {
		t.Run(name, func(t *testing.T) {
			sheet := worksheet(idHeader + row(2, "") + row(3, cell) + row(4, ""))
			parts := with(oneSheet(""), "xl/worksheets/sheet1.xml", sheet)
			parts = with(parts, "xl/sharedStrings.xml", `<sst><si><t>id</t></si><si><t>`+long+`</t></si></sst>`)
			f, err := openWhole(writeFile(t, zipped(t, parts)), headed("id"), Limits{Ratio: 1 << 20})
			if err != nil {
				t.Fatal(err)
			}
			got, err := scanSheet(f, 0, []string{"id"})
			if err != nil {
				t.Fatal(err)
			}
			var want []Fault
			rows := []shownRow{{2, []string{"n:2"}}, {3, []string{"n:3"}}, {4, []string{"n:4"}}}
			if name != "formula" {
				rows = slices.Delete(rows, 1, 2)
				want = []Fault{{Row: 3, Column: -1, Code: "record_too_long", Message: "at most 1048576 bytes expected"}}
			}
			for i := range got.faults {
				got.faults[i].Raw = ""
			}
			if diff := cmp.Diff(want, got.faults); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(rows, got.rows); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A long text is read piece by piece as it is read whole.
func TestTextPiece(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.SampledFrom([]string{"a", "я", "🙂", "&amp;", "&#1055;", "&#x41F;", "\r", "\n", "\r\n", "]", "]]", ">"})).Draw(t, "parts")
		text := []byte("x" + strings.Join(parts, ""))
		var s markupScanner
		resolve := func(text []byte) (string, bool) {
			out, err := s.resolve(text, new([]byte))
			return string(out), err == nil
		}
		want, isSound := resolve(text)
		if !isSound {
			return // "]]>"
		}
		begun := text[:rapid.IntRange(1, len(text)).Draw(t, "bytes that were read")]
		n := textPiece(begun)
		if n < 1 || n > len(begun) {
			t.Fatalf("%d of %d bytes", n, len(begun))
		}
		first, ok := resolve(text[:n])
		rest, alsoOK := resolve(text[n:])
		if !ok || !alsoOK || first+rest != want {
			t.Fatalf("%q cut at %d is %q and %q", text, n, first, rest)
		}
	})
}

// A heading over two columns has their names in the row below it; the header is
// both rows together.
func TestHeaderInTwoRows(t *testing.T) {
	rows := `<row r="1"><c t="str"><v>Title</v></c></row>` +
		`<row r="3"><c t="str"><v>id</v></c><c t="str"><v>sold</v></c><c/><c t="str"><v>returned</v></c></row>` +
		`<row r="4"><c/><c t="str"><v>pieces</v></c><c t="str"><v>sum</v></c><c t="str"><v>pieces</v></c><c t="str"><v>sum</v></c></row>` +
		`<row r="5"><c t="str"><v>a</v></c><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c><c><v>4</v></c></row>`
	f, err := openBook(t, zipped(t, oneSheet(rows)), func(header []string) bool { return cmp.Equal(header, []string{"id", "pieces", "sum", "pieces", "sum"}) })
	if err != nil {
		t.Fatal(err)
	}
	if sheet := f.Sheets[0]; !sheet.Known || sheet.HeaderRow != 4 {
		t.Fatalf("known %v, header in row %d", sheet.Known, sheet.HeaderRow)
	}
	got, err := scanSheet(f, 0, []string{"id", "sum#2", "pieces"})
	if err != nil {
		t.Fatal(err)
	}
	want := []shownRow{{5, []string{"a", "n:4", "n:1"}}}
	if diff := cmp.Diff(want, got.rows); diff != "" {
		t.Error(diff)
	}
}

func TestColumnsOf(t *testing.T) {
	header := []string{"", "sum", "rate", "sum", "a#2", "", "sum"}
	for _, test := range []struct {
		want    []string
		columns []int
		ok      bool
	}{
		{[]string{"rate", "sum"}, []int{2, 1}, true},
		{[]string{"sum#3", "sum#1", "sum"}, []int{6, 1, 1}, true},
		{[]string{"sum", "sum", "sum"}, []int{1, 3, 6}, true},
		{[]string{"a#2", "", "#2"}, []int{4, 0, 5}, true},
		{header, []int{0, 1, 2, 3, 4, 5, 6}, true},
		{[]string{"sum#4"}, nil, false},
		{[]string{"a"}, nil, false},
		{[]string{"rate", "rate"}, nil, false},
		{[]string{"sum#0"}, nil, false},
	} {
		columns, err := columnsOf(header, test.want)
		if (err == nil) != test.ok || !cmp.Equal(test.columns, columns) {
			t.Errorf("columnsOf(%q) = %v, %v; want %v", test.want, columns, err, test.columns)
		}
	}
}

// A scan that the caller ends returns the caller's error as it is.
func TestXLSXScanStops(t *testing.T) {
	f, err := openBook(t, zipped(t, oneSheet(idHeader+`<row><c><v>1</v></c></row>`)), headed("id"))
	if err != nil {
		t.Fatal(err)
	}
	stop := fmt.Errorf("enough")
	split := f.Splits(0, 0)[0]
	if err := f.Scan(context.Background(), split, nil, func(*Chunk) error { return stop }); err != stop {
		t.Errorf("got %v, want the error of yield", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := f.Scan(ctx, split, nil, func(*Chunk) error { return nil }); err != context.Canceled {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	if err := f.Scan(context.Background(), split, []string{"absent"}, func(*Chunk) error { return nil }); err == nil {
		t.Error("a column that does not exist was found")
	}
}

// A file that was replaced between Open and Scan is not read as the old one.
func TestXLSXChangedFile(t *testing.T) {
	f, err := openBook(t, zipped(t, oneSheet(manyRows(3))), headed("id"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(f.Path, zipped(t, oneSheet(manyRows(2))), 0o600); err != nil {
		t.Fatal(err)
	}
	var damage *DamageError
	if got, err := scanSheet(f, 0, nil); !errors.As(err, &damage) {
		t.Errorf("%d rows and error %v, want damage", len(got.rows), err)
	}
}
