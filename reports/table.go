package reports

import (
	"errors"
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"

	"ozpayout/pipeline"
)

// A table is one worksheet of a sheet: a header, rows of data and totals. The rows go
// to the row file as XML; the library writes the rest around them.
type table struct {
	*page
	sheet       *sheet
	headings    []string
	widest      []float64 // widths of the columns
	rows        int64     // of data
	last        int       // last data row of the worksheet
	totals      *totals
	longAmounts int // amounts that are written as text
	notes       []string
}

// writeTable writes a sheet on as many worksheets as its rows need.
func (b *book) writeTable(s *sheet, rows *shownRows) (err error) {
	cursor, err := rows.cursor()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, cursor.close()) }()
	notes := b.notes(s, rows)
	room := int64(b.reader.limit.rows - 4 - len(rows.currencies) - len(notes)) // header, totals and the notes of long amounts and of cut texts
	if room < 1 {
		return fmt.Errorf("%d currencies leave no room for rows", len(rows.currencies))
	}
	headings := b.labels.headings(s)
	for number, left := 1, rows.count; number == 1 || left > 0; number++ {
		size := min(left, room)
		left -= size
		p, err := b.newPart(s, number, size)
		if err != nil {
			return err
		}
		t := &table{
			page: &page{book: b, part: p, name: p.name}, sheet: s, headings: headings, rows: size, last: 1 + int(max(1, size)),
			totals: newTotals(s, rows.currencies),
		}
		if left == 0 {
			t.notes, p.leftOut = notes, rows.leftOut
		}
		if err := t.writeRows(cursor); err != nil {
			return err
		}
		if err := t.write(number); err != nil {
			return err
		}
	}
	return nil
}

// notes says of a table what its rows do not: that there are none, and how many
// are left out.
func (b *book) notes(s *sheet, rows *shownRows) []string {
	var notes []string
	if rows.count == 0 && rows.leftOut == 0 {
		notes = append(notes, b.labels.text("text.not_observable"))
	}
	if s.Keep != nil {
		notes = append(notes, b.labels.pair(b.labels.text("text.left_out")+" "+s.Dataset.Name, b.labels.count(rows.leftOut)))
	}
	return notes
}

// write writes what is around the rows, which are written.
func (t *table) write(number int) error {
	t.open()
	t.makeRoomForLongAmounts()
	t.makeRoomForTotals()
	t.widths(t.widest...)
	t.freeze(t.sheet.Frozen, 1)
	t.repeat = 1
	t.header()
	t.row = t.last
	t.writeTotals()
	if t.longAmounts > 0 {
		t.notes = append(t.notes, t.book.labels.pair(t.book.labels.text("text.long_amounts"), t.book.labels.count(int64(t.longAmounts))))
	}
	for _, note := range t.notes {
		t.line([]any{t.styled(t.book.styles.note, note)})
	}
	t.alerts()
	if t.err == nil {
		t.try(t.book.file.AutoFilter(t.name, t.area(1, len(t.headings)), nil))
	}
	t.comments()
	t.names(number)
	return t.close()
}

func (t *table) header() {
	cells, lines := make([]any, len(t.headings)), 1
	for i, heading := range t.headings {
		cells[i] = t.styled(t.book.styles.heading, heading)
		lines = max(lines, headingLines(heading, t.width[i]))
	}
	t.line(cells, excelize.RowOpts{Height: headingPoints(lines)})
}

// alerts turns rows red by their word, never by colour alone.
func (t *table) alerts() {
	for i, c := range t.sheet.Columns {
		if c.Alert == "" || t.err != nil {
			continue
		}
		t.try(t.book.file.SetConditionalFormat(t.name, t.area(2, len(t.headings)), []excelize.ConditionalFormatOptions{{
			Type: "formula", Criteria: fmt.Sprintf("$%s2=%s", columnName(i+1), quoteText(t.book.labels.word(c.Alert))), Format: &t.book.styles.alert,
		}}))
	}
	t.protect = t.protect || slices.ContainsFunc(t.sheet.Columns, func(c column) bool { return c.Formula != "" })
}

// comments explains each heading: code, meaning, unit and where it is from.
func (t *table) comments() {
	var comments []excelize.Comment
	for i := range t.sheet.Columns {
		c := &t.sheet.Columns[i]
		text := t.sheet.Dataset.Name + "." + c.key() + "\n" + docOf(c)
		if unit := unitOf(c); unit != "" {
			text += "\n[" + unit + "]"
		}
		comments = append(comments, excelize.Comment{
			Cell: cellName(i+1, 1), Author: "ozpayout", Text: text, Width: 320, Height: uint(40 + 18*(len(text)/45)),
		})
	}
	if t.err == nil {
		t.try(addHeadingComments(t.book.file, t.name, t.width, comments))
	}
}

// names gives the table and its columns names that are equal in all languages,
// so that macros and queries need not know the labels.
func (t *table) names(number int) {
	name := t.sheet.Key
	if number > 1 {
		name = fmt.Sprintf("%s_%d", name, number)
	}
	define := func(name, area string) {
		if t.err == nil {
			t.try(defineName(t.book.file, excelize.DefinedName{Name: name, RefersTo: quoteSheet(t.name) + "!" + area}))
		}
	}
	define(name, fmt.Sprintf("$A$1:$%s$%d", columnName(len(t.headings)), t.last))
	for i := range t.sheet.Columns {
		column := columnName(i + 1)
		define(name+"."+t.sheet.Columns[i].key(), fmt.Sprintf("$%s$2:$%s$%d", column, column, t.last))
	}
}

// area returns the range from a row to the last data row, over all columns.
func (t *table) area(from, columns int) string {
	return cellName(1, from) + ":" + cellName(columns, t.last)
}

// docOf returns the meaning of a column.
func docOf(c *column) string {
	if c.Of == nil {
		return c.Doc
	}
	return c.Of.About().Doc
}

// currencyColumn returns the column that names the currency of the sums of a
// sheet, nil if there is none.
func currencyColumn(s *sheet) *pipeline.Code {
	for i := range s.Columns {
		if c := &s.Columns[i]; c.Sum && c.Of != nil && c.Of.About().Currency != nil {
			return c.Of.About().Currency
		}
	}
	return nil
}
