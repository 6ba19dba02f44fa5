package pack

import (
	"encoding/binary"
	"errors"
	"iter"

	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/bitutil"

	"ozpayout/pipeline/internal/layout"
)

// An order number is the beginning of the posting number beside it. Such a text is told as a
// cut of the other one, its base: as the number of bytes that the base has more. Where these
// are as many in all rows, a column of cuts takes no space, and its texts are not looked at
// again. A text that is no beginning of its base, as where the base has no value, is told
// beside the cuts as it is.

// Bases says of each column which other column has the texts that its own mostly begin, -1
// if none has. The base of a column has no base itself; both are texts. Nil: no column has
// one.
type Bases []int

// of returns the base of a column, -1 if it has none.
func (b Bases) of(column int) int {
	if b == nil {
		return -1
	}
	return b[column]
}

// order yields the columns in the order in which they are packed: a base is there before
// what is cut from it.
func (b Bases) order(columns int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for _, isCut := range []bool{false, true} {
			for i := range columns {
				if (b.of(i) >= 0) == isCut && !yield(i) {
					return
				}
			}
		}
	}
}

// What the number of a cut text says. It is 0 where a row has no text.
const (
	ownText  = 1 // the text stands behind the numbers
	firstCut = 2 // of this and what is above it, the bytes that the base has more
)

// readCuts finds the cuts of a column from its base. It is false if more than an eighth of
// the texts are none.
func (p *Packer) readCuts(c *packedColumn, base *array.String) bool {
	rows := len(c.ends) - 1
	p.words = extended(p.words[:0], rows)
	words, ends, text := p.words, c.ends[:rows+1], c.text
	wholeEnds, wholes := layout.TextOffsets(base)[:rows+1], layout.TextBytes(base)
	var filled []byte // validity bitmap of the base; nil if every row has a value
	if base.NullN() > 0 {
		filled = base.NullBitmapBytes()
	}
	own := 0
	for row := range words {
		whole := wholes[wholeEnds[row]:wholeEnds[row+1]]
		if filled != nil && !bitutil.BitIsSet(filled, base.Data().Offset()+row) {
			whole = nil // whatever lies there: it does not come back
		}
		cut, ok := cutOf(text[ends[row]:ends[row+1]], whole)
		words[row] = int32(firstCut + cut)
		if !ok {
			words[row] = ownText
			if own++; own > rows/8 {
				return false
			}
		}
	}
	return true
}

// cutOf returns how many bytes whole has more than its beginning; false if text is none.
func cutOf(text, whole []byte) (cut int, ok bool) {
	cut = len(whole) - len(text)
	return cut, cut >= 0 && equal(whole[:len(text)], text)
}

// equal compares two texts of one length, those of order numbers without a call.
func equal(a, b []byte) bool {
	if last := len(a) - 8; last >= 0 && last <= 8 {
		return binary.LittleEndian.Uint64(a) == binary.LittleEndian.Uint64(b) &&
			binary.LittleEndian.Uint64(a[last:]) == binary.LittleEndian.Uint64(b[last:])
	}
	return string(a) == string(b)
}

// appendCuts appends the cuts of rows, then the texts of those that have their own, each
// with its length before it.
func appendCuts(dst []byte, c *packedColumn, rows []int32) []byte {
	dst = appendNumbers(dst, c, c.words, rows)
	if c.least > ownText {
		return dst
	}
	for _, row := range rows {
		if c.words[row] == ownText {
			text := c.text[c.ends[row]:c.ends[row+1]]
			dst = append(binary.AppendUvarint(dst, uint64(len(text))), text...)
		}
	}
	return dst
}

var errCut = errors.New("cuts of texts that are not there")

// A cutBase is the column that texts are cut from: row i has text[ends[i]:ends[i+1]]. It is
// empty if the column at hand has no base.
type cutBase struct {
	ends []int32
	text []byte
}

// from returns the base from a row on.
func (c cutBase) from(row int) cutBase { return cutBase{c.ends[row:], c.text} }

// putCutEnds is putEnds for cuts.
func (b *packedBlock) putCutEnds(to []int32, end int64, base cutBase) (int64, error) {
	unpackNumbers(b, to)
	own := b.rest
	for row, n := range to {
		switch n {
		case 0:
		case ownText:
			var text []byte
			text, own = nextText(own)
			end += int64(len(text))
		default:
			whole := base.ends[row+1] - base.ends[row]
			cut := n - firstCut
			if uint32(cut) > uint32(whole) {
				return 0, errCut
			}
			end += int64(whole - cut)
		}
		to[row] = int32(end)
	}
	b.own, b.rest = b.rest[:len(b.rest)-len(own)], own
	return end, nil
}

// putCuts writes the texts of a block, which begin and end where ends says, and returns
// their length.
func (u *unpacker) putCuts(to []byte, b *packedBlock, ends []int32, base cutBase) int {
	room := to
	if len(b.own) == 0 {
		for row, begin := range base.ends[:b.rows] {
			length := int(ends[row+1] - ends[row])
			move(room, base.text[begin:], length)
			room = room[length:]
		}
		return len(to) - len(room)
	}
	u.numbers = extended(u.numbers[:0], b.rows)
	unpackNumbers(b, u.numbers)
	own := b.own
	for row, n := range u.numbers {
		var text []byte
		if n == ownText {
			text, own = nextText(own)
		} else {
			text = base.text[base.ends[row]:][:ends[row+1]-ends[row]]
		}
		room = room[copy(room, text):]
	}
	return len(to) - len(room)
}

// move copies length bytes, and what lies behind them if it is cheaper.
func move(to, from []byte, length int) {
	if length <= 16 && len(to) >= 16 && len(from) >= 16 {
		*(*[16]byte)(to) = *(*[16]byte)(from)
		return
	}
	copy(to[:length], from)
}

// nextText splits the first of texts with their lengths from the others.
func nextText(b []byte) (text, rest []byte) {
	length, n := binary.Uvarint(b)
	b = b[n:]
	return b[:length], b[length:]
}
