package tabular

import (
	"bytes"
	"io"
	"math/bits"
	"slices"
)

// blockBytes is how much of a CSV is read at a time, and how far apart the
// places are at which it can be cut.
const blockBytes = 1 << 20

// A mark is a place at which a CSV can be cut: the beginning of a record.
type mark struct {
	offset int64
	row    int64 // record number of the record that begins there
}

// An indexer reads a CSV once from its first data record to its end and learns
// where it can be cut. A line end is outside quotes when the number of quotes
// before it is even; that is exact as long as every opening quote follows a
// delimiter, a line end or a quote and every closing one is followed by one of
// these. The indexer checks this, and a file that breaks the rule is not cut.
type indexer struct {
	delimiter, eol uint64 // repeated in every byte
	every          int64  // distance of marks
	offset         int64  // of the next byte
	row            int64  // number of the record at hand
	nextMark       int64  // the next mark stands here or after
	marks          []mark

	// wellQuoted is false once quotes break RFC 4180. Rows and marks are not
	// kept up after that.
	wellQuoted bool

	// What the last byte of the chunk before was.
	inside     uint64 // all ones: inside quotes
	boundary   uint64 // 1: a delimiter, line end or quote
	closed     uint64 // 1: a closing quote
	closedByCR uint64 // 1: a carriage return after a closing quote
}

// newIndexer begins at the first data record, which stands at offset and has the
// given number.
func newIndexer(d dialect, offset, row, every int64) *indexer {
	return &indexer{
		delimiter: uint64(d.delimiter) * everyByte, eol: uint64(d.eol) * everyByte,
		every: every, offset: offset, row: row, nextMark: offset + every,
		wellQuoted: true, boundary: 1,
	}
}

// indexBytes is how much of a CSV is indexed at a time.
const indexBytes = 256 << 10

