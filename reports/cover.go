package reports

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/xuri/excelize/v2"

	"ozpayout/pipeline"
)

// cover says what the workbook is made of and where to look.
var cover = &sheet{Key: "cover", Page: writeCover}

// coverFiles are the columns of the input files on the cover.
var coverFiles = &sheet{
	Key: "cover", Dataset: pipeline.SourceFiles,
	Columns: []column{
		{Of: pipeline.FileName}, {Of: pipeline.FileHash}, {Of: pipeline.RecognisedAs, Codes: "dataset"}, {Of: pipeline.GenerationName}, {Of: pipeline.FileRows}, {Of: pipeline.RefusedReason, Codes: phrases, Wide: true},
	},
}

func writeCover(b *book, p *page) error {
	p.widths(36, 80, 24, 20, 10, 50)
	p.line([]any{p.styled(b.styles.title, b.labels.text("text.title"))}, excelize.RowOpts{Height: 26})
	p.skip()
	if err := p.atAGlance(); err != nil {
		return err
	}
	p.skip()
	p.runFacts()
	p.skip()
	p.contents()
	p.skip()
	p.formatKey()
	p.skip()
	p.section("text.input_files")
	return p.longTable(coverFiles)
}

// runFacts writes what the run is.
func (p *page) runFacts() {
	b := p.book
	status := wordOK
	if b.facts.openControls > 0 || b.facts.untied > 0 {
		status = wordCheck
	}
	for _, line := range []struct {
		label  string
		format format
		value  any
	}{
		{"text.status", textFormat, status},
		{"text.run_id", textFormat, b.run.ID},
		{"text.as_of", dateFormat, day(b.run.AsOf)},
		{"text.period_from", dateFormat, knownDay(b.facts.firstSettled)},
		{"text.period_to", dateFormat, knownDay(b.facts.lastSettled)},
		{"text.last_rate", dateFormat, knownDay(b.facts.lastRate)},
		{"text.policy_pack", textFormat, b.run.Pack},
		{"text.tool_version", textFormat, b.run.Version},
	} {
		cell := p.cell(line.format, line.value)
		if line.format == dateFormat {
			cell.StyleID = b.styles.leftDate
		}
		p.line([]any{p.styled(b.styles.label, b.labels.text(line.label)), cell})
	}
}

// contents lists the worksheets with links.
func (p *page) contents() {
	b := p.book
	p.section("text.contents")
	p.headings(b.labels.text("text.sheet"), b.labels.text("text.shows"), b.labels.text("text.rows"), b.labels.text("text.rows_left_out"))
	for _, part := range b.parts {
		var rows, leftOut any
		if part.rows >= 0 {
			rows = part.rows
		}
		if part.leftOut > 0 {
			leftOut = part.leftOut
		}
		p.line([]any{
			p.styled(b.styles.link, part.name), p.cell(wideFormat, b.labels.text("about."+part.sheet.Key)), p.cell(wholeFormat, rows), p.cell(wholeFormat, leftOut),
		})
		p.link(1, part.name)
	}
}

// formatKey explains colours; each has a word beside it in the sheets.
func (p *page) formatKey() {
	b := p.book
	p.section("text.format_key")
	p.line([]any{p.styled(b.styles.alertSample, b.labels.word(markLate)+" / "+b.labels.word(wordCheck)), p.cell(wideFormat, b.labels.text("text.key_alert"))})
	p.line([]any{excelize.Cell{StyleID: b.styles.formulas[textFormat], Value: b.labels.text("text.formula")}, p.cell(wideFormat, b.labels.text("text.key_formula"))})
	p.line([]any{p.styled(b.styles.label, b.labels.text("text.empty")), p.cell(wideFormat, b.labels.text("text.key_empty"))})
}

func (p *page) section(label string) { p.sectionOf(p.book.labels.text(label)) }

func (p *page) sectionOf(text string) {
	p.line([]any{p.styled(p.book.styles.section, text)}, excelize.RowOpts{Height: 20})
}

// headings writes the header of a short table below the widths of the page.
func (p *page) headings(texts ...string) {
	cells, lines := make([]any, len(texts)), 1
	for i, text := range texts {
		cells[i] = p.styled(p.book.styles.heading, text)
		lines = max(lines, headingLines(text, p.width[i]+filterButton))
	}
	p.line(cells, excelize.RowOpts{Height: headingPoints(lines)})
}

// smallTable writes a short table of a mart on a page and returns its first and
// last row; without rows it says so and both are 0.
func (p *page) smallTable(s *sheet) (first, last int, err error) {
	rec, err := p.book.reader.all(s)
	if err != nil {
		return 0, 0, err
	}
	defer rec.Release()
	if rec.NumRows() == 0 {
		p.line([]any{p.styled(p.book.styles.note, p.book.labels.text("text.no_rows"))})
		return 0, 0, nil
	}
	values := make([]func(int) any, len(s.Columns))
	for i := range s.Columns {
		values[i] = p.book.labels.valuesOf(&s.Columns[i], rec)
	}
	p.headings(p.book.labels.headings(s)...)
	first = p.row + 1
	for row := range int(rec.NumRows()) {
		cells := make([]any, len(values))
		for i, value := range values {
			cells[i] = p.cell(formatOf(&s.Columns[i]), value(row))
		}
		p.line(cells)
	}
	return first, p.row, nil
}

// longTable writes a table of a mart below all else of a page. Its rows, of which there may
// be thousands, go to the row file, as those of worksheets that are tables.
func (p *page) longTable(s *sheet) error {
	rec, err := p.book.reader.all(s)
	if err != nil {
		return err
	}
	defer rec.Release()
	t := &table{page: p, sheet: s, headings: p.book.labels.headings(s), totals: newTotals(s, nil), widest: p.width}
	p.headings(t.headings...)
	p.part.above = p.lines
	p.book.rowFile.begin()
	t.batch(rec, p.row+1)
	p.row += int(rec.NumRows())
	if p.err == nil {
		p.part.data, p.err = p.book.rowFile.end()
	}
	return p.err
}

// day returns a date as a spreadsheet stores it.
func day(d arrow.Date32) int64 { return int64(d) + excelEpoch }

func knownDay(d arrow.Date32) any {
	if d == 0 {
		return nil
	}
	return day(d)
}
