package tabular

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// with returns the parts with one of them replaced, or left out if text is "".
func with(parts []part, name, text string) []part {
	var out []part
	for _, p := range parts {
		switch {
		case p.name != name:
			out = append(out, p)
		case text != "":
			out = append(out, part{name, text})
		}
	}
	return out
}

// damaged opens and scans every sheet; it reports the error and how many rows
// were read without one.
func damaged(t *testing.T, content []byte) (rows int, err error) {
	t.Helper()
	f, err := openBook(t, content, headed("id"))
	if err != nil {
		return 0, err
	}
	for i := range f.Sheets {
		got, err := scanSheet(f, i, nil)
		if err != nil {
			return 0, err
		}
		rows += len(got.rows) + len(got.faults)
	}
	return rows, nil
}

func manyRows(n int) string {
	var b strings.Builder
	b.WriteString(idHeader)
	for row := 2; row <= n+1; row++ {
		fmt.Fprintf(&b, `<row r="%d"><c r="A%d"><v>%d</v></c><c r="B%d" t="s"><v>%d</v></c></row>`, row, row, row*7919, row, row%2)
	}
	return b.String()
}

// What libraries read as a shorter sheet, an empty cell or a wrong text.
func TestXLSXDamagedParts(t *testing.T) {
	const sheet, strs, book, rels = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
	row := func(xml string) string { return worksheet(idHeader + xml) }
	for _, test := range []struct{ name, part, text, reason string }{
		{"unclosed row", sheet, row(`<row><c><v>1</v></c>`), "closes <row>"},
		{"unclosed root", sheet, strings.TrimSuffix(row(""), "</worksheet>"), "truncated"},
		{"cut tag", sheet, strings.TrimSuffix(row(""), "t>"), "truncated"},
		{"crossed tags", sheet, row(`<row><c><v>1</c></v></row>`), "closes <v>"},
		{"longer end tag", sheet, row(`<row></rows>`), "closes <row>"},
		{"text behind the root", sheet, row("") + "junk", "outside the root"},
		{"second root", sheet, row("") + row(""), "second root"},
		{"NUL bytes behind the root", sheet, row("") + "\x00\x00", "outside the root"},
		{"DOCTYPE", sheet, `<!DOCTYPE worksheet [<!ENTITY a "b">]>` + row(""), "DOCTYPE"},
		{"entity", sheet, row(`<row><c t="str"><v>&lol;</v></c></row>`), "no reference"},
		{"bare ampersand", sheet, row(`<row><c t="str"><v>A & B</v></c></row>`), "no reference"},
		{"reference to NUL", sheet, row(`<row><c t="str"><v>&#0;</v></c></row>`), "no reference"},
		{"reference beyond Unicode", sheet, row(`<row><c t="str"><v>&#x110000;</v></c></row>`), "no reference"},
		{"control character", sheet, row("<row><c t=\"str\"><v>a\x01b</v></c></row>"), "no character"},
		{"not UTF-8", sheet, row("<row><c t=\"str\"><v>\xcf\xeb</v></c></row>"), "no character"},
		{"other encoding", sheet, `<?xml version="1.0" encoding="windows-1251"?>` + row(""), "encoding"},
		{"]]> in text", sheet, row(`<row><c t="str"><v>]]></v></c></row>`), "CDATA"},
		{"unquoted attribute", sheet, row(`<row r=2></row>`), "not quoted"},
		{"attribute twice", sheet, row(`<row r="2" r="3"></row>`), "twice"},
		{"no blank between attributes", sheet, row(`<row r="2"s="3"></row>`), "no blank"},
		{"deep nesting", sheet, row(`<row><c><f>` + strings.Repeat("<a>", 300) + strings.Repeat("</a>", 300) + `</f></c></row>`), "deeper"},
		{"row 0", sheet, row(`<row r="0"></row>`), "row number"},
		{"row again", sheet, row(`<row r="3"></row><row r="3"></row>`), "row number"},
		{"row descending", sheet, row(`<row r="3"></row><row r="2"></row>`), "row number"},
		{"row too far", sheet, row(`<row r="1048577"></row>`), "beyond row"},
		{"row without number too far", sheet, row(`<row r="1048576"></row><row></row>`), "beyond row"},
		{"row not a number", sheet, row(`<row r="2a"></row>`), "row number"},
		{"column too far", sheet, row(`<row r="2"><c r="ZZZZZZ2"/></row>`), "cell reference"},
		{"column XFE", sheet, row(`<row r="2"><c r="XFE2"/></row>`), "cell reference"},
		{"column without reference too far", sheet, row(`<row r="2"><c r="XFD2"/><c/></row>`), "beyond column"},
		{"cell of another row", sheet, row(`<row r="2"><c r="A3"/></row>`), "cell reference"},
		{"cells descending", sheet, row(`<row r="2"><c r="B2"/><c r="A2"/></row>`), "cell reference"},
		{"cell without letters", sheet, row(`<row r="2"><c r="2"/></row>`), "cell reference"},
		{"unknown cell type", sheet, row(`<row><c t="x"><v>1</v></c></row>`), "cell type"},
		{"no truth value", sheet, row(`<row><c t="b"><v>2</v></c></row>`), "truth value"},
		{"two values", sheet, row(`<row><c><v>1</v><v>2</v></c></row>`), "does not belong"},
		{"value of an inline cell", sheet, row(`<row><c t="inlineStr"><v>1</v></c></row>`), "does not belong"},
		{"text in a row", sheet, row(`<row>7</row>`), "between the cells"},
		{"element in a value", sheet, row(`<row><c><v><b/></v></c></row>`), "inside a text"},
		{"foreign element among rows", sheet, row(`<x:row xmlns:x="main"/>`), "among the rows"},
		{"foreign sheetData", sheet, `<worksheet><x:sheetData xmlns:x="main"/><sheetData/></worksheet>`, "name space"},
		{"two sheetData", sheet, `<worksheet><sheetData/><sheetData/></worksheet>`, "second"},
		{"no sheetData", sheet, `<worksheet><cols/></worksheet>`, "no <sheetData>"},
		{"shared index -1", sheet, row(`<row><c t="s"><v>-1</v></c></row>`), "shared string"},
		{"shared index past the end", sheet, row(`<row><c t="s"><v>2</v></c></row>`), "shared string"},
		{"shared index not a number", sheet, row(`<row><c t="s"><v>x</v></c></row>`), "shared string"},
		{"shared index empty", sheet, row(`<row><c t="s"><v></v></c></row>`), "shared string"},
		{"unclosed string", strs, `<sst><si><t>first</t></sst>`, "closes <si>"},
		{"fewer strings", strs, `<sst count="2" uniqueCount="2"><si><t>first</t></si></sst>`, "shared string"},
		{"unknown element in a string", strs, `<sst><si><w>first</w></si><si/></sst>`, "in a text"},
		{"strings with DOCTYPE", strs, `<!DOCTYPE sst SYSTEM "file:///etc/passwd">` + twoStrings, "DOCTYPE"},
		{"strings missing", strs, "", "lacks it"},
		{"sheet missing", sheet, "", "lacks it"},
		{"workbook missing", book, "", "lacks it"},
		{"relations missing", rels, "", "does not exist"},
		{"no sheets", book, `<workbook><sheets/></workbook>`, "no sheets"},
		{"no sheet list", book, `<workbook/>`, "no sheets"},
		{"same sheet twice", book, `<workbook><sheets><sheet name="a" r:id="s1"/><sheet name="b" r:id="s1"/></sheets></workbook>`, "shares"},
		{"same name twice", book, `<workbook><sheets><sheet name="a" r:id="s1"/><sheet name="a" r:id="ss"/></sheets></workbook>`, "unknown kind"},
		{"odd 1904 flag", book, strings.Replace(oneSheetBook, "<sheets>", `<workbookPr date1904="yes"/><sheets>`, 1), "date1904"},
		{"relation to the workbook itself", rels, strings.Replace(oneSheetRels, "/xl/worksheets/sheet1.xml", "workbook.xml", 1), "shares"},
		{"relation to the strings", rels, strings.Replace(oneSheetRels, "/xl/worksheets/sheet1.xml", "sharedStrings.xml", 1), "root element"},
		{"relation out of the archive", rels, strings.Replace(oneSheetRels, "/xl/worksheets/sheet1.xml", "../../../etc/passwd", 1), "lacks it"},
		{"external sheet", rels, strings.Replace(oneSheetRels, `Id="s1"`, `Id="s1" TargetMode="External"`, 1), "another file"},
		{"no document", "_rels/.rels", `<Relationships/>`, "no workbook"},
		{"relations are no XML", "_rels/.rels", "\x00\x01", "outside the root"},
	} {
		t.Run(test.name, func(t *testing.T) {
			sound := oneSheet(idHeader + `<row><c t="s"><v>1</v></c></row>`)
			content := zipped(t, with(sound, test.part, test.text))
			rows, err := damaged(t, content)
			var damage *DamageError
			if !errors.As(err, &damage) {
				t.Fatalf("%d rows and error %v, want damage", rows, err)
			}
			if !strings.Contains(err.Error(), test.reason) {
				t.Errorf("reason %q does not tell %q", err, test.reason)
			}
		})
	}
}

