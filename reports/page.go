package reports

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// A page is a worksheet that is being written, row after row. The first error
// stays and later calls do nothing; close returns it. Everything about the
// worksheet must be said between open and close: the library drops what comes
// later without a word.
type page struct {
	book      *book
	part      *part
	name      string
	stream    *excelize.StreamWriter
	row       int       // last row written
	lines     int       // rows written to the stream: neither skipped nor in the row file
	width     []float64 // of the columns, in characters
	frozen    int       // columns at the left that stay in sight
	repeat    int       // rows that every printed page repeats
	pagesHigh int       // printed pages that the sheet is made to fit; 0 = as many as it takes
	protect   bool
	cutsTexts bool // texts that a cell does not hold
	err       error
}

// open begins the worksheet.
func (p *page) open() {
	yes, colour := true, blue
	// Streaming writes the properties at once, so they come first.
	p.try(p.book.file.SetSheetProps(p.name, &excelize.SheetPropsOptions{FitToPage: &yes, TabColorRGB: &colour}))
	if p.err == nil {
		p.stream, p.err = p.book.file.NewStreamWriter(p.name)
	}
}

// try keeps the first error.
func (p *page) try(err error) {
	if p.err == nil && err != nil {
		p.err = err
	}
}

// widths sets the widths of columns from the first one on, in characters. They
// must be set before the first row.
func (p *page) widths(widths ...float64) {
	p.width = widths
	for i, w := range widths {
		if p.err == nil {
			p.try(p.stream.SetColWidth(i+1, i+1, w))
		}
	}
}

// freeze keeps rows at the top and columns at the left in sight. It must be
// called before the first row.
func (p *page) freeze(columns, rows int) {
	if p.err != nil {
		return
	}
	p.frozen = columns
	pane := "bottomRight"
	if columns == 0 {
		pane = "bottomLeft"
	}
	p.try(p.stream.SetPanes(&excelize.Panes{Freeze: true, XSplit: columns, YSplit: rows, TopLeftCell: cellName(columns+1, rows+1), ActivePane: pane}))
}

// line writes the next row; nil leaves a cell out.
func (p *page) line(cells []any, options ...excelize.RowOpts) {
	p.row++
	p.lines++
	if p.err == nil {
		p.try(p.stream.SetRow(cellName(1, p.row), cells, options...))
	}
}

// skip leaves a row empty.
func (p *page) skip() { p.row++ }

// roomPoints is the height of a row where a chart stands or ends; programs differ in theirs.
const roomPoints = 15

// room writes empty rows of a fixed height, for charts.
func (p *page) room(rows int) {
	for range rows {
		p.line(nil, excelize.RowOpts{Height: roomPoints})
	}
}

// cell returns a value with its style: see [labels.valuesOf] for the values.
func (p *page) cell(f format, value any) excelize.Cell {
	c := excelize.Cell{StyleID: p.book.styles.cells[f]}
	switch v := value.(type) {
	case nil:
	case string:
		text := p.cellText(v)
		c.StyleID, c.Value = p.book.styles.text(f, text), text
	case word:
		c.Value = p.book.labels.word(v)
	case minorUnits:
		c.Value = v.number()
		if v.isLong() {
			c.Value = v.text()
		}
	case int64, float64:
		c.Value = v
	default:
		p.try(fmt.Errorf("cell value of type %T", value))
	}
	return c
}

// cellText returns a text as it stands in a cell, and notes whether it is cut.
func (p *page) cellText(s string) string {
	text, isCut := cellText(s)
	p.cutsTexts = p.cutsTexts || isCut
	return text
}

// styled returns a text of our own with a style.
func (p *page) styled(style int, text string) excelize.Cell {
	return excelize.Cell{StyleID: style, Value: text}
}

// link makes a cell lead to a worksheet.
func (p *page) link(column int, to string) {
	if p.err == nil {
		p.try(p.book.file.SetCellHyperLink(p.name, cellName(column, p.row), quoteSheet(to)+"!A1", "Location"))
	}
}

// close ends the worksheet with its page layout and writes it out.
func (p *page) close() error {
	if p.cutsTexts {
		p.line([]any{p.styled(p.book.styles.note, p.book.labels.text("text.cut_texts"))})
	}
	if p.err != nil {
		return p.err
	}
	p.print()
	if p.protect {
		p.try(p.book.file.ProtectSheet(p.name, &excelize.SheetProtectionOptions{
			AutoFilter: true, Sort: true, FormatColumns: true, FormatRows: true, EditObjects: true, SelectLockedCells: true, SelectUnlockedCells: true,
		}))
	}
	if p.err != nil {
		return p.err
	}
	return p.stream.Flush()
}

// quoteSheet returns the name of a tab as formulas and links write it.
func quoteSheet(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }

// cellName returns "A1" of column 1, row 1.
func cellName(column, row int) string {
	return columnName(column) + fmt.Sprint(row)
}

// columnName returns "A" of 1, "AA" of 27.
func columnName(column int) string {
	name := ""
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}
