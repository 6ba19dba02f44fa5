package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"ozpayout/pipeline"
)

// A table is one worksheet of a sheet: a header, rows of data and totals.
type table struct {
	*page
	sheet    *sheet
	headings []string
	values   []func(row int) any // by column
	from, to int                 // rows of the batch
	last     int                 // last data row of the worksheet
	totals   *totals
	notes    []string // below the table
}

// writeTable writes a sheet on as many worksheets as its rows need.
func (b *book) writeTable(s *sheet) error {
	rec, leftOut, err := b.rows(s)
	if err != nil {
		return err
	}
	defer rec.Release()
	notes := b.notes(s, rec.NumRows(), leftOut)
	var currencies []string
	if c := currencyColumn(s); c != nil {
		currencies = currenciesOf(c.In(rec))
	}
	room := b.limit - 2 - len(currencies) - len(notes) // header and totals
	if room < 1 {
		return fmt.Errorf("%d currencies leave no room for rows", len(currencies))
	}
	headings := make([]string, len(s.Columns))
	values := make([]func(int) any, len(s.Columns))
	for i := range s.Columns {
		headings[i] = b.labels.heading(s, &s.Columns[i])
		values[i] = b.labels.valuesOf(&s.Columns[i], rec)
	}
	rows := int(rec.NumRows())
	for number, from := 1, 0; number == 1 || from < rows; number, from = number+1, from+room {
		to := min(from+room, rows)
		p, err := b.newPart(s, number, to-from)
		if err != nil {
			return err
		}
		t := &table{sheet: s, headings: headings, values: values, from: from, to: to, last: 1 + max(1, to-from), totals: newTotals(s, rec, currencies)}
		if to == rows {
			t.notes = notes
			b.parts[len(b.parts)-1].leftOut = leftOut
		}
		t.page = b.open(p.name)
		if err := t.write(number); err != nil {
			return err
		}
	}
	return nil
}

// notes says of a table what its rows do not: that there are none, and how many
// are left out.
func (b *book) notes(s *sheet, shown, leftOut int64) []string {
	var notes []string
	if shown == 0 && leftOut == 0 {
		notes = append(notes, b.labels.text("text.not_observable"))
	}
	if s.Keep != nil {
		notes = append(notes, fmt.Sprintf("%s %s: %d", b.labels.text("text.left_out"), s.Dataset.Name, leftOut))
	}
	return notes
}

func (t *table) write(number int) error {
	t.widths(t.columnWidths()...)
	t.freeze(t.sheet.Frozen, 1)
	t.repeat = 1
	t.header()
	for row := t.from; row < t.to && t.err == nil; row++ {
		if row&0xfff == 0 {
			t.try(t.book.ctx.Err())
		}
		t.data(row)
	}
	t.row = t.last
	t.writeTotals()
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

func (t *table) data(row int) {
	cells := make([]any, len(t.values))
	for i, value := range t.values {
		c := &t.sheet.Columns[i]
		v := value(row)
		if c.Formula != "" && v == nil {
			v = "" // what a formula gives for an unknown
		}
		cell := t.cell(formatOf(c), v)
		if c.Formula != "" {
			cell.StyleID, cell.Formula = t.book.styles.formulas[formatOf(c)], t.formula(c.Formula, t.row+1)
		}
		cells[i] = cell
		t.try(t.totals.add(i, row, v))
	}
	t.line(cells, excelize.RowOpts{Height: t.rowPoints(cells)})
}

// formula fills a template: see [column.Formula].
func (t *table) formula(template string, row int) string {
	var pairs []string
	for i := range t.sheet.Columns {
		pairs = append(pairs, "{"+t.sheet.Columns[i].key()+"}", cellName(i+1, row))
	}
	for _, w := range []word{wordOK, wordCheck} {
		pairs = append(pairs, "["+string(w)+"]", quoteText(t.book.labels.word(w)))
	}
	return strings.NewReplacer(pairs...).Replace(template)
}

// quoteText returns a text as a constant of a formula.
func quoteText(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

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
	for i := range t.sheet.Columns {
		if t.err != nil {
			return
		}
		c := &t.sheet.Columns[i]
		text := t.sheet.Dataset.Name + "." + c.key() + "\n" + docOf(c)
		if unit := unitOf(c); unit != "" {
			text += "\n[" + unit + "]"
		}
		t.try(t.book.file.AddComment(t.name, excelize.Comment{
			Cell: cellName(i+1, 1), Author: "ozpayout", Text: text, Width: 320, Height: uint(40 + 18*(len(text)/45)),
		}))
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
			t.try(t.book.file.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: quoteSheet(t.name) + "!" + area}))
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