// A small file must not make a row of gigabytes by referring to one long string in each
// cell.
func TestXLSXRowOfLongStrings(t *testing.T) {
	parts := with(oneSheet(""), "xl/sharedStrings.xml", `<sst><si><t>`+strings.Repeat("a", richTextBytes/2)+`</t></si></sst>`)
	cells := strings.Repeat(`<c t="s"><v>0</v></c>`, 1+2*maxRowBytes/richTextBytes)
	for name, row := range map[string]string{"plain": cells, "with blanks": " " + cells} {
		rows, err := damaged(t, zipped(t, with(parts, "xl/worksheets/sheet1.xml", worksheet(idHeader+`<row>`+row+`</row>`))))
		if err == nil || !strings.Contains(err.Error(), "the texts of row 2 are longer than") {
			t.Errorf("%s: %d rows and error %v", name, rows, err)
		}
	}
}

// What a workbook must not do to the process: the container is refused before
// anything of it is unpacked.
func TestXLSXRefusedContainers(t *testing.T) {
	sound := oneSheet(manyRows(3))
	many := sound
	for i := len(sound); i <= DefaultLimits.Entries; i++ {
		many = append(many, part{fmt.Sprintf("xl/media/%d", i), ""})
	}
	bomb := append(oneSheet(manyRows(3)), part{"xl/media/bomb", strings.Repeat("\x00", 40<<20)})
	for _, test := range []struct {
		name    string
		content []byte
		reason  string
	}{
		{"empty file", nil, "zip directory"},
		{"no zip", []byte("id;value\n1;2\n"), "zip directory"},
		{"more members than the limit", zipped(t, many), "members are more"},
		{"bomb", zipped(t, bomb), "beyond 100 to 1"},
		{"name with ..", zipped(t, append(sound, part{"../evil", "x"})), "out of the archive"},
		{"absolute name", zipped(t, append(sound, part{"/evil", "x"})), "out of the archive"},
		{"drive", zipped(t, append(sound, part{"C:/evil", "x"})), "out of the archive"},
		{"backslash", zipped(t, append(sound, part{`xl\evil`, "x"})), "out of the archive"},
		{"same name in another case", zipped(t, append(sound, part{"XL/Workbook.xml", "x"})), "two members"},
		{"overlapping members", overlapping(t, sound), "overlaps"},
		{"lying size", patched(t, zipped(t, sound), func(header []byte) { header[24]++ }), "read to its end"},
		{"encrypted", patched(t, zipped(t, sound), func(header []byte) { header[8] |= 1 }), "encrypted"},
	} {
		t.Run(test.name, func(t *testing.T) {
			rows, err := damaged(t, test.content)
			var damage *DamageError
			if !errors.As(err, &damage) {
				t.Fatalf("%d rows and error %v, want damage", rows, err)
			}
			if !strings.Contains(err.Error(), test.reason) {
				t.Errorf("reason %q does not tell %q", err, test.reason)
			}
		})
	}
}

