package pipeline

import (
	"encoding/binary"
	"iter"
	"math"
	"math/bits"
	"slices"

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
//	step    what the others are above it is a multiple of this, as a varint, if it is not 1
//	numbers how many steps each is above the least, in width bytes, little endian
//	text    texts without shapes one after the other; the numbers are their lengths
//
// Width is 0 to 8, so equal numbers take no space. Codes are numbers of a list
// that the table has, flags 0 and 1, shares their bits.
const (
	formWidth  = 0x0f
	formGaps   = 0x10 // some values are missing
	formEmpty  = 0x20 // all are; nothing follows
	formShaped = 0x40 // texts are numbers of shapes
	formSteps  = 0x80 // numbers are multiples of a step
)

// slack is how far behind the end of a block its last number is read and written.
const slack = 8

// A packer packs batches. Its memory is used again for the next one.
type packer struct {
	pieces  []byte  // columns of blocks, column by column
	at      []int   // where they begin
	places  []int32 // where each row is in the order; empty until a column needs it
	gaps    []byte  // of the column at hand: a bit per place, 1 = it has a value
	present []int32 // rows of a block that have a value
	flags   []int32 // of the column at hand
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
	codes    []int32 // the numbers that words stand for, nil = themselves
	ends     []int32 // the text of row i is text[ends[i]:ends[i+1]]
	text     []byte  // with [textSlack] behind it
	shaper   *shaper // of texts that have shapes
	least    int64   // of the numbers
	step     step    // that divides what they are above it
	width    int     // that they need, divided
}

// open prepares a column of a batch that has rows. Lists gives the numbers that the
// texts of a dictionary have in the table.
func (p *packer) open(a arrow.Array, lists func(dictionary *array.String) []int32) packedColumn {
	c := packedColumn{isEmpty: a.NullN() == a.Len(), offset: a.Data().Offset(), step: oneStep}
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
		p.flags = extended(p.flags[:0], a.Len())
		bits := a.Data().Buffers()[1].Bytes()
		for row := range p.flags {
			bit := c.offset + row
			p.flags[row] = int32(bits[bit/8] >> (bit % 8) & 1)
		}
		c.words = p.flags
		measure(&c, c.words)
	case *array.Dictionary:
		c.words, c.codes = int32Values(a), lists(a.Dictionary().(*array.String))
		c.measureCodes()
	case *array.Int32, *array.Date32:
		c.words = int32Values(a)
		measure(&c, c.words)
	default:
		c.longs = int64Values(a)
		c.measureSteps()
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

// measure finds the least number and how many bytes the others need above it.
func measure[T int32 | int64](c *packedColumn, values []T) (most T) {
	least, most := extremes(c, values)
	c.least = int64(least)
	c.width = widthOf(uint64(most) - uint64(least))
	return most
}

// widthOf returns how many bytes a number needs.
func widthOf(n uint64) int { return (bits.Len64(n) + 7) / 8 }

// measureSteps is measure for numbers that need fewer bytes when they are divided.
func (c *packedColumn) measureSteps() {
	most := uint64(measure(c, c.longs) - c.least)
	if c.width < 2 {
		return
	}
	found := newStep(most)
	for some := range present(c, c.longs) {
		for _, v := range some {
			n := uint64(v - c.least)
			if found.divides(n) {
				continue
			}
			if found = found.with(n); found.size == 1 {
				return
			}
		}
	}
	if width := widthOf(found.quotient(most)); width < c.width {
		c.step, c.width = found, width
	}
}

// measureCodes is measure for what codes stand for.
func (c *packedColumn) measureCodes() {
	met := c.codes
	if len(met) > 1 {
		first, last := extremes(c, c.words)
		met = met[first : last+1]
	}
	least, most := slices.Min(met), slices.Max(met)
	c.least = int64(least)
	c.width = widthOf(uint64(most - least))
}

// extremes returns the least and the greatest of the values that there are.
func extremes[T int32 | int64](c *packedColumn, values []T) (least, most T) {
	isFirst := true
	for some := range present(c, values) {
		if isFirst {
			least, most, isFirst = some[0], some[0], false
		}
		for _, v := range some {
			least, most = min(least, v), max(most, v)
		}
	}
	return least, most
}

// present yields the values that there are, as many at a time as follow each other
// in 64 rows.
func present[T int32 | int64](c *packedColumn, values []T) iter.Seq[[]T] {
	return func(yield func([]T) bool) {
		if c.validity == nil {
			yield(values)
			return
		}
		for from := 0; from < len(values); from += 64 {
			some := values[from:min(from+64, len(values))]
			for valid := bitsAt(c.validity, c.offset+from, len(some)); valid != 0; {
				first := bits.TrailingZeros64(valid)
				end := first + bits.TrailingZeros64(^(valid >> first))
				if !yield(some[first:end]) {
					return
				}
				valid &= math.MaxUint64 << end
			}
		}
	}
}

// measureTexts is measure for the lengths of texts.
func (c *packedColumn) measureTexts() {
	most := int32(0)
	for row, end := range c.ends[1:] {
		most = max(most, end-c.ends[row])
	}
	c.width = widthOf(uint64(most))
}

// pack makes a block of each stretch of order, which has each row of a batch once: block i is
// packed[offsets[i]:offsets[i+1]] and holds order[ends[i]:ends[i+1]], and nothing
// where that is empty. [slack] lies behind the last. Lists gives the numbers that the
// texts of a column's dictionary have in the table.
//
// A column goes to all blocks before the next is looked at: its values are taken
// from all over the batch, and one column fits the cache.
func (p *packer) pack(rec arrow.Record, order, ends []int32, lists func(column int, dictionary *array.String) []int32) (packed []byte, offsets []uint32) {
	blocks := len(ends) - 1
	p.at, p.pieces, p.places = p.at[:0], p.pieces[:0], p.places[:0]
	for i, a := range rec.Columns() {
		c := p.open(a, func(dictionary *array.String) []int32 { return lists(i, dictionary) })
		if c.validity != nil {
			p.findGaps(&c, order, a.NullN())
		}
		for b := range blocks {
			p.at = append(p.at, len(p.pieces))
			if from, to := ends[b], ends[b+1]; from < to {
				p.pieces = p.packColumn(p.pieces, &c, order[from:to], int(from))
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

// packColumn appends a column of the rows that begin at a place of the order.
func (p *packer) packColumn(dst []byte, c *packedColumn, rows []int32, place int) []byte {
	if c.isEmpty {
		return append(dst, formEmpty)
	}
	form := len(dst)
	dst = append(dst, byte(c.width))
	if c.validity != nil {
		all := len(rows)
		dst, rows = p.appendGaps(dst, rows, place)
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
	if c.step.size > 1 {
		dst[form] |= formSteps
		dst = binary.AppendUvarint(dst, c.step.size)
	}
	switch {
	case c.ends != nil:
		return appendTexts(dst, c, rows)
	case c.codes != nil:
		return appendCodes(dst, c, rows)
	case c.words != nil:
		return appendNumbers(dst, c, c.words, rows)
	default:
		return appendNumbers(dst, c, c.longs, rows)
	}
}

// findGaps finds which places of the order have a value, looking only at the rows of
// which there are fewer: those that have one, or those that have none.
func (p *packer) findGaps(c *packedColumn, order []int32, nulls int) {
	if len(p.places) == 0 {
		p.places = extended(p.places, len(order))
		for place, row := range order {
			p.places[row] = int32(place)
		}
	}
	p.gaps = extended(p.gaps[:0], (len(order)+7)/8)
	most, fewer := byte(0), uint64(0)
	if nulls <= len(order)/2 {
		most, fewer = math.MaxUint8, math.MaxUint64
	}
	for i := range p.gaps {
		p.gaps[i] = most
	}
	for from := 0; from < len(order); from += 64 {
		places := p.places[from:min(from+64, len(order))]
		odd := bitsAt(c.validity, c.offset+from, len(places)) ^ fewer>>(64-len(places))
		for ; odd != 0; odd &= odd - 1 {
			place := places[bits.TrailingZeros64(odd)]
			p.gaps[place/8] ^= 1 << (place % 8)
		}
	}
}

// appendGaps appends a bit for each row, 1 if it has a value, and returns the rows
// that have one. The first has the given place in the order.
func (p *packer) appendGaps(dst []byte, rows []int32, place int) ([]byte, []int32) {
	p.present = extended(p.present[:0], len(rows))
	present, n := p.present, 0
	for from := 0; from < len(rows); from += 64 {
		some := rows[from:min(from+64, len(rows))]
		valid := bitsAt(p.gaps, place+from, len(some))
		dst = binary.LittleEndian.AppendUint64(dst, valid)
		if valid == math.MaxUint64 {
			n += copy(present[n:], some)
			continue
		}
		for ; valid != 0; valid &= valid - 1 {
			present[n] = some[bits.TrailingZeros64(valid)]
			n++
		}
	}
	unused := (64 - len(rows)%64) % 64 / 8
	return dst[:len(dst)-unused], present[:n]
}

// appendNumbers appends how many steps the number of each row is above the least.
func appendNumbers[T int32 | int64](dst []byte, c *packedColumn, values []T, rows []int32) []byte {
	at := len(dst)
	dst = extended(dst, c.width*len(rows)+slack)
	switch c.width {
	case 0:
	case 1:
		to := dst[at:][:len(rows)]
		for i, row := range rows {
			to[i] = byte(c.step.quotient(uint64(int64(values[row]) - c.least)))
		}
	default:
		to := dst[at:]
		for i, row := range rows {
			binary.LittleEndian.PutUint64(to[i*c.width:], c.step.quotient(uint64(int64(values[row])-c.least)))
		}
	}
	return dst[:at+c.width*len(rows)]
}

// appendCodes is appendNumbers for what the codes of rows stand for.
func appendCodes(dst []byte, c *packedColumn, rows []int32) []byte {
	at := len(dst)
	dst = extended(dst, c.width*len(rows)+slack)
	switch c.width {
	case 0:
	case 1:
		to := dst[at:][:len(rows)]
		for i, row := range rows {
			to[i] = byte(c.codes[c.words[row]] - int32(c.least))
		}
	default:
		to := dst[at:]
		for i, row := range rows {
			binary.LittleEndian.PutUint64(to[i*c.width:], uint64(c.codes[c.words[row]]-int32(c.least)))
		}
	}
	return dst[:at+c.width*len(rows)]
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
