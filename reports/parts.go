package reports

import (
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/pipeline"
)

// partIndex is the index of the tables that take more than one worksheet. It is the last
// tab of a workbook that has such a table, and of no other.
var partIndex = &sheet{Key: "parts", Page: writeParts}

// isSplit reports whether a table takes more than one worksheet.
func (b *book) isSplit() bool {
	return slices.ContainsFunc(b.parts, func(p *part) bool { return p.number > 1 })
}

// writeParts lists the worksheets of the long tables with their first and last keys.
func writeParts(b *book, p *page) error {
	p.widths(36, 10, 14, 44, 44, 44)
	p.freeze(1, 1)
	p.repeat = 1
	p.headings(b.labels.text("text.sheet"), b.labels.text("text.part"), b.labels.text("text.rows"),
		b.labels.text("text.key_columns"), b.labels.text("text.first_key"), b.labels.text("text.last_key"))
	for _, s := range b.sheets {
		split := b.partsOf(s)
		if len(split) < 2 {
			continue
		}
		var key []string
		for _, c := range s.Dataset.Key {
			key = append(key, c.ColumnName())
		}
		for _, part := range split {
			p.line([]any{
				p.styled(b.styles.link, part.name), p.cell(wholeFormat, int64(part.number)), p.cell(wholeFormat, part.rows),
				p.cell(textFormat, strings.Join(key, keySeparator)), p.cell(textFormat, part.first), p.cell(textFormat, part.last),
			})
			p.link(1, part.name)
		}
	}
	return nil
}

const keySeparator = " / "

// noteKeys notes the keys of the first and the last row of the part, which a batch
// continues.
func (p *part) noteKeys(rec arrow.Record) {
	if rec.NumRows() == 0 {
		return
	}
	if p.last == "" {
		p.first = p.sheet.keyText(rec, 0)
	}
	p.last = p.sheet.keyText(rec, int(rec.NumRows())-1)
}

// keyText returns the key of a row for people.
func (s *sheet) keyText(rec arrow.Record, row int) string {
	var values []string
	for _, c := range s.Dataset.Key {
		a := pipeline.ValuesOf(rec, c)
		text := ""
		if code, ok := c.(*pipeline.Code); ok {
			text = codesOf(code.In(rec))(row)
		} else if a.IsValid(row) {
			text = a.ValueStr(row)
		}
		values = append(values, text)
	}
	return strings.Join(values, keySeparator)
}