// readAll indexes all that src gives, about length bytes, and shows each piece to
// check.
func (x *indexer) readAll(src io.Reader, length int64, check func([]byte) error) error {
	buf := make([]byte, min(length/64*64+64, indexBytes))
	for {
		n, err := io.ReadFull(src, buf)
		x.add(buf[:n])
		if err := check(buf[:n]); err != nil {
			return err
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// add indexes the next bytes: a multiple of 64, but for the last call.
func (x *indexer) add(b []byte) {
	const stretch = 1 << 10
	for len(b) >= stretch && x.wellQuoted {
		if x.inside|x.closed|x.closedByCR == 0 && bytes.IndexByte(b[:stretch], '"') < 0 {
			x.unquoted(b[:stretch])
		} else {
			x.chunks(b[:stretch])
		}
		b = b[stretch:]
	}
	x.chunks(b)
}

// unquoted indexes bytes outside quotes that hold none.
func (x *indexer) unquoted(b []byte) {
	eol := []byte{byte(x.eol)}
	counted := 0 // bytes whose line ends are in x.row
	for x.nextMark <= x.offset+int64(len(b)) {
		from := max(int(x.nextMark-x.offset)-1, 0)
		end := bytes.IndexByte(b[from:], eol[0])
		if end < 0 {
			break
		}
		begin := from + end + 1
		x.row += int64(bytes.Count(b[counted:begin], eol))
		counted = begin
		x.mark(x.offset+int64(begin), x.row)
	}
	x.row += int64(bytes.Count(b[counted:], eol))
	x.offset += int64(len(b))
	last := b[len(b)-1]
	x.boundary = 0
	if last == eol[0] || last == byte(x.delimiter) {
		x.boundary = 1
	}
}

// mark notes that the record of the given number begins at a place where the
// next mark may stand.
func (x *indexer) mark(begin, row int64) {
	x.marks = append(x.marks, mark{begin, row})
	x.nextMark += (begin-x.nextMark)/x.every*x.every + x.every
}

func (x *indexer) chunks(b []byte) {
	for len(b) >= 64 && x.wellQuoted {
		x.chunk((*[64]byte)(b), 64)
		b = b[64:]
	}
	if len(b) > 0 && len(b) < 64 && x.wellQuoted {
		var last [64]byte
		copy(last[:], b)
		x.chunk(&last, len(b))
	}
}

func (x *indexer) chunk(b *[64]byte, length int) {
	d, q, n := classify(b, x.delimiter, x.eol)
	inside := insideQuotes(q, x.inside)
	n &^= inside
	opening, closing := q&inside, q&^inside
	boundary := d | n | q
	bad := opening &^ (boundary<<1 | x.boundary)

	// After a closing quote only the carriage return of a CRLF may stand
	// before the boundary.
	strange := (closing<<1 | x.closed) &^ boundary
	if unused := 64 - length; unused > 0 {
		strange = strange << unused >> unused
	}
	bad |= x.closedByCR &^ n
	x.closedByCR = 0
	if strange != 0 {
		returns := x.carriageReturns(b, strange)
		next := returns << 1
		if length < 64 {
			next &^= 1 << length // at the end of the file
		}
		bad |= strange&^returns | next&^n
		x.closedByCR = returns >> 63
	}
	if bad != 0 {
		x.wellQuoted = false
		return
	}

	for rest := n; x.nextMark <= x.offset+64 && rest != 0; rest &= rest - 1 {
		end := bits.TrailingZeros64(rest)
		if begin := x.offset + int64(end) + 1; begin >= x.nextMark {
			x.mark(begin, x.row+int64(bits.OnesCount64(n&(1<<end-1)))+1)
		}
	}
	x.row += int64(bits.OnesCount64(n))
	x.offset += int64(length)
	x.inside = uint64(int64(inside) >> 63)
	x.boundary = boundary >> 63
	x.closed = closing >> 63
}

// carriageReturns returns those of the bytes at the given bits that end a CRLF
// file's records.
func (x *indexer) carriageReturns(b *[64]byte, at uint64) uint64 {
	if x.eol != '\n'*everyByte {
		return 0
	}
	var found uint64
	for ; at != 0; at &= at - 1 {
		if i := bits.TrailingZeros64(at); b[i] == '\r' {
			found |= 1 << i
		}
	}
	return found
}

// fill finds the structure of b, which must begin a record and be well quoted.
func (s *structure) fill(b []byte, d dialect) {
	delimiter, eol := uint64(d.delimiter)*everyByte, uint64(d.eol)*everyByte
	if bytes.IndexByte(b, '"') < 0 {
		s.fillUnquoted(b, delimiter, eol)
		return
	}
	var inside, closed uint64
	for base := 0; base < len(b); base += 64 {
		var last [64]byte
		dm, q, n := classify(sixtyFour(b[base:], &last), delimiter, eol)
		quoted := insideQuotes(q, inside)
		inside = uint64(int64(quoted) >> 63)
		if (q&^quoted<<1|closed)&q&quoted != 0 {
			s.doubled = append(s.doubled, uint32(base))
		}
		closed = q &^ quoted >> 63
		n &^= quoted
		s.add(base, dm&^quoted|n, n)
	}
	s.open = inside != 0
}

// fillUnquoted is fill for bytes without quotes.
func (s *structure) fillUnquoted(b []byte, delimiter, eol uint64) {
	for base := 0; base < len(b); base += 64 {
		var last [64]byte
		dm, n := classifyUnquoted(sixtyFour(b[base:], &last), delimiter, eol)
		s.add(base, dm|n, n)
	}
}

// sixtyFour returns the first bytes of b, filled up with zeros in spare.
func sixtyFour(b []byte, spare *[64]byte) *[64]byte {
	if len(b) >= 64 {
		return (*[64]byte)(b)
	}
	copy(spare[:], b)
	return spare
}

// add notes the separators of 64 bytes, of which those at n end a record.
func (s *structure) add(base int, separators, n uint64) {
	before := len(s.separators)
	s.separators = slices.Grow(s.separators, 64)[:before+bits.OnesCount64(separators)]
	for ; n != 0; n &= n - 1 {
		ahead := bits.OnesCount64(separators & (n&-n - 1))
		s.ends = append(s.ends, uint32(before+ahead))
	}
	found := s.separators[before:]
	for i := range found {
		found[i] = uint32(base + bits.TrailingZeros64(separators))
		separators &= separators - 1
	}
}
