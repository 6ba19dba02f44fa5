package tabular

import "math/bits"

// A quoting follows the quotes of a text, 64 bytes at a time from the beginning of a
// record. A line end is outside quotes when the number of quotes before it is even; that
// is exact as long as every opening quote follows a delimiter, a line end or a quote and
// every closing one is followed by one of these. A text that keeps to the rule is well
// quoted.
type quoting struct {
	eol byte

	// What the last byte of the 64 before was.
	inside     uint64 // all ones: inside quotes
	boundary   uint64 // 1: a delimiter, line end or quote
	closed     uint64 // 1: a closing quote
	closedByCR uint64 // 1: a carriage return after a closing quote
}

func newQuoting(d dialect) quoting { return quoting{eol: d.eol, boundary: 1} }

// pending is not 0 if a quote before bears on what follows.
func (q *quoting) pending() uint64 { return q.inside | q.closed | q.closedByCR }

// step takes at most 64 bytes, given their separators, their quotes and those of the
// separators that end lines. It returns which bytes stand inside quotes, which stand
// behind a closing quote, and whether the text is well quoted so far.
func (q *quoting) step(b []byte, separators, quotes, ends uint64) (inside, behind uint64, ok bool) {
	inside = insideQuotes(quotes, q.inside)
	ends &^= inside
	opening, closing := quotes&inside, quotes&^inside
	boundary := separators&^inside | quotes
	bad := opening &^ (boundary<<1 | q.boundary)

	// After a closing quote only the carriage return of a CRLF may stand
	// before the boundary.
	behind = closing<<1 | q.closed
	strange := behind &^ boundary
	if unused := 64 - len(b); unused > 0 {
		strange = strange << unused >> unused
	}
	bad |= q.closedByCR &^ ends
	q.closedByCR = 0
	if strange != 0 {
		returns := q.carriageReturns(b, strange)
		next := returns << 1
		if len(b) < 64 {
			next &^= 1 << len(b) // at the end of the text
		}
		bad |= strange&^returns | next&^ends
		q.closedByCR = returns >> 63
	}
	q.inside = uint64(int64(inside) >> 63)
	q.boundary = boundary >> 63
	q.closed = closing >> 63
	return inside, behind, bad == 0
}

// carriageReturns returns those of the bytes at the given bits that end a CRLF
// file's records.
func (q *quoting) carriageReturns(b []byte, at uint64) uint64 {
	if q.eol != '\n' {
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
