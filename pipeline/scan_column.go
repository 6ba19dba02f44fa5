package pipeline

import (
	"cmp"
	"slices"
	"time"
	"unsafe"

	"ozpayout/pipeline/cell"
	"ozpayout/pipeline/tabular"
)

// moscow is the zone of the business date, since Ozon's days end in Moscow: UTC+3 since
// 2014-10-26.
var moscow = cell.NewZone(time.FixedZone("Europe/Moscow", 3*3600))

// A columnReader types one column of a dataset, a chunk at a time, and keeps the
// values of the batch at hand. Cells of a text file are read in one loop per type;
// [columnReader.cell] reads the cells that the loop cannot read, and every cell of a file
// whose form knows types, such as a workbook.
type columnReader struct {
	typer       *typer
	column      Column
	kind        Type
	source      int // position among the wanted headers, -1 = not in the file
	field       Field
	header      string
	constant    string
	hasConstant bool
	convert     converter
	separator   cell.Separator // decimal sign that convert takes, if the column is money
	isUnsampled bool           // the next chunk decides the sign: see readSample
	instants    cell.PlainInstants

	values columnValues
	base   int      // rows of the batch before the chunk
	codes  codeList // of a code column
}

// turnTo prepares the reader for the cells of another table.
func (cr *columnReader) turnTo(r *Recognition) {
	if cr.source < 0 {
		cr.constant, cr.hasConstant = r.constants[cr.column]
		return
	}
	cr.isUnsampled = r.isUnsampled && cr.kind == MoneyType
	if !r.isUnsampled {
		cr.separate(r.separators[cr.header])
	}
}

// separate sets the decimal sign of the cells that follow.
func (cr *columnReader) separate(sign cell.Separator) {
	if sign != cr.separator {
		cr.separator = sign
		cr.convert = converterOf(cr.kind, cr.field.Form, cr.typer.r, sign)
	}
}

// has reports whether a row of the chunk has a value.
func (cr *columnReader) has(row int) bool { return cr.values.valid[cr.base+row] == 1 }

// code returns the text of a row of a code column.
func (cr *columnReader) code(row int) string { return cr.codes.texts[cr.values.words[cr.base+row]] }

