package tabular

import "unicode/utf8"

// The readers of this file take pieces in the shape in which programs write
// nearly all of them, in one go and without a token for each tag. They report
// false, with nothing taken, where a piece has another shape, is not sound or
// goes on beyond the buffer: the readers of any shape take it then, and say what
// is wrong with it.

// plainCell is [sheetReader.cell] for
//
//	<c r="B2" s="1" t="s"><v>text</v></c>
//	<c t="inlineStr"><is><t>text</t></is></c>
//	<c r="B2"/>
//
// with any of the three attributes in any order. Its start tag is not read yet.
func (r *sheetReader) plainCell(row *sheetRow, before int) (column int, ok bool) {
	b := r.buf[r.pos:r.end]
	if r.prefix != "" || r.selfClosed || len(b) < 3 || b[0] != '<' || b[1] != 'c' {
		return 0, false
	}
	column, stored, i := plainAttributes(b, row.number, before+1)
	if column <= before || column >= maxSheetColumn {
		return 0, false
	}
	if startsWith(b[i:], "/>") {
		r.pos += i + len("/>")
		return column, true
	}

	start, end := "><v>", "</v></c>"
	if stored == inlineType {
		start, end = "><is><t>", "</t></is></c>"
	}
	if !startsWith(b[i:], start) {
		return 0, false
	}
	i += len(start)
	size := len(row.data)
	var n int
	if stored == formulaTextType || stored == inlineType {
		row.data, n, ok = r.seen.appendText(row.data, b[i:])
		stored = inlineType // of which no escape is left to be resolved
	} else {
		row.data, n, ok = appendPlain(row.data, b[i:])
	}
	if i += n; !ok || !startsWith(b[i:], end) || r.addCell(row, column, stored, size) != nil {
		row.data = row.data[:size]
		return 0, false
	}
	r.pos += i + len(end)
	return column, true
}

// plainAttributes reads the attributes of a cell and returns where they end in b, which
// begins with "<c". A cell that does not say it stands in column next. The column is
// -1 if an attribute is of another kind or not sound.
func plainAttributes(b []byte, row int64, next int) (column int, stored cellType, end int) {
	column, stored = next, numberType
	var seen [3]bool // attribute r, s, t
	i := 2
	for i+3 < len(b) && b[i] == ' ' && b[i+2] == '=' && b[i+3] == '"' {
		which := b[i+1] - 'r'
		if which > 't'-'r' || seen[which] {
			return -1, stored, 0
		}
		seen[which] = true
		from := i + 4
		for i = from; i < len(b) && markupClass[b[i]]&className != 0; {
			i++
		}
		if i == len(b) || b[i] != '"' {
			return -1, stored, 0
		}
		sound := true
		switch value := b[from:i]; which {
		case 0:
			column, sound = cellColumn(value, row)
		case 2:
			stored, sound = cellTypeOf(value)
		}
		if !sound {
			return -1, stored, 0
		}
		i++
	}
	return column, stored, i
}

// plainRichText is [partReader.richText] for a text without runs, as Excel and
// LibreOffice write it.
func (p *partReader) plainRichText(dst []byte) ([]byte, bool) {
	b := p.buf[p.pos:p.end]
	start, end := "<t>", "</t></si>"
	if !startsWith(b, start) {
		start = `<t xml:space="preserve">`
	}
	if string(p.name) == "is" {
		end = "</t></is>"
	}
	if p.prefix != "" || p.selfClosed || !startsWith(b, start) {
		return dst, false
	}
	size := len(dst)
	text, n, ok := appendPlain(dst, b[len(start):])
	i := len(start) + n
	if !ok || !startsWith(b[i:], end) {
		return text[:size], false
	}
	p.pos += i + len(end)
	p.closeElement()
	return text[:size+len(unescape(text[size:]))], true
}

// appendPlain appends the text up to the next tag with references resolved, and
// returns how many bytes of b it takes. It leaves line ends to be normalised and
// "]", which may begin "]]>", to others.
func appendPlain(dst, b []byte) (text []byte, n int, ok bool) {
	for i := 0; ; {
		from := i
		for i < len(b) && markupClass[b[i]] < classMarkup {
			i++
		}
		dst = append(dst, b[from:i]...)
		if i == len(b) {
			return dst, 0, false
		}
		switch class := markupClass[b[i]]; {
		case b[i] == '<':
			return dst, i, true
		case class == classMarkup:
			r, size, ok := reference(b[i:])
			if !ok {
				return dst, 0, false
			}
			dst = utf8.AppendRune(dst, r)
			i += size
		case class == classWide:
			r, size := utf8.DecodeRune(b[i:])
			if r == utf8.RuneError && size == 1 || !isCharacter(r) {
				return dst, 0, false
			}
			dst = append(dst, b[i:i+size]...)
			i += size
		default:
			return dst, 0, false
		}
	}
}

// startsWith is bytes.HasPrefix for a string.
func startsWith(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && string(b[:len(prefix)]) == prefix
}
