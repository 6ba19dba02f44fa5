package tabular

import (
	"math/bits"
	"slices"
)

// A structure holds where cells and records stand in a run of bytes that begins at
// the beginning of a record.
type structure struct {
	cells     []span // texts without the quotes around them; quotes inside are still doubled
	ends      []recordEnd
	rest      uint32 // where the cell at hand begins, behind the last separator
	misquoted []misquote
	doubled   []uint32 // beginnings of the 64 bytes in which quotes are doubled
	open      bool     // the bytes end inside a quoted field
}

// A recordEnd is where a record ends.
type recordEnd struct {
	cells int // of this record and of those before it
	at    int // position of its line end
}

// A misquote is a record whose quotes break RFC 4180.
type misquote struct {
	record  int // index into structure.ends
	message string
}

func (s *structure) reset() {
	*s = structure{cells: s.cells[:0], ends: s.ends[:0], misquoted: s.misquoted[:0], doubled: s.doubled[:0]}
}

// record returns the cells of a record.
func (s *structure) record(i int) []span {
	first := 0
	if i > 0 {
		first = s.ends[i-1].cells
	}
	return s.cells[first:s.ends[i].cells]
}

// closeLast ends the last record at the end of b where the file has no line end
// there.
func (s *structure) closeLast(b []byte, d dialect) {
	s.cells = append(s.cells, d.cell(b, int(s.rest), len(b), true))
	s.ends = append(s.ends, recordEnd{len(s.cells), len(b)})
}

// done returns the number of bytes that belong to complete records.
func (s *structure) done() int {
	if len(s.ends) == 0 {
		return 0
	}
	return s.ends[len(s.ends)-1].at + 1
}

// isQuoted reports whether a cell stands between quotes in b: else a separator is
// before it.
func isQuoted(b []byte, cell span) bool { return cell.start > 0 && b[cell.start-1] == '"' }

// maskedBytes is how many bytes of a text [masks] tell of.
const maskedBytes = 4 << 10

// masks are bit masks of the delimiters, quotes and line ends of at most maskedBytes: bit i
// of word w is that of byte 64*w+i.
type masks struct{ delimiters, quotes, lineEnds [maskedBytes / 64]uint64 }

// find fills the masks for b, which begins them, and returns how many words of each it filled.
// The bits behind the end of b are clear.
func (m *masks) find(b []byte, d dialect) (words int) {
	whole := len(b) &^ 63
	m.match(b[:whole], d, 0)
	if whole < len(b) {
		var last [64]byte
		copy(last[:], b[whole:])
		m.match(last[:], d, whole/64)
	}
	return (len(b) + 63) / 64
}

func (m *masks) match(b []byte, d dialect, at int) {
	match(b, d.delimiter, m.delimiters[at:])
	match(b, '"', m.quotes[at:])
	match(b, d.eol, m.lineEnds[at:])
}

// fill finds the structure of b, which must begin a record. It reports whether b is
// well quoted: if not, what it found is wrong and a [walker] must be asked.
func (s *structure) fill(b []byte, d dialect) (wellQuoted bool) {
	var m masks
	q := newQuoting(d)
	for start := 0; start < len(b); start += maskedBytes {
		piece := b[start:min(start+maskedBytes, len(b))]
		s.cells = slices.Grow(s.cells, len(piece))
		for i := range m.find(piece, d) {
			base, before := start+64*i, len(s.cells)
			separators, ends, quotes := m.delimiters[i]|m.lineEnds[i], m.lineEnds[i], m.quotes[i]
			if quotes|q.pending() == 0 {
				q.boundary = separators >> 63
				s.cut(base, separators)
			} else {
				quoted, behind, ok := q.step(piece[64*i:min(64*i+64, len(piece))], separators, quotes, ends)
				if !ok {
					return false
				}
				if behind&quotes != 0 {
					s.doubled = append(s.doubled, uint32(base))
				}
				separators, ends = separators&^quoted, ends&^quoted
				s.cutQuoted(base, separators, behind)
			}
			for ; ends != 0; ends &= ends - 1 {
				cells := before + bits.OnesCount64(separators&(ends^(ends-1)))
				s.endRecord(b, d, base+bits.TrailingZeros64(ends), cells)
			}
		}
	}
	s.open = q.inside != 0
	return true
}

// cut notes the cells that end at separators of the 64 bytes from base.
func (s *structure) cut(base int, separators uint64) {
	before := len(s.cells)
	s.cells = s.cells[:before+bits.OnesCount64(separators)]
	found, from := s.cells[before:], s.rest
	for i := range found {
		to := uint32(base + bits.TrailingZeros64(separators))
		found[i] = span{from, to}
		from = to + 1
		separators &= separators - 1
	}
	s.rest = from
}

// cutQuoted is cut for bytes with quotes: a cell is quoted if its separator stands
// behind a closing quote.
func (s *structure) cutQuoted(base int, separators, behind uint64) {
	before := len(s.cells)
	s.cells = s.cells[:before+bits.OnesCount64(separators)]
	found, from := s.cells[before:], s.rest
	for i := range found {
		at := bits.TrailingZeros64(separators)
		to, quote := uint32(base+at), uint32(behind>>(at&63)&1)
		found[i] = span{from + quote, to - quote}
		from = to + 1
		separators &= separators - 1
	}
	s.rest = from
}

// endRecord notes that a record ends at a line end, behind so many cells, and takes
// the carriage return off the last one.
func (s *structure) endRecord(b []byte, d dialect, at, cells int) {
	s.ends = append(s.ends, recordEnd{cells, at})
	last := &s.cells[cells-1]
	if from := int(last.start); at > from && b[at-1] == '\r' {
		*last = d.cell(b, from, at, true)
	}
}
