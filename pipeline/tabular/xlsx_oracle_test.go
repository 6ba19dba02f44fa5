package tabular

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// Random workbooks written by excelize, streamed or cell by cell, read the same
// here and there.
func TestXLSXAgreesWithExcelize(t *testing.T) {
	dir, scratch := t.TempDir(), t.TempDir()
	text := rapid.OneOf(
		rapid.SampledFrom([]string{"", "0097024354-0145-3", "Услуги доставки", "订单号", "a&b<c>\"'", " padded ", "_x000D_", "two\nlines", "😀", "=1+1"}),
		rapid.StringMatching(`[a-zA-Zа-яё _&<>"'-]{0,12}`),
	)
	cell := rapid.OneOf(
		rapid.Map(text, func(s string) any { return s }),
		rapid.Map(rapid.IntRange(-1e9, 1e9), func(n int) any { return n }),
		rapid.Map(rapid.Float64Range(-1e6, 1e6), func(x float64) any { return x }),
		rapid.Map(rapid.Bool(), func(b bool) any { return b }),
		rapid.Just[any](nil),
	)
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 0, 6), 0, 30).Draw(t, "rows")
		path := filepath.Join(dir, "random.xlsx")
		if err := writeWorkbook(path, rows, rapid.Bool().Draw(t, "streamed")); err != nil {
			t.Fatal(err)
		}
		want, err := excelizeRows(path, "Sheet1", 1, 7)
		if err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		f := &File{Path: path, Size: info.Size()}
		lim := DefaultLimits
		lim.StringBytes, lim.Scratch = rapid.IntRange(0, 300).Draw(t, "bytes of strings in memory"), scratch
		if err := openXLSX(f, func(header []string) bool { return len(header) == 7 }, lim); err != nil {
			t.Fatal(err)
		}
		got, err := scanSheet(f, 0, nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, asExcelizeShows(got.rows)); diff != "" {
			t.Fatal(diff)
		}
	})
	wantEmpty(t, scratch)
}

// asExcelizeShows spells kinds of cells as excelize does: not at all, and truth
// values as they are in the file.
func asExcelizeShows(rows []shownRow) []shownRow {
	var shown []shownRow
	for _, row := range rows {
		for i, c := range row.Cells {
			switch c {
			case "∅":
				c = ""
			case "b:true":
				c = "1"
			case "b:false":
				c = "0"
			}
			row.Cells[i] = strings.TrimPrefix(c, "n:")
		}
		shown = append(shown, row)
	}
	return shown
}

// An accruals report reads as excelize reads it, in Ozon's shape and as Excel
// saves it, with and without strings in a scratch file.
func TestAccrualsAgreeWithExcelize(t *testing.T) {
	for _, test := range []struct {
		name string
		book accrualsBook
		lim  Limits
	}{
		{"native", accrualsBook{rows: 500}, Limits{}},
		{"shared", accrualsBook{rows: 500, shared: true}, Limits{}},
		{"shared, all spilled", accrualsBook{rows: 500, shared: true}, Limits{StringBytes: 1}},
		{"shuffled, half spilled", accrualsBook{rows: 500, shared: true, shuffled: true}, Limits{StringBytes: 4 << 10}},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := test.book.write(t)
			if test.lim.StringBytes > 0 {
				test.lim.Scratch = filepath.Join(t.TempDir(), "scratch")
			}
			f, err := openWhole(path, headed(accrualsHeader[0]), test.lim)
			if err != nil {
				t.Fatal(err)
			}
			got, err := scanSheet(f, 0, nil)
			if err != nil {
				t.Fatal(err)
			}
			want, err := excelizeRows(path, "План", 2, len(accrualsHeader))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, asExcelizeShows(got.rows)); diff != "" || len(got.faults) > 0 {
				t.Error(got.faults, diff)
			}
			stop := errors.New("enough")
			if err := f.Scan(t.Context(), f.Splits(0, 0)[0], nil, func(*Chunk) error { return stop }); err != stop {
				t.Error(err)
			}
			if test.lim.Scratch != "" { // else nothing was spilled
				wantEmpty(t, test.lim.Scratch)
			}
		})
	}
}

// writeWorkbook writes a header of seven columns and the rows behind it.
func writeWorkbook(path string, rows [][]any, streamed bool) error {
	book := excelize.NewFile()
	defer book.Close()
	rows = append([][]any{{"a", "b", "c", "d", "e", "f", "g"}}, rows...)
	if !streamed {
		for i := range rows {
			if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &rows[i]); err != nil {
				return err
			}
		}
		return book.SaveAs(path)
	}
	w, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	for i, row := range rows {
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), row); err != nil {
			return err
		}
	}
	return errors.Join(w.Flush(), book.SaveAs(path))
}

