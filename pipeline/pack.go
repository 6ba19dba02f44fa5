package pipeline

import (
	"encoding/binary"
	"math"
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
//	least   the least number, as a varint
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
	numbers []int64 // of the column at hand
	present []int32 // rows of the column at hand that have a value
}

// A packedColumn is a column of the batch, opened.
type packedColumn struct {
	validity []byte // nil if every row has a value
	flags    []byte
	offset   int // of the first row in the two, in bits
	longs    []int64
	words    []int32
	codes    []int32 // what the words are in the table's list; nil if they are no codes
	ends     []int32 // the text of row i is text[ends[i]:ends[i+1]]
	text     []byte
}

// newPacker returns a packer of a batch that has rows. Lists gives the numbers that the texts
// of a dictionary have in the table.
func newPacker(rec arrow.Record, lists func(column int, dictionary *array.String) []int32) *packer {
	p := &packer{columns: make([]packedColumn, rec.NumCols())}
	for i, a := range rec.Columns() {
		c := &p.columns[i]
		c.offset = a.Data().Offset()
		if a.NullN() > 0 {
			c.validity = a.NullBitmapBytes()
		}
		switch a := a.(type) {
		case *array.String:
			c.ends, c.text = textOffsets(a), textBytes(a)
		case *array.Boolean:
			c.flags = a.Data().Buffers()[1].Bytes()
		case *array.Dictionary:
			c.words, c.codes = int32Values(a), lists(i, a.Dictionary().(*array.String))
		case *array.Int32, *array.Date32:
			c.words = int32Values(a)
		default:
			c.longs = int64Values(a)
		}
	}
	return p
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
	shape := len(dst)
	dst = append(dst, 0)
	if c.validity != nil {
		all := rows
		rows = p.withValue(c, rows)
		switch len(rows) {
		case 0:
			dst[shape] = shapeEmpty
			return dst
		case len(all):
		default:
			dst[shape] = shapeGaps
			dst = appendGaps(dst, c, all)
		}
	}
	least, most := p.take(c, rows)
	width := (bits.Len64(uint64(most)-uint64(least)) + 7) / 8
	dst[shape] |= byte(width)
	dst = binary.AppendVarint(dst, least)
	dst = appendNumbers(dst, p.numbers, least, width)
	if c.ends != nil {
		for _, row := range rows {
			dst = append(dst, c.text[c.ends[row]:c.ends[row+1]]...)
		}
	}
	return dst
}

// withValue returns those of the rows that have a value.
func (p *packer) withValue(c *packedColumn, rows []int32) []int32 {
	p.present = p.present[:0]
	for _, row := range rows {
		if bitIsSet(c.validity, c.offset+int(row)) {
			p.present = append(p.present, row)
		}
	}
	return p.present
}

// appendGaps appends a bit for each row, 1 if it has a value.
func appendGaps(dst []byte, c *packedColumn, rows []int32) []byte {
	at := len(dst)
	dst = extended(dst, (len(rows)+7)/8)
	gaps := dst[at:]
	clear(gaps)
	for i, row := range rows {
		if bitIsSet(c.validity, c.offset+int(row)) {
			gaps[i/8] |= 1 << (i % 8)
		}
	}
	return dst
}

// take gathers the numbers of the rows and returns the least and the greatest.
func (p *packer) take(c *packedColumn, rows []int32) (least, most int64) {
	p.numbers = extended(p.numbers[:0], len(rows))
	numbers := p.numbers
	switch {
	case c.ends != nil:
		for i, row := range rows {
			numbers[i] = int64(c.ends[row+1] - c.ends[row])
		}
	case c.codes != nil:
		for i, row := range rows {
			numbers[i] = int64(c.codes[c.words[row]])
		}
	case c.words != nil:
		for i, row := range rows {
			numbers[i] = int64(c.words[row])
		}
	case c.flags != nil:
		for i, row := range rows {
			numbers[i] = 0
			if bitIsSet(c.flags, c.offset+int(row)) {
				numbers[i] = 1
			}
		}
	default:
		for i, row := range rows {
			numbers[i] = c.longs[row]
		}
	}
	least, most = math.MaxInt64, math.MinInt64
	for _, n := range numbers {
		least, most = min(least, n), max(most, n)
	}
	return least, most
}

// appendNumbers appends how much each number is above the least.
func appendNumbers(dst []byte, numbers []int64, least int64, width int) []byte {
	if width == 0 {
		return dst
	}
	at := len(dst)
	dst = extended(dst, width*len(numbers)+slack)
	for _, n := range numbers {
		binary.LittleEndian.PutUint64(dst[at:], uint64(n)-uint64(least))
		at += width
	}
	return dst[:at]
}
