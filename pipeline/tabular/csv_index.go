package tabular

import (
	"bytes"
	"io"
	"math/bits"
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
	dialect
	every    int64 // distance of marks
	offset   int64 // of the next byte
	row      int64 // number of the record at hand
	nextMark int64 // the next mark stands here or after
	marks    []mark

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
		dialect: d, every: every, offset: offset, row: row, nextMark: offset + every,
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
	for len(b) > 0 && x.wellQuoted {
		piece := b[:min(len(b), maskedBytes)]
		if x.inside|x.closed|x.closedByCR == 0 && bytes.IndexByte(piece, '"') < 0 {
			x.unquoted(piece)
		} else {
			x.quoted(piece)
		}
		b = b[len(piece):]
	}
}

// unquoted indexes bytes outside quotes that hold none.
func (x *indexer) unquoted(b []byte) {
	eol := []byte{x.eol}
	counted := 0 // bytes whose line ends are in x.row
	for x.nextMark <= x.offset+int64(len(b)) {
		from := max(int(x.nextMark-x.offset)-1, 0)
		end := bytes.IndexByte(b[from:], x.eol)
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
	if last == x.eol || last == x.delimiter {
		x.boundary = 1
	}
}

// mark notes that the record of the given number begins at a place where the
// next mark may stand.
func (x *indexer) mark(begin, row int64) {
	x.marks = append(x.marks, mark{begin, row})
	x.nextMark += (begin-x.nextMark)/x.every*x.every + x.every
}

// quoted indexes at most maskedBytes that may stand between quotes.
func (x *indexer) quoted(b []byte) {
	var m masks
	for i := range m.find(b, x.dialect) {
		if x.wellQuoted {
			x.chunk(b[64*i:min(64*i+64, len(b))], m.delimiters[i], m.quotes[i], m.lineEnds[i])
		}
	}
}

// chunk indexes at most 64 bytes, given their delimiters, quotes and line ends.
func (x *indexer) chunk(b []byte, d, q, n uint64) {
	length := len(b)
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
func (x *indexer) carriageReturns(b []byte, at uint64) uint64 {
	if x.eol != '\n' {
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