// excelizeRows reads the rows behind the header that are not wholly empty.
func excelizeRows(path, sheet string, header int64, width int) ([]shownRow, error) {
	book, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, err
	}
	defer book.Close()
	rows, err := book.Rows(sheet)
	if err != nil {
		return nil, err
	}
	var out []shownRow
	for number := int64(1); rows.Next(); number++ {
		cells, err := rows.Columns()
		if err != nil {
			return nil, err
		}
		if number <= header || strings.Join(cells, "") == "" {
			continue
		}
		for len(cells) < width {
			cells = append(cells, "")
		}
		out = append(out, shownRow{number, cells})
	}
	return out, rows.Error()
}

// countRows counts the rows of a sheet with encoding/xml, which is the judge of
// what is well-formed.
func countRows(sheet string) (int, error) {
	d := xml.NewDecoder(strings.NewReader(sheet))
	rows := 0
	var open []string
	for {
		token, err := d.Token()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return 0, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if len(open) == 2 && open[1] == "sheetData" && token.Name.Local == "row" {
				rows++
			}
			open = append(open, token.Name.Local)
		case xml.EndElement:
			open = open[:len(open)-1]
		}
	}
}

func FuzzXLSXSheet(f *testing.F) {
	for _, rows := range []string{
		"", idHeader, manyRows(3),
		`<row><c t="str"><v>&#x41F;&#1083;</v></c><c><v></v></c></row>`,
		`<row><c t="inlineStr"><is><r><t>a</t></r><rPh><t>b</t></rPh></is></c></row>`,
		`<row r="1048576" spans='1:2'><c r="XFD1048576" t="b"><f>1</f><v>1</v></c></row>`,
		`<row/><!-- - --><?pi a?><row ><c t="e"><v><![CDATA[#N/A]]></v></c></row >`,
	} {
		f.Add(worksheet(rows))
	}
	f.Add(`<?xml version="1.0"?><x:worksheet xmlns:x="u"><x:sheetData><x:row/></x:sheetData></x:worksheet>`)
	f.Add("\uFEFF<worksheet><sheetData></sheetData><a:row xmlns:a='b'/></worksheet>\r\n")
	f.Fuzz(func(t *testing.T, sheet string) {
		compareReaders(t, sheet)
		rows, err := ourRows(t, sheet)
		if err != nil {
			return
		}
		want, err := countRows(sheet)
		if err != nil {
			t.Fatalf("accepted, but encoding/xml says %v", err)
		}
		if rows != want {
			t.Fatalf("%d rows, want %d", rows, want)
		}
	})
}

// ourRows counts the rows of a sheet with the reader under test.
func ourRows(t *testing.T, sheet string) (int, error) {
	strs := tableOf(t, "a", "b")
	r, err := newSheetReader(newMarkupScanner(strings.NewReader(sheet), windowBytes), strs)
	if err != nil {
		return 0, err
	}
	var row sheetRow
	for rows := 0; ; rows++ {
		row.data = row.data[:0]
		more, err := r.readRow(&row)
		if err != nil || !more {
			return rows, err
		}
	}
}

// Pieces that are cut by the end of the buffer at any byte read the same.
func TestMarkupBufferEnds(t *testing.T) {
	sheet := worksheet(manyRows(20) + `<row><c t="str"><v>&#x41F;<![CDATA[x]]><!-- a --><?p i?>Пла</v></c></row>`)
	for size := 1; size < 40; size++ {
		strs := tableOf(t, "a", "b")
		scanner := newMarkupScanner(&dripReader{sheet, size}, windowBytes)
		scanner.buf = make([]byte, 16)
		r, err := newSheetReader(scanner, strs)
		if err != nil {
			t.Fatal(err)
		}
		var row sheetRow
		rows, last := 0, ""
		for {
			last = string(row.data)
			row.data = row.data[:0]
			more, err := r.readRow(&row)
			if err != nil {
				t.Fatalf("%d bytes at a time: %v", size, err)
			}
			if !more {
				break
			}
			rows++
		}
		if rows != 22 || last != "ПxПла" {
			t.Fatalf("%d bytes at a time: %d rows, last text %q", size, rows, last)
		}
	}
}

// A dripReader gives a few bytes at a time.
type dripReader struct {
	text string
	size int
}

func (d *dripReader) Read(p []byte) (int, error) {
	if d.text == "" {
		return 0, io.EOF
	}
	n := copy(p, d.text[:min(d.size, len(d.text))])
	d.text = d.text[n:]
	return n, nil
}
