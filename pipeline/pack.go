package pipeline

import (
	"encoding/binary"
	"math/bits"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
)

// Rows between steps are packed: a block holds rows of one partition, column by
// column, in about half of the space that they take as a batch. Of each column it
// holds, for the rows that have a value,
//
//	shape   1 byte: the width of its numbers, and whether values are missing
//	gaps    1 bit per row, 1 = it has a value; if some but not all are missing
//	least   the least number of the batch, as a varint
//	numbers how much each is above the least, in width bytes, little endian
//	text    the texts one after the other; the numbers are their lengths
//
// Width is 0 to 8, so equal numbers take no space. Codes are numbers of a list
// that the table has, flags 0 and 1, shares their bits.
const (
	shapeWidth = 0x0f
	shapeGaps  = 0x10 // some values are missing
	shapeEmpty = 0x20 // all are; nothing follows
)

// slack is how far behind the end of a block its last number is read and written.
const slack = 8

// A packer packs the rows of a batch.
type packer struct {
	columns []packedColumn
	pieces  []byte  // columns of blocks, column by column
	present []int32 // rows of the column at hand that have a value
}

// A packedColumn is a column of the batch, opened.
type packedColumn struct {
	isEmpty  bool   // no row has a value
	validity []byte // nil if every row has a value
	offset   int    // of the first row in it, in bits
	longs    []int64
	words    []int32
	ends     []int32 // the text of row i is text[ends[i]:ends[i+1]]
	text     []byte
	least    int64 // of the numbers
	width    int   // that they need above it
}

// newPacker returns a packer of a batch that has rows. Lists gives the numbers that the texts
// of a dictionary have in the table.
func newPacker(rec arrow.Record, lists func(column int, dictionary *array.String) []int32) *packer {
	p := &packer{columns: make([]packedColumn, rec.NumCols())}
	for i, a := range rec.Columns() {
		c := &p.columns[i]
		if c.isEmpty = a.NullN() == a.Len(); c.isEmpty {
			continue
		}
		c.offset = a.Data().Offset()
		if a.NullN() > 0 {
			c.validity = a.NullBitmapBytes()
		}
		switch a := a.(type) {
		case *array.String:
			c.ends, c.text = textOffsets(a), textBytes(a)
			c.measureTexts()
		case *array.Boolean:
			c.words = make([]int32, a.Len())
			for row := range c.words {
				if a.Value(row) {
					c.words[row] = 1
				}
			}
			c.width = 1
		case *array.Dictionary:
			c.words = int32Values(a)
			if numbers := lists(i, a.Dictionary().(*array.String)); len(numbers) == 1 {
				c.least = int64(numbers[0]) // of all rows
			} else {
				c.words = renumbered(c.words, numbers)
				measure(c, c.words)
			}
		case *array.Int32, *array.Date32:
			c.words = int32Values(a)
			measure(c, c.words)
		default:
			c.longs = int64Values(a)
			measure(c, c.longs)
		}
	}
	return p
}

// renumbered returns the numbers of codes in the list of the table. A row without
// a value may have any code.
func renumbered(codes, numbers []int32) []int32 {
	out := make([]int32, len(codes))
	for row, code := range codes {
		if uint(code) < uint(len(numbers)) {
			out[row] = numbers[code]
		}
	}
	return out
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

// pack makes a block of each stretch of order, a list of rows: block i is
// packed[offsets[i]:offsets[i+1]] and holds order[ends[i]:ends[i+1]], and nothing
// where that is empty. [slack] lies behind the last.
//
// A column goes to all blocks before the next is looked at: its values are taken
// from all over the batch, and one column fits the cache.
func (p *packer) pack(order, ends []int32) (packed []byte, offsets []uint32) {
	blocks := len(ends) - 1
	at := make([]int, 0, len(p.columns)*blocks+1)
	p.pieces = p.pieces[:0]
	for i := range p.columns {
		for b := range blocks {
			at = append(at, len(p.pieces))
			if rows := order[ends[b]:ends[b+1]]; len(rows) > 0 {
				p.pieces = p.packColumn(p.pieces, &p.columns[i], rows)
			}
		}
	}
	at = append(at, len(p.pieces))
	packed = make([]byte, 0, len(p.pieces)+blocks*binary.MaxVarintLen32+slack)
	offsets = make([]uint32, blocks+1)
	for b := range blocks {
		if rows := ends[b+1] - ends[b]; rows > 0 {
			packed = binary.AppendUvarint(packed, uint64(rows))
			for i := range p.columns {
				packed = append(packed, p.pieces[at[i*blocks+b]:at[i*blocks+b+1]]...)
			}
		}
		offsets[b+1] = uint32(len(packed))
	}
	return packed[:len(packed)+slack], offsets
}

func (p *packer) packColumn(dst []byte, c *packedColumn, rows []int32) []byte {
	if c.isEmpty {
		return append(dst, shapeEmpty)
	}
	shape := len(dst)
	dst = append(dst, byte(c.width))
	if c.validity != nil {
		all := len(rows)
		dst, rows = p.appendGaps(dst, c, rows)
		switch len(rows) {
		case 0:
			dst[shape] = shapeEmpty
			return dst[:shape+1]
		case all:
			dst = dst[:shape+1]
		default:
			dst[shape] |= shapeGaps
		}
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
	at := len(dst)
	dst = extended(dst, (len(rows)+7)/8)
	gaps := dst[at:]
	clear(gaps)
	p.present = extended(p.present[:0], len(rows))
	n := 0
	for i, row := range rows {
		bit := c.offset + int(row)
		has := c.validity[bit/8] >> (bit % 8) & 1
		gaps[i/8] |= has << (i % 8)
		p.present[n] = row
		n += int(has)
	}
	return dst, p.present[:n]
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
