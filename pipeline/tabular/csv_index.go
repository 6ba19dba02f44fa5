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
// where it can be cut. A file whose quotes break RFC 4180 is not cut behind the place
// where they do.
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
	quoting    quoting
}

// newIndexer begins at the first data record, which stands at offset and has the
// given number.
func newIndexer(d dialect, offset, row, every int64) *indexer {
	return &indexer{
		dialect: d, every: every, offset: offset, row: row, nextMark: offset + every,
		wellQuoted: true, quoting: newQuoting(d),
	}
}

// indexBytes is how much of a CSV is indexed at a time.
const indexBytes = 256 << 10

// readAll indexes all that src gives, about length bytes, and shows each piece to
// check. A packed file may be shorter than its own header: then length is negative.
func (x *indexer) readAll(src io.Reader, length int64, check func([]byte) error) error {
	buf := make([]byte, min(max(length, 0)/64*64+64, indexBytes))
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
		if x.quoting.pending() == 0 && bytes.IndexByte(piece, '"') < 0 {
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
	x.quoting.boundary = 0
	if last == x.eol || last == x.delimiter {
		x.quoting.boundary = 1
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
	inside, _, ok := x.quoting.step(b, d|n, q, n)
	if !ok {
		x.wellQuoted = false
		return
	}
	n &^= inside
	for rest := n; x.nextMark <= x.offset+64 && rest != 0; rest &= rest - 1 {
		end := bits.TrailingZeros64(rest)
		if begin := x.offset + int64(end) + 1; begin >= x.nextMark {
			x.mark(begin, x.row+int64(bits.OnesCount64(n&(1<<end-1)))+1)
		}
	}
	x.row += int64(bits.OnesCount64(n))
	x.offset += int64(len(b))
}
