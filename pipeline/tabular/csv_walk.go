package tabular

// A dialect is how a CSV is punctuated. Quotes are always '"', doubled inside a
// quoted field (RFC 4180).
type dialect struct {
	delimiter byte
	eol       byte // '\n', a '\r' before it being part of it; or '\r' in files without any '\n'
}

// A walker finds the structure of a CSV byte by byte. It is the reading that
// defines what a record is when quotes are broken: a quote opens a field only as
// its first byte, a quote elsewhere or text after a closing quote spoils the
// record, and the next line end outside quotes ends it. So one bad quote costs
// its own record and not the rest of the file.
//
// On well-quoted bytes it agrees with [structure.fill], which is far faster.
type walker struct {
	dialect
	state    walkState
	misquote string // why the record at hand is spoilt; "" if it is not
}

type walkState uint8

const (
	fieldStart walkState = iota
	unquoted
	quoted
	quoteSeen // a quote inside a quoted field: the closing one or half of a doubled one
	closedCR  // a carriage return after the closing quote
	spoilt    // text after a closing quote: skip to the line end
)

// step takes one byte and reports whether it separates cells or ends a record.
func (w *walker) step(c byte) (separates, ends bool) {
	switch {
	case c == w.eol && w.state != quoted:
		w.state = fieldStart
		return true, true
	case c == w.delimiter && (w.state == fieldStart || w.state == unquoted || w.state == quoteSeen):
		w.state = fieldStart
		return true, false
	case w.state == fieldStart && c == '"', w.state == quoteSeen && c == '"':
		w.state = quoted
	case w.state == fieldStart:
		w.state = unquoted
	case w.state == unquoted && c == '"':
		w.misquote = "a quote inside an unquoted field"
	case w.state == quoted && c == '"':
		w.state = quoteSeen
	case w.state == quoteSeen && c == '\r' && w.eol == '\n':
		w.state = closedCR
	case w.state == quoteSeen, w.state == closedCR:
		w.state = spoilt
		w.misquote = "text after a closing quote"
	}
	return false, false
}

// walk adds the structure of b, which must begin a record, up to the given
// number of records.
func (w *walker) walk(b []byte, s *structure, records int) {
	w.state, w.misquote = fieldStart, ""
	from := 0
	for i, c := range b {
		if w.state == quoteSeen && c == '"' {
			s.doubled = append(s.doubled, uint32(i&^63))
		}
		separates, ends := w.step(c)
		if !separates {
			continue
		}
		s.cells = append(s.cells, w.cell(b, from, i, ends))
		from = i + 1
		if ends {
			w.noteMisquote(s)
			s.ends = append(s.ends, recordEnd{len(s.cells), i})
		}
		if len(s.ends) == records {
			return
		}
	}
	s.rest = uint32(from)
	w.noteMisquote(s) // of a last record without line end
	s.open = w.state == quoted
}

func (w *walker) noteMisquote(s *structure) {
	if w.misquote != "" {
		s.misquoted = append(s.misquoted, misquote{len(s.ends), w.misquote})
		w.misquote = ""
	}
}

// cell returns the text of the cell that stands from from to to, the last one of
// a record or not, without the quotes around it.
func (d dialect) cell(b []byte, from, to int, last bool) span {
	if last {
		to = d.trimCR(b, from, to)
	}
	if to-from >= 2 && b[from] == '"' && b[to-1] == '"' {
		from, to = from+1, to-1
	}
	return span{uint32(from), uint32(to)}
}

// trimCR takes off the carriage return of a CRLF line end.
func (d dialect) trimCR(b []byte, start, end int) int {
	if d.eol == '\n' && end > start && b[end-1] == '\r' {
		return end - 1
	}
	return end
}

// isBlank reports whether a record has nothing but delimiters, spaces and quotes
// around nothing.
func (d dialect) isBlank(record []byte) bool {
	inQuotes := false
	for i, c := range record {
		switch {
		case c == ' ':
		case c == d.delimiter && !inQuotes:
		case c == '"' && !(inQuotes && i+1 < len(record) && record[i+1] == '"'): // doubled, it is a character
			inQuotes = !inQuotes
		default:
			return false
		}
	}
	return !inQuotes
}
