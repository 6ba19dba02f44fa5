package pipeline

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"math/bits"
	"slices"
)

// Texts of one kind, such as ids, mostly differ in their digits only. A textShape is
// what they share: beside the shape 00000000-0000-0 a text is a number of 47 bits.
type textShape struct {
	template string // a text of the shape, every digit 0
	words    []shapeWord
	least    uint64 // of the numbers at hand
	most     uint64
}

// A shapeWord is eight bytes of a shape, or what is left at its end, the first byte in
// the lowest bits. It is read as a decimal number that has 0 where no digit stands.
type shapeWord struct {
	template uint64
	digits   uint64 // all ones where a digit stands
	others   uint64 // all ones where another character stands
	missing  uint   // bits that a word of eight bytes has more
	low      uint   // where its number stands in the number of the text
	mask     uint64 // of its number
}

// maxShaped is the length of the longest text that has a shape.
const maxShaped = 32

const (
	everyByte = 0x0101010101010101
	zeros     = '0' * everyByte
)

// newTextShape returns the shape of a text, false if it is too long or its digits
// are more than a number holds.
func newTextShape(text []byte) (*textShape, bool) {
	if len(text) > maxShaped {
		return nil, false
	}
	template := bytes.Clone(text)
	for i, c := range template {
		if c-'0' <= 9 {
			template[i] = '0'
		}
	}
	s := &textShape{template: string(template), least: math.MaxUint64}
	low := uint(0)
	for end := len(text); end > 0; {
		begin := (end - 1) / 8 * 8
		w := shapeWord{low: low, missing: uint(64 - 8*(end-begin))}
		largest := uint64(0) // number with nines for digits
		for i, c := range template[begin:end] {
			w.template |= uint64(c) << (8 * i)
			largest *= 10
			if c == '0' {
				w.digits |= 0xff << (8 * i)
				largest += 9
			} else {
				w.others |= 0xff << (8 * i)
			}
		}
		width := uint(bits.Len64(largest))
		w.mask = 1<<width - 1
		low += width
		s.words = append(s.words, w)
		end = begin
	}
	slices.Reverse(s.words)
	return s, low <= 64
}

// number returns the digits of a text as a number, false if the text is of another
// shape. Text has the length of the shape and [slack] behind it.
func (s *textShape) number(text []byte) (n uint64, ok bool) {
	var wrong uint64
	for i := range s.words {
		w := &s.words[i]
		have := binary.LittleEndian.Uint64(text[8*i:])
		digits := (have ^ zeros) & w.digits
		wrong |= (have^w.template)&w.others | (digits+0x76*everyByte|digits)&(0x80*everyByte)
		n |= eightDigits(digits<<(w.missing&63)) << (w.low & 63)
	}
	return n, wrong == 0
}

// put writes the text with the digits of a number; dst has [slack] behind its room.
func (s *textShape) put(dst []byte, n uint64) {
	for i := range s.words {
		w := &s.words[i]
		binary.LittleEndian.PutUint64(dst[8*i:], w.template|digitsOf(n>>(w.low&63)&w.mask)>>(w.missing&63))
	}
}

// eightDigits returns the number of eight digits, 0 to 9 each, the first in the
// lowest byte.
func eightDigits(digits uint64) uint64 {
	pairs := digits*10 + digits>>8 // in every second byte
	const every = 0x000000ff000000ff
	return (pairs&every*(100+1_000_000<<32) + pairs>>16&every*(1+10_000<<32)) >> 32
}

// digitsOf returns the eight digits of a number below 10^8.
func digitsOf(n uint64) uint64 {
	fours := n/10_000 | n%10_000<<32
	hundreds := fours * 10_486 >> 20 & 0x0000007f0000007f // fours / 100
	twos := hundreds | (fours-100*hundreds)<<16
	tens := twos * 103 >> 10 & 0x000f000f000f000f // twos / 10
	return tens | (twos-10*tens)<<8
}

// maxShapes is how many shapes the texts of a column may have to be packed by shape.
const maxShapes = 16

