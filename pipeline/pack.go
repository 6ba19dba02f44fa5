package pipeline

import (
	"encoding/binary"
	"math/bits"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
)

// Rows between steps are packed: a block holds rows of one partition, column by
// column, in about a third of the space that they take as a batch. Of each column it
// holds, for the rows that have a value,
//
//	form    1 byte: the width of its numbers, and the flags below
//	gaps    1 bit per row, 1 = it has a value; if some but not all are missing
//	shapes  of texts that differ in few bits, see [textShape]; then 1 byte per row,
//	        the length of its text, if there are several shapes
//	least   the least number of the batch, as a varint; not if there are shapes
//	numbers how much each is above the least, in width bytes, little endian
//	text    texts without shapes one after the other; the numbers are their lengths
//
// Width is 0 to 8, so equal numbers take no space. Codes are numbers of a list
// that the table has, flags 0 and 1, shares their bits.
const (
	formWidth  = 0x0f
	formGaps   = 0x10 // some values are missing
	formEmpty  = 0x20 // all are; nothing follows
	formShaped = 0x40 // texts are numbers of shapes
)

// slack is how far behind the end of a block its last number is read and written.
const slack = 8

// A packer packs batches. Its memory is used again for the next one.
type packer struct {
	pieces  []byte  // columns of blocks, column by column
	at      []int   // where they begin
	present []int32 // rows of the column at hand that have a value
	words   []int32 // of the column at hand
	text    []byte  // likewise
	shaper  shaper
}

// A packedColumn is a column of a batch, opened.
type packedColumn struct {
	isEmpty  bool   // no row has a value
	validity []byte // nil if every row has a value
	offset   int    // of the first row in it, in bits
	longs    []int64
	words    []int32
	ends     []int32 // the text of row i is text[ends[i]:ends[i+1]]
	text     []byte  // with [textSlack] behind it
	shaper   *shaper // of texts that have shapes
	least    int64   // of the numbers
	width    int     // that they need above it
}

// open prepares a column of a batch that has rows. Lists gives the numbers that the
// texts of a dictionary have in the table.
func (p *packer) open(a arrow.Array, lists func(dictionary *array.String) []int32) packedColumn {
	c := packedColumn{isEmpty: a.NullN() == a.Len(), offset: a.Data().Offset()}
	if c.isEmpty {
		return c
	}
	if a.NullN() > 0 {
		c.validity = a.NullBitmapBytes()
	}
	switch a := a.(type) {
	case *array.String:
		c.ends, c.text = textOffsets(a), p.withSlack(textBytes(a))
		if width, ok := p.shaper.read(&c); ok {
			c.shaper, c.width = &p.shaper, width
		} else {
			c.measureTexts()
		}
	case *array.Boolean:
		p.words = extended(p.words[:0], a.Len())
		for row := range p.words {
			p.words[row] = 0
			if a.Value(row) {
				p.words[row] = 1
			}
		}
		c.words, c.width = p.words, 1
	case *array.Dictionary:
		c.words = int32Values(a)
		if numbers := lists(a.Dictionary().(*array.String)); len(numbers) == 1 {
			c.least = int64(numbers[0]) // of all rows
		} else {
			p.words = renumbered(p.words[:0], c.words, numbers)
			c.words = p.words
			measure(&c, c.words)
		}
	case *array.Int32, *array.Date32:
		c.words = int32Values(a)
		measure(&c, c.words)
	default:
		c.longs = int64Values(a)
		measure(&c, c.longs)
	}
	return c
}

// withSlack returns text with [textSlack] behind it, a copy if there is no room for it.
func (p *packer) withSlack(text []byte) []byte {
	if cap(text)-len(text) < textSlack {
		p.text = extended(append(p.text[:0], text...), textSlack)
		return p.text
	}
	return extended(text, textSlack)
}

// renumbered appends the numbers of codes in the list of the table. A row without
// a value may have any code.
func renumbered(dst, codes, numbers []int32) []int32 {
	dst = extended(dst, len(codes))
	for row, code := range codes {
		dst[row] = 0
		if uint(code) < uint(len(numbers)) {
			dst[row] = numbers[code]
		}
	}
	return dst
}

// measure finds the least number and how many bytes the others need above it.
func measure[T int32 | int64](c *packedColumn, values []T) {
	first := 0
	for c.validity != nil && !bitIsSet(c.validity, c.offset+first) {
		first++
	}
	least, most := values[first], values[first]
	if c.validity == nil {
		for _, v := range values {
			least, most = min(least, v), max(most, v)
		}
	} else {
		for row, v := range values {
			if bitIsSet(c.validity, c.offset+row) {
				least, most = min(least, v), max(most, v)
			}
		}
	}
	c.least = int64(least)
	c.width = (bits.Len64(uint64(most)-uint64(least)) + 7) / 8
}