const centralHeader = "PK\x01\x02" // of a member in the directory, APPNOTE 4.3.12

// patched changes the directory's first header.
func patched(t *testing.T, archive []byte, change func(header []byte)) []byte {
	t.Helper()
	at := bytes.Index(archive, []byte(centralHeader))
	change(archive[at:])
	return archive
}

// overlapping makes the directory name the bytes of the first member once more.
func overlapping(t *testing.T, parts []part) []byte {
	t.Helper()
	archive := zipped(t, append(parts, part{"_rels/.relz", packageRels}))
	last := bytes.LastIndex(archive, []byte(centralHeader))
	binary.LittleEndian.PutUint32(archive[last+42:], 0) // its local header is the first one
	return archive
}

// A bit that flips anywhere in the file, or an end that is missing, never
// makes fewer rows or other cells.
func TestXLSXFlippedBitsAndTruncation(t *testing.T) {
	const want = 400
	content := zipped(t, oneSheet(manyRows(want)))
	f, err := openBook(t, content, headed("id"))
	if err != nil {
		t.Fatal(err)
	}
	sound, err := scanSheet(f, 0, nil)
	if err != nil || len(sound.rows) != want {
		t.Fatalf("%d rows, %v", len(sound.rows), err)
	}
	check := func(what string, content []byte) {
		f, err := openBook(t, content, headed("id"))
		if err == nil {
			var got sheetRows
			if got, err = scanSheet(f, 0, nil); err == nil && fmt.Sprint(got) != fmt.Sprint(sound) {
				t.Errorf("%s: %d rows and no error", what, len(got.rows))
			}
		}
		var damage *DamageError
		if err != nil && !errors.As(err, &damage) {
			t.Errorf("%s: %v, want damage", what, err)
		}
	}
	for at := 0; at < len(content); at += 7 {
		flipped := bytes.Clone(content)
		flipped[at] ^= 1 << (at % 8)
		check(fmt.Sprintf("bit of byte %d", at), flipped)
	}
	for at := len(content) - 1; at > 0; at -= 101 {
		check(fmt.Sprintf("cut at %d", at), content[:at])
	}
}

// A sheet that is damaged behind the rows that recognise it opens; its scan
// ends in damage.
func TestXLSXDamageAtTheEnd(t *testing.T) {
	rows := manyRows(30_000)
	parts := with(oneSheet(""), "xl/worksheets/sheet1.xml", strings.TrimSuffix(worksheet(rows), "</sheetData></worksheet>"))
	f, err := openBook(t, zipped(t, parts), headed("id"))
	if err != nil {
		t.Fatal(err)
	}
	var damage *DamageError
	if got, err := scanSheet(f, 0, nil); !errors.As(err, &damage) {
		t.Errorf("%d rows and error %v, want damage", len(got.rows), err)
	}
}

// A member that no sheet names is verified all the same.
func TestXLSXDamagedPicture(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range append(oneSheet(manyRows(3)), part{"xl/media/picture.png", "bright picture"}) {
		member, err := w.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Store})
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
	content := bytes.Replace(b.Bytes(), []byte("bright"), []byte("blight"), 1)
	if rows, err := damaged(t, content); !errors.Is(err, zip.ErrChecksum) {
		t.Errorf("%d rows and error %v, want %v", rows, err, zip.ErrChecksum)
	}
}