// A shaper finds the shapes of texts.
type shaper struct {
	shapes  []*textShape
	first   [maxShaped + 1]int8 // by length of text: the shape of that length to try first, counted from 1
	numbers []int64             // of each row
	of      []byte              // number of each row's shape
}

// read finds shape and number of every row that has a value, false if the texts
// have too many shapes.
func (s *shaper) read(c *packedColumn) bool {
	rows := len(c.ends) - 1
	s.shapes, s.first = s.shapes[:0], [maxShaped + 1]int8{}
	s.numbers = extended(s.numbers[:0], rows)
	s.of = extended(s.of[:0], rows)
	var spare [maxShaped + slack]byte
	for row := range rows {
		s.numbers[row], s.of[row] = 0, 0
		if c.validity != nil && !bitIsSet(c.validity, c.offset+row) {
			continue
		}
		from, end := int(c.ends[row]), int(c.ends[row+1])
		size := end - from
		var text []byte
		switch {
		case size > maxShaped:
			return false
		case end+slack <= len(c.text):
			text = c.text[from : end+slack]
		default:
			copy(spare[:], c.text[from:end])
			text = spare[:size+slack]
		}
		at, n, ok := int(s.first[size])-1, uint64(0), false
		if at >= 0 {
			n, ok = s.shapes[at].number(text)
		}
		if !ok {
			if n, at = s.find(text, size); at < 0 {
				return false
			}
		}
		shape := s.shapes[at]
		shape.least, shape.most = min(shape.least, n), max(shape.most, n)
		s.numbers[row], s.of[row] = int64(n), byte(at)
	}
	return true
}

// find returns the number of a text and which of the shapes it has, -1 if it has none
// and no more are allowed.
func (s *shaper) find(text []byte, size int) (n uint64, at int) {
	for i, shape := range s.shapes {
		if len(shape.template) == size {
			if n, ok := shape.number(text); ok {
				s.first[size] = int8(i + 1)
				return n, i
			}
		}
	}
	if len(s.shapes) == maxShapes {
		return 0, -1
	}
	shape, ok := newTextShape(text[:size])
	if !ok {
		return 0, -1
	}
	s.shapes = append(s.shapes, shape)
	s.first[size] = int8(len(s.shapes))
	n, _ = shape.number(text)
	return n, len(s.shapes) - 1
}

// lower makes each number what it is above the least of its shape, and returns how
// many bytes they need then.
func (s *shaper) lower() (width int) {
	var most uint64
	for _, shape := range s.shapes {
		most = max(most, shape.most-shape.least)
	}
	for row, of := range s.of {
		s.numbers[row] -= int64(s.shapes[of].least)
	}
	return (bits.Len64(most) + 7) / 8
}

// appendShapes appends what is needed to read the numbers of rows as texts.
func (s *shaper) appendShapes(dst []byte, rows []int32) []byte {
	dst = append(dst, byte(len(s.shapes)))
	for _, shape := range s.shapes {
		dst = append(dst, byte(len(shape.template)))
		dst = append(dst, shape.template...)
		dst = binary.AppendUvarint(dst, shape.least)
	}
	if len(s.shapes) == 1 {
		return dst
	}
	at := len(dst)
	dst = extended(dst, len(rows))
	for i, row := range rows {
		dst[at+i] = s.of[row]
	}
	return dst
}

var errShape = errors.New("no shape of texts")

// readShapes reads what appendShapes wrote. Known are shapes that were met before.
func readShapes(b []byte, known map[string]*textShape) (shapes []textShape, rest []byte, err error) {
	count := int(b[0])
	if count == 0 || count > maxShapes {
		return nil, nil, errShape
	}
	b = b[1:]
	shapes = make([]textShape, count)
	for i := range shapes {
		size := int(b[0])
		template := b[1 : 1+size]
		shape, ok := known[string(template)]
		if !ok {
			if shape, ok = newTextShape(template); !ok {
				return nil, nil, errShape
			}
			known[shape.template] = shape
		}
		shapes[i] = *shape
		least, n := binary.Uvarint(b[1+size:])
		if n <= 0 {
			return nil, nil, errShape
		}
		shapes[i].least = least
		b = b[1+size+n:]
	}
	return shapes, b, nil
}