// measureTexts is measure for the lengths of texts.
func (c *packedColumn) measureTexts() {
	most := int32(0)
	for row, end := range c.ends[1:] {
		most = max(most, end-c.ends[row])
	}
	c.width = (bits.Len32(uint32(most)) + 7) / 8
}

// pack makes a block of each stretch of order, a list of rows of a batch: block i is
// packed[offsets[i]:offsets[i+1]] and holds order[ends[i]:ends[i+1]], and nothing
// where that is empty. [slack] lies behind the last. Lists gives the numbers that the
// texts of a column's dictionary have in the table.
//
// A column goes to all blocks before the next is looked at: its values are taken
// from all over the batch, and one column fits the cache.
func (p *packer) pack(rec arrow.Record, order, ends []int32, lists func(column int, dictionary *array.String) []int32) (packed []byte, offsets []uint32) {
	blocks := len(ends) - 1
	p.at, p.pieces = p.at[:0], p.pieces[:0]
	for i, a := range rec.Columns() {
		c := p.open(a, func(dictionary *array.String) []int32 { return lists(i, dictionary) })
		for b := range blocks {
			p.at = append(p.at, len(p.pieces))
			if rows := order[ends[b]:ends[b+1]]; len(rows) > 0 {
				p.pieces = p.packColumn(p.pieces, &c, rows)
			}
		}
	}
	p.at = append(p.at, len(p.pieces))
	packed = make([]byte, 0, len(p.pieces)+blocks*binary.MaxVarintLen32+slack)
	offsets = make([]uint32, blocks+1)
	for b := range blocks {
		if rows := ends[b+1] - ends[b]; rows > 0 {
			packed = binary.AppendUvarint(packed, uint64(rows))
			for i := b; i < len(p.at)-1; i += blocks {
				packed = append(packed, p.pieces[p.at[i]:p.at[i+1]]...)
			}
		}
		offsets[b+1] = uint32(len(packed))
	}
	return packed[:len(packed)+slack], offsets
}

func (p *packer) packColumn(dst []byte, c *packedColumn, rows []int32) []byte {
	if c.isEmpty {
		return append(dst, formEmpty)
	}
	form := len(dst)
	dst = append(dst, byte(c.width))
	if c.validity != nil {
		all := len(rows)
		dst, rows = p.appendGaps(dst, c, rows)
		switch len(rows) {
		case 0:
			dst[form] = formEmpty
			return dst[:form+1]
		case all:
			dst = dst[:form+1]
		default:
			dst[form] |= formGaps
		}
	}
	if c.shaper != nil {
		dst[form] |= formShaped
		return c.shaper.append(dst, c, rows)
	}
	dst = binary.AppendVarint(dst, c.least)
	switch {
	case c.ends != nil:
		return appendTexts(dst, c, rows)
	case c.words != nil:
		return appendNumbers(dst, c, c.words, rows)
	default:
		return appendNumbers(dst, c, c.longs, rows)
	}
}

// appendGaps appends a bit for each row, 1 if it has a value, and returns the rows
// that have one.
func (p *packer) appendGaps(dst []byte, c *packedColumn, rows []int32) ([]byte, []int32) {
	p.present = extended(p.present[:0], len(rows))
	present, n := p.present, 0
	for ; len(rows) > 0; rows = rows[min(8, len(rows)):] {
		var gaps byte
		for i, row := range rows[:min(8, len(rows))] {
			bit := c.offset + int(row)
			has := c.validity[bit/8] >> (bit % 8) & 1
			gaps |= has << i
			present[n] = row
			n += int(has)
		}
		dst = append(dst, gaps)
	}
	return dst, present[:n]
}

// appendNumbers appends how much the number of each row is above the least.
func appendNumbers[T int32 | int64](dst []byte, c *packedColumn, values []T, rows []int32) []byte {
	if c.width == 0 {
		return dst
	}
	at := len(dst)
	dst = extended(dst, c.width*len(rows)+slack)
	for _, row := range rows {
		binary.LittleEndian.PutUint64(dst[at:], uint64(int64(values[row])-c.least))
		at += c.width
	}
	return dst[:at]
}

// appendTexts appends the length of the text of each row, then the texts.
func appendTexts(dst []byte, c *packedColumn, rows []int32) []byte {
	at := len(dst)
	dst = extended(dst, c.width*len(rows)+slack)
	size := 0
	for _, row := range rows {
		n := int(c.ends[row+1] - c.ends[row])
		binary.LittleEndian.PutUint64(dst[at:], uint64(n))
		at += c.width
		size += n
	}
	// Most texts are short: a copy of fixed size is faster, where there is room.
	const short = 16
	dst = extended(dst[:at], size+short)
	for _, row := range rows {
		from, end := int(c.ends[row]), int(c.ends[row+1])
		if end-from <= short && from+short <= len(c.text) {
			*(*[short]byte)(dst[at:]) = *(*[short]byte)(c.text[from:])
		} else {
			copy(dst[at:], c.text[from:end])
		}
		at += end - from
	}
	return dst[:at]
}
