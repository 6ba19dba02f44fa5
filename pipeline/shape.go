package pipeline

import (
	"encoding/binary"
	"errors"
	"math/bits"
)

// Texts of one kind, such as ids, are mostly as long as each other and differ in few
// bits: digits in their low halves, the years of dates in one bit. A textShape is what
// texts of one length have in common; beside it each is the number that its other
// bits make. 00000000-0000-0 needs 6 bytes then, and B20240823-104233-02 of one seller 3.
type textShape struct {
	words int // of eight bytes each, the first byte in the lowest bits
	same  [shapeWords]uint64
	vary  [shapeWords]uint64 // ones for the bits in which texts differ
	low   [shapeWords]uint64 // where they begin in the number
}

const (
	// maxShaped is the length of the longest text that has a shape.
	maxShaped  = 32
	shapeWords = maxShaped / 8
	// textSlack is how far behind the texts of a column their words are read.
	textSlack = maxShaped
)

// settle ends the finding of what varies in texts of a length. It returns how many
// bits their numbers have, false if they are more than a number holds.
func (s *textShape) settle(length int) (width int, ok bool) {
	for i := range shapeWords { // what is behind the text may be anything
		own := uint64(1)<<(8*max(length-8*i, 0)) - 1
		s.same[i] &= own
		s.vary[i] &= own
		s.same[i] &^= s.vary[i]
		s.low[i] = uint64(width)
		width += bits.OnesCount64(s.vary[i])
	}
	return width, width <= 64
}

// number returns the number of a text, which has [textSlack] behind it.
func (s *textShape) number(text []byte) (n uint64) {
	for i := range s.words {
		n |= extract(binary.LittleEndian.Uint64(text[8*i:]), s.vary[i]) << s.low[i]
	}
	return n
}

// put writes the text of a number; dst has [slack] behind its room.
func (s *textShape) put(dst []byte, n uint64) {
	for i := range s.words {
		binary.LittleEndian.PutUint64(dst[8*i:], s.same[i]|deposit(n>>s.low[i], s.vary[i]))
	}
}

// extract moves the bits of a word that a mask has to the lowest places.
func extract(word, mask uint64) (n uint64) {
	for at := 0; mask != 0; {
		low := bits.TrailingZeros64(mask)
		width := bits.TrailingZeros64(^(mask >> low)) // of the lowest run of ones
		ones := uint64(1)<<width - 1
		n |= word >> low & ones << at
		at += width
		mask &^= ones << low
	}
	return n
}

// deposit moves the lowest bits to the places that a mask has: the way back from
// [extract].
func deposit(n, mask uint64) (word uint64) {
	for mask != 0 {
		low := bits.TrailingZeros64(mask)
		width := bits.TrailingZeros64(^(mask >> low))
		ones := uint64(1)<<width - 1
		word |= n & ones << low
		n >>= width
		mask &^= ones << low
	}
	return word
}

// A shaper finds the shapes of the texts of a column.
type shaper struct {
	shapes  [maxShaped + 1]textShape // by length
	met     uint64                   // a bit for each length that texts have
	lengths []byte                   // of the rows at hand
}

// glance is after how many rows a column of texts that have no shapes is given up.
const glance = 512

// read finds the shapes of a column that has [textSlack] behind its texts, and how many
// bytes the largest number needs; false if texts are too long or differ in too much.
func (s *shaper) read(c *packedColumn) (width int, ok bool) {
	s.met = 0
	rows := len(c.ends) - 1
	for from := 0; from < rows; from += glance {
		if !s.look(c, from, min(from+glance, rows)) {
			return 0, false
		}
		if from > 0 && from+glance < rows {
			continue
		}
		most := 0
		for length := range s.shapes {
			if s.met>>length&1 == 0 {
				continue
			}
			width, ok := s.shapes[length].settle(length)
			if !ok {
				return 0, false
			}
			most = max(most, width)
		}
		width = (most + 7) / 8
	}
	return width, true
}

