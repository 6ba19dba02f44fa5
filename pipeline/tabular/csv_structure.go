package tabular

import (
	"bytes"
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

// isQuoted reports whether a cell stands between quotes in b.
func isQuoted(b []byte, cell span) bool { return cell.start > 0 && b[cell.start-1] == '"' }

// maskedBytes is how much of a text is looked at at once.
const maskedBytes = 4 << 10

// masks tell what stands where in at most maskedBytes, 64 bytes in a word.
type masks struct{ delimiters, quotes, lineEnds [maskedBytes / 64]uint64 }

// find looks at b; the bits behind its end are clear.
func (m *masks) find(b []byte, d dialect) {
	whole := len(b) &^ 63
	m.match(b[:whole], d, 0)
	if whole < len(b) {
		var last [64]byte
		copy(last[:], b[whole:])
		m.match(last[:], d, whole/64)
	}
}

func (m *masks) match(b []byte, d dialect, at int) {
	match(b, d.delimiter, m.delimiters[at:])
	match(b, '"', m.quotes[at:])
	match(b, d.eol, m.lineEnds[at:])
}

// fill finds the structure of b, which must begin a record and be well quoted.
func (s *structure) fill(b []byte, d dialect) {
	crlf := d.eol == '\n' && bytes.IndexByte(b, '\r') >= 0
	var m masks
	var inside, closed uint64 // all ones, 1: the 64 bytes before end inside quotes, with a closing quote
	for base := 0; base < len(b); base += 64 {
		i := base % maskedBytes / 64
		if i == 0 {
			m.find(b[base:min(base+maskedBytes, len(b))], d)
		}
		separators, ends, quotes := m.delimiters[i]|m.lineEnds[i], m.lineEnds[i], m.quotes[i]
		if quotes|inside|closed == 0 {
			s.add(uint32(base), separators)
		} else {
			quoted := insideQuotes(quotes, inside)
			behind := quotes&^quoted<<1 | closed // bytes behind a closing quote
			if behind&quotes != 0 {
				s.doubled = append(s.doubled, uint32(base))
			}
			separators, ends = separators&^quoted, ends&^quoted
			s.addQuoted(uint32(base), separators, behind)
			inside, closed = uint64(int64(quoted)>>63), quotes&^quoted>>63
		}
		for before := len(s.cells) - bits.OnesCount64(separators); ends != 0; ends &= ends - 1 {
			at := base + bits.TrailingZeros64(ends)
			count := before + bits.OnesCount64(separators&(ends^(ends-1)))
			s.ends = append(s.ends, recordEnd{count, at})
			if last := &s.cells[count-1]; crlf && int(last.end) == at && at > int(last.start) && b[at-1] == '\r' {
				*last = d.cell(b, int(last.start), at, true)
			}
		}
	}
	s.open = inside != 0
}

// add notes the cells that end at separators of the 64 bytes from base.
func (s *structure) add(base uint32, separators uint64) {
	before, count := len(s.cells), bits.OnesCount64(separators)
	s.cells = slices.Grow(s.cells, 64)[:before+count]
	found, from := s.cells[before:], s.rest
	for i := range found {
		to := base + uint32(bits.TrailingZeros64(separators))
		found[i] = span{from, to}
		from = to + 1
		separators &= separators - 1
	}
	s.rest = from
}

// addQuoted is add for bytes with quotes; a separator at a bit of behind stands
// behind a closing quote.
func (s *structure) addQuoted(base uint32, separators, behind uint64) {
	before, count := len(s.cells), bits.OnesCount64(separators)
	s.cells = slices.Grow(s.cells, 64)[:before+count]
	found, from := s.cells[before:], s.rest
	for i := range found {
		at := bits.TrailingZeros64(separators)
		to, quote := base+uint32(at), uint32(behind>>at&1)
		found[i] = span{from + quote, to - quote}
		from = to + 1
		separators &= separators - 1
	}
	s.rest = from
}
