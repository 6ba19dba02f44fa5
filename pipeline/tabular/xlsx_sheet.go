package tabular

import "bytes"

// The largest sheet that exists (ECMA-376, Excel's specifications).
const (
	maxSheetRow    = 1 << 20
	maxSheetColumn = 1 << 14
)

// maxRowBytes bounds the texts of a row: all its cells may refer to one long shared string,
// so that a small file could make a row of gigabytes.
const maxRowBytes = 32 << 20

// A sheetRow is one <row>. The reader appends texts to data and leaves it to
// the owner to cut it back.
type sheetRow struct {
	number int64
	cells  []sheetCell // in order of their columns; the empty ones may be missing
	data   []byte
}

// A sheetCell is a cell of a row.
type sheetCell struct {
	column int // from 0
	kind   Kind
	text   span // in data
}

// text returns the text of a cell; it is good until the owner cuts data back.
func (r *sheetRow) text(c sheetCell) []byte { return r.data[c.text.start:c.text.end] }

// empty reports whether no cell holds any text.
func (r *sheetRow) empty() bool {
	for _, c := range r.cells {
		if c.text.end > c.text.start {
			return false
		}
	}
	return true
}

// A sheetReader reads the rows of a worksheet one by one. It allocates by what
// it meets, never by the stated dimension, and takes anything it does not
// understand for damage: a row must not get lost in silence.
type sheetReader struct {
	*partReader
	strings *stringTable
	seen    seen
	row     int64 // number of the last row
}

// newSheetReader reads up to the first row.
func newSheetReader(xml *markupScanner, strings *stringTable) (*sheetReader, error) {
	part, err := openPart(xml, "worksheet")
	if err != nil {
		return nil, err
	}
	r := &sheetReader{partReader: part, strings: strings}
	return r, r.seekSheetData()
}

// seekSheetData passes over what stands before <sheetData>.
func (r *sheetReader) seekSheetData() error {
	for {
		kind, err := r.next()
		switch {
		case err != nil:
			return err
		case kind == markupEnd:
			return r.faultf("no <sheetData>")
		case kind == charData && !blank(r.text):
			return r.faultf("text %q between elements", clip(r.text, 40))
		case kind == startTag:
			if string(r.local()) == "sheetData" {
				return nil
			}
			if bytes.HasSuffix(r.name, []byte("sheetData")) {
				return r.faultf("<%s> is not of the worksheet's name space", r.name)
			}
			if err := r.skip(); err != nil {
				return err
			}
		}
	}
}

// readRow reads the next row. After the last one it reads on to the end of the
// member, so that false without an error means: the sheet is whole.
func (r *sheetReader) readRow(row *sheetRow) (bool, error) {
	for {
		kind, err := r.next()
		switch {
		case err != nil:
			return false, err
		case kind == startTag:
			if string(r.local()) != "row" {
				return false, r.faultf("<%s> among the rows", r.name)
			}
			return true, r.cells(row)
		case kind == endTag:
			return false, r.finish()
		case !blank(r.text):
			return false, r.faultf("text %q among the rows", clip(r.text, 40))
		}
	}
}

// finish reads what follows </sheetData>.
func (r *sheetReader) finish() error {
	for {
		kind, err := r.next()
		switch {
		case err != nil || kind == markupEnd:
			return err
		case kind == startTag && bytes.HasSuffix(r.name, []byte("sheetData")):
			return r.faultf("a second <%s>", r.name)
		case kind == charData && r.depth() == 1 && !blank(r.text):
			return r.faultf("text %q between elements", clip(r.text, 40))
		}
	}
}

// cells reads the <row> whose start tag was read last into row.
func (r *sheetReader) cells(row *sheetRow) error {
	number := r.row + 1
	if ref := r.attr("r"); ref != nil {
		var ok bool
		if number, ok = rowNumber(ref); !ok || number <= r.row {
			return r.faultf("row number %q after row %d", ref, r.row)
		}
	}
	if number > maxSheetRow {
		return r.faultf("row %d is beyond row %d", number, maxSheetRow)
	}
	r.row = number
	row.number, row.cells = number, row.cells[:0]

	start, column := len(row.data), -1
	for {
		if len(row.data)-start > maxRowBytes {
			return r.faultf("the texts of row %d are longer than %d bytes", number, maxRowBytes)
		}
		if at, plain := r.plainCell(row, column); plain {
			column = at
			continue
		}
		kind, err := r.next()
		switch {
		case err != nil:
			return err
		case kind == endTag:
			return nil
		case kind == charData:
			if !blank(r.text) {
				return r.faultf("text %q between the cells of row %d", clip(r.text, 40), number)
			}
		case string(r.local()) == "c":
			if column, err = r.cell(row, column); err != nil {
				return err
			}
		case string(r.local()) == "extLst":
			if err := r.skip(); err != nil {
				return err
			}
		default:
			return r.faultf("<%s> among the cells of row %d", r.name, number)
		}
	}
}

// A cellType says what the stored value of a cell is (ECMA-376 part 1, ST_CellType).
type cellType uint8

const (
	numberType cellType = iota
	sharedType          // the number of a shared string
	formulaTextType
	inlineType
	boolType
	errorType
	dateType
)