// look adds the rows from..to to what is known of the shapes, false if one is too
// long. A shape that was settled may be gone on with.
func (s *shaper) look(c *packedColumn, from, to int) bool {
	begin := c.ends[from]
	for row := from; row < to; {
		length := c.ends[row+1] - begin
		if uint32(length) > maxShaped {
			return false
		}
		shape := &s.shapes[length]
		if s.met>>length&1 == 0 {
			if length == 0 && c.validity != nil && !bitIsSet(c.validity, c.offset+row) {
				row++ // no text
				continue
			}
			s.met |= 1 << length
			*shape = textShape{words: int(length+7) / 8, same: wordsOf(c.text[begin:])}
		}
		vary := shape.vary
		for row < to && c.ends[row+1]-begin == length { // many in a row are as long
			words := wordsOf(c.text[begin:])
			vary[0] |= shape.same[0] ^ words[0]
			vary[1] |= shape.same[1] ^ words[1]
			if length > 16 {
				vary[2] |= shape.same[2] ^ words[2]
				vary[3] |= shape.same[3] ^ words[3]
			}
			begin = c.ends[row+1]
			row++
		}
		shape.vary = vary
	}
	return true
}

// wordsOf returns the words of a text of any length that has a shape. It has
// [textSlack] behind it.
func wordsOf(text []byte) [shapeWords]uint64 {
	b := (*[maxShaped]byte)(text)
	return [shapeWords]uint64{
		binary.LittleEndian.Uint64(b[0:]), binary.LittleEndian.Uint64(b[8:]), binary.LittleEndian.Uint64(b[16:]), binary.LittleEndian.Uint64(b[24:]),
	}
}

// append appends the texts of rows as numbers.
func (s *shaper) append(dst []byte, c *packedColumn, rows []int32) []byte {
	met := s.met
	if met&(met-1) != 0 {
		met = 0
		s.lengths = extended(s.lengths[:0], len(rows))
		for i, row := range rows {
			length := byte(c.ends[row+1] - c.ends[row])
			s.lengths[i] = length
			met |= 1 << length
		}
	}
	dst = append(dst, byte(bits.OnesCount64(met)))
	for rest := met; rest != 0; rest &= rest - 1 {
		dst = s.appendShape(dst, bits.TrailingZeros64(rest))
	}
	if met&(met-1) != 0 {
		dst = append(dst, s.lengths...)
	}
	at := len(dst)
	dst = extended(dst, c.width*len(rows)+slack)
	extractTexts(dst[at:], c.width, rows, c.ends, c.text, &s.shapes)
	return dst[:at+c.width*len(rows)]
}

// appendShape appends the length of a shape, what its texts share, and what varies.
func (s *shaper) appendShape(dst []byte, length int) []byte {
	dst = append(dst, byte(length))
	shape := &s.shapes[length]
	for _, half := range [][shapeWords]uint64{shape.same, shape.vary} {
		var room [maxShaped]byte
		for i, word := range half {
			binary.LittleEndian.PutUint64(room[8*i:], word)
		}
		dst = append(dst, room[:length]...)
	}
	return dst
}

var errShape = errors.New("no shape of texts")

// skipShapes returns what appendShape wrote, and what follows it.
func skipShapes(b []byte) (shapes, rest []byte) {
	at := 1
	for range b[0] {
		at += 1 + 2*int(b[at])
	}
	return b[:at], b[at:]
}

// readShapes reads what skipShapes returned, as far as it is shapes of the given width.
func (s *shaper) readShapes(b []byte, width int) error {
	s.met = 0
	for b = b[1:]; len(b) > 0; {
		length := int(b[0])
		if length > maxShaped {
			return errShape
		}
		s.met |= 1 << length
		shape := &s.shapes[length]
		*shape = textShape{words: (length + 7) / 8}
		for _, half := range []*[shapeWords]uint64{&shape.same, &shape.vary} {
			var room [maxShaped]byte
			copy(room[:], b[1:1+length])
			b = b[length:]
			for i := range half {
				half[i] = binary.LittleEndian.Uint64(room[8*i:])
			}
		}
		b = b[1:]
		if bits, _ := shape.settle(length); bits > 8*width {
			return errShape
		}
	}
	return nil
}

// extractTextsWords writes the numbers of the texts of rows, width bytes each. Each
// has a shape; dst has [slack] behind it, text [textSlack].
func extractTextsWords(dst []byte, width int, rows, ends []int32, text []byte, shapes *[maxShaped + 1]textShape) {
	for i, row := range rows {
		from, end := ends[row], ends[row+1]
		binary.LittleEndian.PutUint64(dst[i*width:], shapes[end-from].number(text[from:]))
	}
}

// depositTextsWords writes the texts of numbers, which have width bytes each, and are of
// the given lengths; both sides have [slack] behind them, and each text has a shape.
func depositTextsWords(dst, numbers []byte, width int, lengths []byte, shapes *[maxShaped + 1]textShape) {
	at := 0
	for i, length := range lengths {
		shapes[length].put(dst[at:], binary.LittleEndian.Uint64(numbers[i*width:]))
		at += int(length)
	}
}