// view returns the bytes of a string without copying; they are never changed.
func view(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// read appends the cells of a chunk.
func (cr *columnReader) read(c *tabular.Chunk) {
	n := c.Len()
	cr.base = cr.values.rows()
	cr.values.extend(n)
	switch {
	case cr.source >= 0:
		cr.readCells(c)
	case cr.hasConstant:
		cr.fillConstant(n)
	default:
		cr.fillPlace(c)
	}
}

// readCells types the cells of a chunk in the rows that are appended for it.
func (cr *columnReader) readCells(c *tabular.Chunk) {
	if form := cr.field.Form; !c.TextOnly() || form == Secret || form == Raw || cr.kind == ShareType {
		for row := range c.Len() {
			cr.cell(c, row)
			if cr.kind == TextType {
				cr.values.endText(cr.base + row)
			}
		}
		return
	}
	switch v := &cr.values; cr.kind {
	case TextType:
		cr.readTexts(c)
	case CodeType:
		cr.readCodes(c)
	case DateType, DaysType:
		readNumbers(cr, c, v.words, cr.convert.text)
	case FlagType:
		readNumbers(cr, c, v.flags, cr.convert.text)
	case InstantType:
		readChanging(cr, c, &cr.instants)
	case MoneyType:
		if !cr.isUnsampled || !cr.readSample(c) {
			readChanging(cr, c, cell.PlainAmounts{Separator: cr.separator})
		}
	default:
		readNumbers(cr, c, v.longs, cr.convert.text)
	}
}

// readNumbers types the cells of a column whose values are numbers. A cell that is equal to
// the one above, which is common, is not read again.
func readNumbers[T int64 | int32 | uint8](cr *columnReader, c *tabular.Chunk, values []T, read numberReader) {
	cells := c.Column(cr.source)
	values, valid := values[cr.base:], cr.values.valid[cr.base:]
	var above []byte
	var same T
	for row := range c.Len() {
		raw := cells.At(row)
		switch {
		case len(raw) == 0:
			if cr.field.Need == Required {
				cr.cell(c, row)
			}
		case string(raw) == string(above):
			values[row], valid[row] = same, 1
		default:
			value, reason := read(raw)
			if reason != "" {
				cr.cell(c, row)
				continue
			}
			values[row], valid[row] = T(value), 1
			above, same = raw, T(value)
		}
	}
}

// readChanging types the cells of a column of instants or amounts, by the reader of plain
// spellings. Only where most cells are equal to the one above are they compared with it.
func readChanging[T ~int64](cr *columnReader, c *tabular.Chunk, plain interface{ Read(raw []byte) (T, bool) }) {
	cells := c.Column(cr.source)
	if repeats(cells, c.Len()) {
		readNumbers(cr, c, cr.values.longs, cr.convert.text)
		return
	}
	values, valid := cr.values.longs[cr.base:], cr.values.valid[cr.base:]
	for row := range c.Len() {
		raw := cells.At(row)
		if len(raw) == 0 && cr.field.Need != Required {
			continue
		}
		value, ok := plain.Read(raw)
		if !ok {
			cr.cell(c, row)
			continue
		}
		values[row], valid[row] = int64(value), 1
	}
}

// readSample decides the decimal sign of a column of amounts from the first chunk of its
// table, as [separatorOf] does, and types it on the way if all amounts are plain and have the
// sign of the table before, or a point. Otherwise it reports false: the chunk is to be typed
// with the sign. What was typed until then was read as it will be again.
func (cr *columnReader) readSample(c *tabular.Chunk) bool {
	cr.isUnsampled = false
	guess := cmp.Or(cr.separator, '.')
	plain := cell.PlainAmounts{Separator: guess}
	cells := c.Column(cr.source)
	values, valid := cr.values.longs[cr.base:], cr.values.valid[cr.base:]
	isProven := false
	for row := range c.Len() {
		raw := cells.At(row)
		if len(raw) == 0 && cr.field.Need != Required {
			continue
		}
		value, ok := plain.Read(raw)
		switch {
		case ok:
		case cr.typer.gathered.isTrying: // each table may have a sign of its own
			cr.typer.gathered.isOdd = true
			return true
		default:
			cr.separate(separatorOf(c, cr.source))
			return false
		}
		values[row], valid[row] = value, 1
		isProven = isProven || plain.Proves(raw)
	}
	if !isProven {
		guess = 0
	}
	cr.separate(guess)
	return true
}

// repeats reports whether most cells of a column are equal to the one above, judged by eight.
func repeats(cells tabular.Cells, rows int) bool {
	const asked = 8
	equal := 0
	for i := range asked {
		if row := rows * i / asked; row > 0 && string(cells.At(row)) == string(cells.At(row-1)) {
			equal++
		}
	}
	return equal > asked/2
}

// readTexts copies the cells of a column of ids.
func (cr *columnReader) readTexts(c *tabular.Chunk) {
	cells := c.Column(cr.source)
	v := &cr.values
	valid, ends := v.valid[cr.base:], v.ends[cr.base+1:]
	text := v.text
	for row := range valid {
		raw, isPlain := cells.At(row), false
		if len(raw) > 0 {
			text, isPlain = cell.AppendPlainID(text, raw)
		}
		switch {
		case isPlain:
			valid[row] = 1
		case len(raw) > 0 || cr.field.Need == Required:
			v.text = text
			cr.cell(c, row)
			text = v.text
		}
		ends[row] = int32(len(text))
	}
	v.text = text
}

// readCodes types the cells of a column of codes, which share few spellings.
func (cr *columnReader) readCodes(c *tabular.Chunk) {
	cells := c.Column(cr.source)
	codes, valid := cr.values.words[cr.base:], cr.values.valid[cr.base:]
	var above []byte
	var same int32
	for row := range c.Len() {
		raw := cells.At(row)
		if len(raw) == 0 {
			if cr.field.Need == Required {
				cr.cell(c, row)
			}
			continue
		}
		if string(raw) != string(above) {
			number, ok := cr.codes.spelled(raw)
			if !ok {
				cr.cell(c, row)
				continue
			}
			above, same = raw, number
		}
		codes[row], valid[row] = same, 1
	}
}

// fillConstant gives all rows of the chunk the column's constant.
func (cr *columnReader) fillConstant(n int) {
	switch cr.kind {
	case TextType:
		for row := range n {
			cr.values.setText(cr.base+row, view(cr.constant))
			cr.values.endText(cr.base + row)
		}
	case CodeType:
		cr.fillCode(cr.constant)
	default:
		number, reason := cr.convert.text(view(cr.constant))
		if reason != "" {
			cr.failConstant(n, reason)
			return
		}
		for row := range n {
			cr.values.set(cr.base+row, number)
		}
	}
}

// failConstant reports a constant that cannot be read, for all rows of the chunk: the
// findings of several chunks are equal. In a required, present or decisive column the rows are
// quarantined with it, as with bad cells (D42).
func (cr *columnReader) failConstant(n int, reason cell.Reason) {
	severity := Warning
	fields := cr.typer.r.Dataset.Input.Fields
	i := slices.IndexFunc(fields, func(f Field) bool { return f.Column == cr.column })
	if i >= 0 && fields[i].takesRow(reason) {
		severity = Fault
		fill(cr.typer.bad[:n], true)
	}
	cr.typer.reject(0, cr.column.ColumnName(), string(reason), cr.constant, severity, "For all rows: "+reason.Explain())
}

// fillCode gives all rows of the chunk one code.
func (cr *columnReader) fillCode(text string) { cr.fillNumber(cr.codes.number(text)) }

// fillNumber gives all rows of the chunk the code of a number.
func (cr *columnReader) fillNumber(number int32) {
	fill(cr.values.words[cr.base:], number)
	fill(cr.values.valid[cr.base:], 1)
}

// fillPlace fills the columns that say where a row stands.
func (cr *columnReader) fillPlace(c *tabular.Chunk) {
	r := cr.typer.r
	switch cr.column {
	case FromRow:
		copy(cr.values.longs[cr.base:], c.Rows)
		fill(cr.values.valid[cr.base:], 1)
	case FromFile:
		cr.fillNumber(cr.codes.follow(r.Name)) // files are typed one behind the other
	case FromForm:
		cr.fillCode(string(r.File.Form))
	case FromEncoding:
		cr.fillCode(r.File.Encoding)
	case FromSheet:
		cr.fillCode(r.File.Sheets[r.Sheet].Name)
	default: // not in the file
		if cr.kind == TextType {
			fill(cr.values.ends[cr.base+1:], cr.values.ends[cr.base])
		}
	}
}

// fillSnapshot takes the snapshot stamp from the file name where a row has none.
func (cr *columnReader) fillSnapshot(n int) {
	r := cr.typer.r
	if r.Dataset.Snapshot == nil || cr.column != Column(r.Dataset.Snapshot) || r.snapshot == noSnapshot {
		return
	}
	for row := range n {
		if !cr.has(row) {
			cr.values.longs[cr.base+row], cr.values.valid[cr.base+row] = int64(r.snapshot), 1
		}
	}
}