// cellTypeOf reads the attribute t of a cell.
func cellTypeOf(t []byte) (cellType, bool) {
	switch string(t) {
	case "n":
		return numberType, true
	case "s":
		return sharedType, true
	case "str":
		return formulaTextType, true
	case "inlineStr":
		return inlineType, true
	case "b":
		return boolType, true
	case "e":
		return errorType, true
	case "d":
		return dateType, true
	}
	return 0, false
}

// cell reads the <c> whose start tag was read last and returns its column.
// before is the column of the cell to the left, -1 for none.
func (r *sheetReader) cell(row *sheetRow, before int) (int, error) {
	column, stored, err := r.cellAttributes(row, before)
	if err != nil {
		return 0, err
	}
	start, isValued, isFormula := len(row.data), false, false
	for {
		kind, err := r.next()
		switch {
		case err != nil:
			return 0, err
		case kind == endTag:
			switch {
			case isFormula && stored == numberType && len(row.data) == start:
				r.addUnknown(row, column)
			case isValued:
				err = r.addCell(row, column, stored, start)
			}
			return column, err
		case kind == charData:
			if !blank(r.text) {
				return 0, r.faultf("text %q in a cell of row %d", clip(r.text, 40), row.number)
			}
			continue
		}
		switch name := r.local(); {
		case string(name) == "v" && stored != inlineType && !isValued:
			isValued = true
			row.data, err = r.plainText(row.data)
		case string(name) == "is" && stored == inlineType && !isValued:
			isValued = true
			row.data, err = r.richText(row.data)
		case string(name) == "f" || string(name) == "extLst":
			isFormula = isFormula || string(name) == "f"
			err = r.skip()
		default:
			err = r.faultf("<%s> does not belong in a cell of row %d", r.name, row.number)
		}
		if err != nil {
			return 0, err
		}
	}
}

// cellAttributes returns the column of the <c> whose start tag was read last, that after
// before if it states none, and how its value is stored.
func (r *sheetReader) cellAttributes(row *sheetRow, before int) (column int, stored cellType, err error) {
	column, stored = before+1, numberType
	for _, a := range r.attrs {
		switch string(a.name) {
		case "r":
			var ok bool
			if column, ok = cellColumn(a.value, row.number); !ok || column <= before {
				return 0, 0, r.faultf("cell reference %q in row %d", a.value, row.number)
			}
		case "t":
			var ok bool
			if stored, ok = cellTypeOf(a.value); !ok {
				return 0, 0, r.faultf("unknown cell type %q in row %d", a.value, row.number)
			}
		}
	}
	if column >= maxSheetColumn {
		return 0, 0, r.faultf("row %d has a cell beyond column %d", row.number, maxSheetColumn)
	}
	return column, stored, nil
}

// unknownResult is the text of a cell whose formula no program has computed. Such a cell
// is not empty: what it holds is not known.
const unknownResult = "formula without a result"

// addUnknown adds a cell whose formula has no result.
func (r *sheetReader) addUnknown(row *sheetRow, column int) {
	start := len(row.data)
	row.data = append(row.data, unknownResult...)
	row.cells = append(row.cells, sheetCell{column, ErrorCell, span{uint32(start), uint32(len(row.data))}})
}

// addCell turns the stored value, row.data from start on, into the cell's text.
func (r *sheetReader) addCell(row *sheetRow, column int, stored cellType, start int) error {
	value := row.data[start:]
	kind := TextCell
	switch stored {
	case numberType:
		if kind = NumberCell; len(value) == 0 {
			return nil
		}
	case sharedType:
		index, ok := wholeNumber(value)
		if !ok || index >= int64(r.strings.count) {
			return r.faultf("row %d refers to shared string %q of %d", row.number, clip(value, 20), r.strings.count)
		}
		text, err := r.strings.at(int(index))
		if err != nil {
			return err
		}
		row.data = append(row.data[:start], text...)
	case formulaTextType:
		row.data = row.data[:start+len(unescape(value))]
	case boolType:
		kind = BoolCell
		switch string(value) {
		case "1", "true":
			row.data = append(row.data[:start], "true"...)
		case "0", "false":
			row.data = append(row.data[:start], "false"...)
		default:
			return r.faultf("%q is no truth value in row %d", clip(value, 20), row.number)
		}
	case errorType:
		kind = ErrorCell
	}
	row.cells = append(row.cells, sheetCell{column, kind, span{uint32(start), uint32(len(row.data))}})
	return nil
}

// rowNumber reads the number of a row, from 1, in at most seven digits.
func rowNumber(b []byte) (int64, bool) {
	if len(b) == 0 || len(b) > 7 || b[0] == '0' {
		return 0, false
	}
	return wholeNumber(b)
}

// wholeNumber reads a number of at most 18 decimal digits.
func wholeNumber(b []byte) (n int64, ok bool) {
	if len(b) == 0 || len(b) > 18 {
		return 0, false
	}
	for _, d := range b {
		if d < '0' || d > '9' {
			return 0, false
		}
		n = n*10 + int64(d-'0')
	}
	return n, true
}

// cellColumn reads a reference such as "AB12", which must lie in the given row,
// and returns its column from 0.
func cellColumn(ref []byte, row int64) (int, bool) {
	column, i := 0, 0
	for i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z' {
		if column = column*26 + int(ref[i]-'A') + 1; column > maxSheetColumn {
			return 0, false
		}
		i++
	}
	number, ok := rowNumber(ref[i:])
	return column - 1, ok && column > 0 && number == row
}
