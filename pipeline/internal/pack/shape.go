package pack

import (
	"encoding/binary"
	"errors"
	"math/bits"

	"github.com/apache/arrow/go/v17/arrow/bitutil"
)

// A textShape is what the texts of one length in a column have in common. Texts of one
// kind, such as ids, mostly have one length and differ in few bits: digits only in their
// low halves, dates of two years in one bit of the year. The bits that all texts share are
// kept once, in the shape; of each text only those that vary are kept, side by side, as
// its number. A text like 00000000-0000-0 then takes 6 bytes, and one like
// B20240823-104233-02 of a single seller 3.
//
// A text is up to four words of eight bytes, its first byte in the lowest bits.
type textShape struct {
	words int                // of the text
	same  [shapeWords]uint64 // bits that all texts share; 0 where they vary
	vary  [shapeWords]uint64 // 1 for the bits that vary
	low   [shapeWords]uint64 // lowest bit of the number that belongs to a word
}

const (
	// maxShaped is the length in bytes of the longest text that has a shape.
	maxShaped  = 32
	shapeWords = maxShaped / 8
	// textSlack is how many bytes behind the texts of a column may be read: a text is read
	// as all its words, whatever its length.
	textSlack = maxShaped
)

// settle completes a shape when it is known which bits vary in the texts of a length. It
// returns how many bits their numbers have, and false if these are more than 64.
func (s *textShape) settle(length int) (width int, ok bool) {
	for i := range shapeWords {
		own := uint64(1)<<(8*max(length-8*i, 0)) - 1 // behind the text may be anything
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

// put writes the text of a number; behind its place in dst there is [Slack].
func (s *textShape) put(dst []byte, n uint64) {
	for i := range s.words {
		binary.LittleEndian.PutUint64(dst[8*i:], s.same[i]|deposit(n>>s.low[i], s.vary[i]))
	}
}

// extract returns the bits of a word that a mask selects, moved together in the lowest
// bits: the instruction PEXT.
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

// deposit returns a word with the lowest bits of n where a mask has its ones: the
// instruction PDEP, the inverse of [extract].
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
	shapes  [maxShaped + 1]textShape // by length; those of other lengths than met are stale
	met     uint64                   // bit i: there are texts of length i
	lengths []byte                   // of the texts of a block
}

// glance is how many rows are looked at before it is asked for the first time whether the
// texts of a column have shapes, so that a column without any costs little.
const glance = 512

// read finds the shapes of a column, which has [textSlack] behind its texts, and how many
// bytes the largest number needs. It is false if a text is too long for a shape, or if
// texts of one length vary in more bits than a number has.
func (s *shaper) read(c *packedColumn) (width int, ok bool) {
	s.met = 0
	rows := len(c.ends) - 1
	for from := 0; from < rows; from += glance {
		if !s.look(c, from, min(from+glance, rows)) {
			return 0, false
		}
		if from > 0 && from+glance < rows {
			continue // asked after the first rows and after the last
		}
		most := 0
		for length := range s.shapes {
			if s.met>>length&1 == 0 {
				continue
			}
			used, ok := s.shapes[length].settle(length)
			if !ok {
				return 0, false
			}
			most = max(most, used)
		}
		width = (most + 7) / 8
	}
	return width, true
}

// look adds the texts of rows from..to to what is known of the shapes; false if one is too
// long. It may go on after shapes were settled.
func (s *shaper) look(c *packedColumn, from, to int) bool {
	begin := c.ends[from]
	for row := from; row < to; {
		length := c.ends[row+1] - begin
		if uint32(length) > maxShaped {
			return false
		}
		shape := &s.shapes[length]
		if s.met>>length&1 == 0 {
			if length == 0 && c.validity != nil && !bitutil.BitIsSet(c.validity, c.offset+row) {
				row++ // a null, which needs no shape
				continue
			}
			s.met |= 1 << length
			*shape = textShape{words: int(length+7) / 8, same: wordsOf(c.text[begin:])}
		}
		// Of many in a row that are as long. The words have names, since a processor waits for
		// what it wrote to an array.
		same, vary := shape.same, &shape.vary
		vary0, vary1, vary2, vary3 := vary[0], vary[1], vary[2], vary[3]
		for ; row < to && c.ends[row+1]-begin == length; row++ {
			words := (*[maxShaped]byte)(c.text[begin:])
			vary0 |= same[0] ^ binary.LittleEndian.Uint64(words[0:])
			vary1 |= same[1] ^ binary.LittleEndian.Uint64(words[8:])
			if length > 16 {
				vary2 |= same[2] ^ binary.LittleEndian.Uint64(words[16:])
				vary3 |= same[3] ^ binary.LittleEndian.Uint64(words[24:])
			}
			begin = c.ends[row+1]
		}
		*vary = [shapeWords]uint64{vary0, vary1, vary2, vary3}
	}
	return true
}

// wordsOf returns the four words at the beginning of text, whatever the length of the
// text at hand.
func wordsOf(text []byte) [shapeWords]uint64 {
	b := (*[maxShaped]byte)(text)
	return [shapeWords]uint64{
		binary.LittleEndian.Uint64(b[0:]), binary.LittleEndian.Uint64(b[8:]), binary.LittleEndian.Uint64(b[16:]), binary.LittleEndian.Uint64(b[24:]),
	}
}

// append appends the texts of rows: the shapes of the lengths that they have, their
// lengths if there are several, and their numbers.
func (s *shaper) append(dst []byte, c *packedColumn, rows []int32) []byte {
	met := s.met
	if met&(met-1) != 0 { // several lengths: perhaps fewer in these rows
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
	dst = extended(dst, c.width*len(rows)+Slack)
	extractTexts(dst[at:], c.width, rows, c.ends, c.text, &s.shapes)
	return dst[:at+c.width*len(rows)]
}

// appendShape appends a shape: its length, then the bytes of same and of vary.
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

var errShape = errors.New("texts without a shape of their length")

// skipShapes splits what append wrote into the shapes, their number before them, and
// what follows.
func skipShapes(b []byte) (shapes, rest []byte) {
	at := 1
	for range b[0] {
		at += 1 + 2*int(b[at])
	}
	return b[:at], b[at:]
}

// readShapes reads shapes as skipShapes returned them. It is an error if their texts are
// too long, or if their numbers need more bytes than width.
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
		if used, _ := shape.settle(length); used > 8*width {
			return errShape
		}
	}
	return nil
}

// extractTextsWords writes the number of the text of each row, width bytes each, to dst.
// Every text has a shape. Behind the numbers there is [Slack], behind text [textSlack].
func extractTextsWords(dst []byte, width int, rows, ends []int32, text []byte, shapes *[maxShaped + 1]textShape) {
	for i, row := range rows {
		from, end := ends[row], ends[row+1]
		binary.LittleEndian.PutUint64(dst[i*width:], shapes[end-from].number(text[from:]))
	}
}

// depositTextsWords writes the texts that have the given lengths and numbers, of width
// bytes each, one after the other to dst. Every length has a shape. Behind dst and numbers
// there is [Slack].
func depositTextsWords(dst, numbers []byte, width int, lengths []byte, shapes *[maxShaped + 1]textShape) {
	at := 0
	for i, length := range lengths {
		shapes[length].put(dst[at:], binary.LittleEndian.Uint64(numbers[i*width:]))
		at += int(length)
	}
}
