package reports

import (
	"fmt"
	"strconv"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/pipeline"
)

// endRow ends a row in XML.
const endRow = `</row>`

// writeOwnRows writes a sheet that makes its rows itself.
func (b *book) writeOwnRows(s *sheet) error {
	rec, err := s.Rows(b)
	if err != nil {
		return err
	}
	defer rec.Release()
	return b.writeTable(s, &shownRows{sortedRows: &sortedRows{count: rec.NumRows(), whole: rec}})
}

// writeRows writes the data rows of a worksheet to the row file, and notes what of
// them the rest of the worksheet needs.
func (t *table) writeRows(cursor rowCursor) error {
	file, number := t.book.rowFile, 2
	file.begin()
	for left := t.rows; left > 0 || t.widest == nil; {
		if err := t.book.reader.ctx.Err(); err != nil {
			return err
		}
		rec, err := cursor.next(left)
		if err != nil {
			return err
		}
		if t.widest == nil {
			t.widest = t.columnWidths(rec)
		}
		t.part.noteKeys(rec)
		t.batch(rec, number)
		number += int(rec.NumRows())
		left -= rec.NumRows()
		rec.Release()
		if t.err != nil {
			return t.err
		}
	}
	var err error
	t.part.above = 1 // the header
	t.part.data, err = file.end()
	return err
}

// batch appends rows to the row file, the first with a number.
func (t *table) batch(rec arrow.Record, number int) {
	names, tails := make([]string, len(t.headings)), make([]tail, len(t.headings))
	for i := range tails {
		names[i], tails[i] = `<c r="`+columnName(i+1), t.tailOf(i, rec)
	}
	adders, points := t.totals.adders(t.sheet, rec), t.heights(rec)
	file := t.book.rowFile
	var digits []byte
	for row := range int(rec.NumRows()) {
		digits = strconv.AppendInt(digits[:0], int64(number+row), 10)
		xml := append(file.xml, `<row r="`...)
		xml = append(xml, digits...)
		xml = append(xml, '"')
		xml = append(xml, points(row)...)
		xml = append(xml, '>')
		for i, tail := range tails {
			xml = append(xml, names[i]...)
			xml = append(xml, digits...)
			xml = tail(xml, row, digits)
		}
		file.xml = append(xml, endRow...)
		t.try(file.flush())
		for _, add := range adders {
			add(row)
		}
	}
}

// A tail appends what follows the name of a cell, <c r="A2: its style and value. Number
// is that of its row.
type tail func(to []byte, row int, number []byte) []byte

// tailOf returns the cells of a column. What it appends is what [page.cell] says of the
// column's values; a test compares the two.
func (t *table) tailOf(i int, rec arrow.Record) tail {
	c := &t.sheet.Columns[i]
	switch {
	case c.Formula != "":
		return t.formulaTail(c, rec)
	case c.Of == nil:
		f, value := formatOf(c), c.Value(rec)
		return func(to []byte, row int, _ []byte) []byte { return t.appendValue(to, f, value(row)) }
	}
	open := t.book.styles.open(t.book.styles.cells[formatOf(c)])
	null, cells, filled := open+emptyCell, pipeline.ValuesOf(rec, c.Of), t.filledTail(c, open, rec)
	return func(to []byte, row int, number []byte) []byte {
		if cells.IsNull(row) {
			return append(to, null...)
		}
		return filled(to, row, number)
	}
}

// filledTail returns the cells of a column that are not null.
func (t *table) filledTail(c *column, open string, rec arrow.Record) tail {
	f := formatOf(c)
	switch of := c.Of.(type) {
	case *pipeline.Text:
		if c.Codes == "" {
			a := of.In(rec)
			return func(to []byte, row int, _ []byte) []byte { return t.appendString(to, f, a.Value(row)) }
		}
	case *pipeline.Code:
		return t.codeTail(c, of, rec)
	case *pipeline.Int:
		a := of.In(rec)
		return func(to []byte, row int, _ []byte) []byte { return appendInt(append(to, open...), a.Value(row)) }
	case *pipeline.Days:
		a := of.In(rec)
		return func(to []byte, row int, _ []byte) []byte {
			return appendInt(append(to, open...), int64(a.Value(row)))
		}
	case *pipeline.Date:
		a := of.In(rec)
		return func(to []byte, row int, _ []byte) []byte { return appendInt(append(to, open...), day(a.Value(row))) }
	case *pipeline.Flag:
		a := of.In(rec)
		yes, no := t.appendValue(nil, f, wordYes), t.appendValue(nil, f, wordNo)
		return func(to []byte, row int, _ []byte) []byte {
			if a.Value(row) {
				return append(to, yes...)
			}
			return append(to, no...)
		}
	case *pipeline.Money:
		a := of.In(rec)
		return func(to []byte, row int, _ []byte) []byte {
			v := minorUnits(a.Value(row))
			if v.isLong() {
				t.longAmounts++
			}
			return appendAmount(append(to, open...), v)
		}
	}
	value := t.book.labels.filledValues(c, rec)
	return func(to []byte, row int, _ []byte) []byte { return t.appendValue(to, f, value(row)) }
}

// codeTail returns the cells of a column of codes; the text of each code is made once.
func (t *table) codeTail(c *column, of *pipeline.Code, rec arrow.Record) tail {
	f, a, value := formatOf(c), of.In(rec), t.book.labels.filledValues(c, rec)
	entries, made := entriesOf(a), make([][]byte, a.Dictionary().Len())
	return func(to []byte, row int, _ []byte) []byte {
		code := entries[row]
		if made[code] == nil {
			made[code] = t.appendValue(nil, f, value(row))
		}
		return append(to, made[code]...)
	}
}

// appendValue appends a value with its style: see [labels.valuesOf] for the values.
func (t *table) appendValue(to []byte, f format, value any) []byte {
	if text, ok := value.(string); ok {
		return t.appendString(to, f, text)
	}
	return t.appendStyled(to, t.book.styles.cells[f], value)
}

func (t *table) appendString(to []byte, f format, s string) []byte {
	text := t.cellText(s)
	return appendText(append(to, t.book.styles.open(t.book.styles.text(f, text))...), text)
}

// appendStyled appends a value that is no text of the marts.
func (t *table) appendStyled(to []byte, style int, value any) []byte {
	to = append(to, t.book.styles.open(style)...)
	switch v := value.(type) {
	case nil:
		return append(to, emptyCell...)
	case string:
		return appendText(to, v)
	case word:
		return appendText(to, t.book.labels.word(v))
	}
	return t.appendNumber(to, value)
}

func (t *table) appendNumber(to []byte, value any) []byte {
	switch v := value.(type) {
	case minorUnits:
		if v.isLong() {
			t.longAmounts++
		}
		return appendAmount(to, v)
	case int64:
		return appendInt(to, v)
	case float64:
		return appendFloat(to, v)
	}
	t.try(fmt.Errorf("cell value of type %T", value))
	return to
}
