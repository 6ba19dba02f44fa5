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

// fill adds the structure of the bytes of b behind from, which must begin a record. It reports
// whether they are well quoted: if not, what it found is wrong and a [walker] must be asked.
func (s *structure) fill(b []byte, from int, d dialect) (wellQuoted bool) {
	var m masks
	q := newQuoting(d)
	s.rest = uint32(from)
	for start := from; start < len(b); start += maskedBytes {
		piece := b[start:min(start+maskedBytes, len(b))]
		words := m.find(piece, d)
		if !s.unquote(&m, &q, piece, start) {
			return false
		}
		separators, lineEnds := m.delimiters[:words], m.lineEnds[:words]
		cells := len(s.cells)
		s.cells = slices.Grow(s.cells, 64*words+cutSlack)
		found, rest := cutCells(s.cells[cells:cap(s.cells)], s.rest, uint32(start), separators, m.quotes[:words])
		s.cells, s.rest = s.cells[:cells+found], rest
		for i, ends := range lineEnds {
			for ; ends != 0; ends &= ends - 1 {
				before := bits.OnesCount64(separators[i] & (ends ^ (ends - 1)))
				s.endRecord(b, d, start+64*i+bits.TrailingZeros64(ends), cells+before)
			}
			cells += bits.OnesCount64(separators[i])
		}
	}
	s.open = q.inside != 0
	return true
}

// unquote makes the masks of a piece that begins at start those of what stands outside
// quotes: of all separators, of line ends, and of the bytes behind closing quotes. It reports
// whether the piece is well quoted.
func (s *structure) unquote(m *masks, q *quoting, piece []byte, start int) (wellQuoted bool) {
	for i := range (len(piece) + 63) / 64 {
		separators, ends, quotes := m.delimiters[i]|m.lineEnds[i], m.lineEnds[i], m.quotes[i]
		if quotes|q.pending() == 0 {
			q.boundary = separators >> 63
			m.delimiters[i] = separators
			continue
		}
		quoted, behind, ok := q.step(piece[64*i:min(64*i+64, len(piece))], separators, quotes, ends)
		if !ok {
			return false
		}
		if behind&quotes != 0 {
			s.doubled = append(s.doubled, uint32(start+64*i))
		}
		m.delimiters[i], m.lineEnds[i], m.quotes[i] = separators&^quoted, ends&^quoted, behind
	}
	return true
}

// cutSlack is for how many cells there must be room behind those that [cutCells] writes.
const cutSlack = 16

// cutCellsWords writes the cells that end at separators, of which the first begins at rest. Bit
// i of word w is that of byte base+64*w+i. A cell is quoted if its separator stands behind a
// closing quote. It returns how many cells there are, and where the next one begins. What lies
// behind them, up to cutSlack cells, may be overwritten.
func cutCellsWords(cells []span, rest, base uint32, separators, behind []uint64) (count int, next uint32) {
	for i, word := range separators {
		found := cells[count:][:bits.OnesCount64(word)]
		if quotes := behind[i]; quotes == 0 {
			rest = cutPlain(found, rest, base, word)
		} else {
			rest = cutQuoted(found, rest, base, word, quotes)
		}
		count += len(found)
		base += 64
	}
	return count, rest
}

// cutPlain is [cutCellsWords] for the cells of one word, none of them quoted.
func cutPlain(cells []span, rest, base uint32, separators uint64) (next uint32) {
	for i := range cells {
		to := base + uint32(bits.TrailingZeros64(separators))
		cells[i] = span{rest, to}
		rest = to + 1
		separators &= separators - 1
	}
	return rest
}

// cutQuoted is [cutCellsWords] for the cells of one word.
func cutQuoted(cells []span, rest, base uint32, separators, behind uint64) (next uint32) {
	for i := range cells {
		at := bits.TrailingZeros64(separators)
		to, quote := base+uint32(at), uint32(behind>>(at&63)&1)
		cells[i] = span{rest + quote, to - quote}
		rest = to + 1
		separators &= separators - 1
	}
	return rest
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
