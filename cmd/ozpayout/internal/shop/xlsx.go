package shop

import (
	"archive/zip"
	"compress/flate"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Cell styles of the workbooks, indexes into the cellXfs of stylesXML.
const (
	plainStyle = iota
	dateStyle  // dd.MM.yyyy
	moneyStyle // #,##0.00 "₽"
	shareStyle // 0%
	momentStyle
)

const (
	contentTypesXML = `<?xml version="1.0" encoding="utf-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`
	rootRelsXML     = `<?xml version="1.0" encoding="utf-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/xl/workbook.xml" Id="workbook1"/></Relationships>`
	bookRelsXML     = `<?xml version="1.0" encoding="utf-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/worksheets/sheet1.xml" Id="sheet1"/><Relationship Id="styles1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="sharedStrings1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`
	sharedXML       = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>`
	stylesXML       = `<?xml version="1.0" encoding="utf-8"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="3"><numFmt numFmtId="1002" formatCode="#,##0.00 &quot;&#x20BD;&quot;"/><numFmt numFmtId="1004" formatCode="0%"/><numFmt numFmtId="1005" formatCode="dd.MM.yyyy"/></numFmts><fonts count="1"><font><sz val="11"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="1005" applyNumberFormat="1"/><xf numFmtId="1002" applyNumberFormat="1"/><xf numFmtId="1004" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>`
)

// A workbook is an XLSX file with one sheet, written row by row in the shape of
// Ozon's own reports: neither rows nor cells carry a reference, strings stand in
// the cell with character references, dates are serial numbers (formats.md 2.1).
type workbook struct {
	archive *zip.Writer
	sheet   io.Writer
	row     []byte
}

func (o *outputs) createWorkbook(path, sheet string) (*workbook, error) {
	out, err := o.create(path)
	if err != nil {
		return nil, err
	}
	w := &workbook{archive: zip.NewWriter(out)}
	w.archive.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) { return flate.NewWriter(to, flate.BestSpeed) })
	bookXML := `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets><sheet name="` + string(appendReferences(nil, sheet)) +
		`" sheetId="1" r:id="sheet1" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></sheets></workbook>`
	for _, part := range []struct{ name, content string }{
		{"[Content_Types].xml", contentTypesXML},
		{"_rels/.rels", rootRelsXML},
		{"xl/workbook.xml", bookXML},
		{"xl/_rels/workbook.xml.rels", bookRelsXML},
		{"xl/styles.xml", stylesXML},
		{"xl/sharedStrings.xml", sharedXML},
		{"xl/worksheets/sheet1.xml", `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`},
	} {
		if w.sheet, err = w.archive.Create(part.name); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if _, err = io.WriteString(w.sheet, part.content); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	return w, nil
}

// close ends the sheet and the archive; the file is closed with the others.
func (w *workbook) close() error {
	if _, err := io.WriteString(w.sheet, `</sheetData></worksheet>`); err != nil {
		return err
	}
	return w.archive.Close()
}

// endRow writes the cells gathered since the last row.
func (w *workbook) endRow() error {
	_, err := fmt.Fprintf(w.sheet, "<row>%s</row>", w.row)
	w.row = w.row[:0]
	return err
}

// text adds text cells.
func (w *workbook) text(cells ...string) {
	for _, s := range cells {
		w.row = append(w.row, `<c t="str"><v>`...)
		w.row = appendReferences(w.row, s)
		w.row = append(w.row, `</v></c>`...)
	}
}

// number adds a number cell; the text must be a number.
func (w *workbook) number(style int, number []byte) {
	w.row = append(w.row, `<c t="n" s="`...)
	w.row = strconv.AppendInt(w.row, int64(style), 10)
	w.row = append(w.row, `"><v>`...)
	w.row = append(w.row, number...)
	w.row = append(w.row, `</v></c>`...)
}

// money adds an amount with the four fraction digits of the accruals report.
func (w *workbook) money(minor int64) {
	w.number(moneyStyle, appendDecimal(nil, minor*100, 4, '.'))
}

// serial adds a date.
func (w *workbook) serial(d day) {
	w.row = fmt.Appendf(w.row, `<c s="%d"><v>%d</v></c>`, dateStyle, int64(d)+serialOfEpoch)
}

// moment adds a moment in local time.
func (w *workbook) moment(at instant, offset int64) {
	local := int64(at) + offset
	w.row = fmt.Appendf(w.row, `<c s="%d"><v>%d.%010d</v></c>`, momentStyle,
		local/secondsPerDay+serialOfEpoch, (local%secondsPerDay*10_000_000_000+secondsPerDay/2)/secondsPerDay)
}

// serialOfEpoch is 1970-01-01 as a serial date of a workbook.
const serialOfEpoch = 25_569

// appendReferences appends text with a character reference for everything that
// is markup or not ASCII.
func appendReferences(b []byte, s string) []byte {
	for _, r := range s {
		if r < ' ' || r > '~' || strings.ContainsRune(`<>&"`, r) {
			b = append(b, "&#x"...)
			b = append(b, strings.ToUpper(strconv.FormatInt(int64(r), 16))...)
			b = append(b, ';')
		} else {
			b = append(b, byte(r))
		}
	}
	return b
}
