// Package pack keeps rows of record batches as blocks of bytes and gives them back: what
// waits between two stages, in memory or in a spill file, is packed.
package pack

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/pipeline/internal/layout"
)

// Rows between stages are packed: a block holds rows of one partition, column by column,
// in about a third of the memory that they take as a batch. Columns with a base stand behind
// all others. Of each column it holds, for the rows that have a value,
//
//	form      1 byte: the width of its numbers, and the flags below
//	validity  1 bit per row, 1 = it has a value; if some but not all are missing
//	shapes    of texts that differ in few bits, see [textShape]; then 1 byte per row,
//	          the length of its text, if there are several shapes
//	least     the least number of the batch, as a varint; not if there are shapes
//	step      a common divisor of what the numbers are above the least, as a varint;
//	          not if it is 1
//	numbers   how many steps each is above the least, in width bytes, little endian
//	text      texts without shapes one after the other; the numbers are their lengths.
//	          If the numbers are cuts, see [Bases]: the texts that are not cut from
//	          another column, each with its length before it, as a varint
//
// Width is 0 to 8: numbers that are all equal take no space. Codes are numbers of a list
// that the table has, flags 0 and 1, shares their bits.
const (
	formWidth    = 0x0f
	formValidity = 0x10 // some values are missing
	formEmpty    = 0x20 // all are; nothing follows
	formShaped   = 0x40 // texts are numbers of shapes
	formSteps    = 0x80 // numbers are multiples of a step
	formCut      = 0x80 // of texts, which have no steps: they are cuts of others
)

// Slack is how many bytes behind the end of a block may be read and written: its last
// number is handled as eight bytes, whatever its width.
const Slack = 8

// A Packer packs batches. Its memory is used again for the next one.
type Packer struct {
	pieces  []byte  // columns of blocks, column by column
	at      []int   // where each of the pieces begins
	places  []int32 // of each row, its position in the order; empty until a column needs it
	valid   []byte  // of the column at hand: a bit per position, 1 = it has a value
	present []int32 // rows of a block that have a value
	words   []int32 // of the column at hand: flags, 0 or 1, or cuts of texts
	text    []byte  // of the column at hand, with [textSlack] behind it
	shaper  shaper
}

// Pack packs a batch into blocks. Order names each row once; block i holds the rows
// order[ends[i]:ends[i+1]] and is packed[offsets[i]:offsets[i+1]], which is empty if there
// are none. [Slack] lies behind the last block. Bases are those of the table, and lists
// gives the numbers that the texts of a column's dictionary have in the table.
//
// Each column is packed into all blocks before the next one: its values are taken from
// all over the batch, and one column fits the cache of a processor.
func (p *Packer) Pack(rec arrow.Record, bases Bases, order, ends []int32, lists func(column int, dictionary *array.String) []int32) (packed []byte, offsets []uint32) {
	blocks := len(ends) - 1
	p.at, p.pieces, p.places = p.at[:0], p.pieces[:0], p.places[:0]
	for i := range bases.order(int(rec.NumCols())) {
		a := rec.Column(i)
		var base *array.String
		if at := bases.of(i); at >= 0 {
			base = rec.Column(at).(*array.String)
		}
		c := p.open(a, base, func(dictionary *array.String) []int32 { return lists(i, dictionary) })
		if c.validity != nil {
			p.orderValidity(&c, order, a.NullN())
		}
		for b := range blocks {
			p.at = append(p.at, len(p.pieces))
			if from, to := ends[b], ends[b+1]; from < to {
				p.pieces = p.packColumn(p.pieces, &c, order[from:to], int(from))
			}
		}
	}
	p.at = append(p.at, len(p.pieces))
	packed = layout.Uncleared(len(p.pieces) + blocks*binary.MaxVarintLen32 + Slack)[:0]
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
	return packed[:len(packed)+Slack], offsets
}

// packColumn appends the cells of rows, of which the first has the given place in the
// order.
func (p *Packer) packColumn(dst []byte, c *packedColumn, rows []int32, place int) []byte {
	if c.isEmpty {
		return append(dst, formEmpty)
	}
	form := len(dst)
	dst = append(dst, byte(c.width))
	if c.validity != nil {
		all := len(rows)
		dst, rows = p.appendValidity(dst, rows, place)
		switch len(rows) {
		case 0:
			dst[form] = formEmpty
			return dst[:form+1]
		case all:
			dst = dst[:form+1]
		default:
			dst[form] |= formValidity
		}
	}
	if c.shaper != nil {
		dst[form] |= formShaped
		return c.shaper.append(dst, c, rows)
	}
	dst = binary.AppendVarint(dst, c.least)
	if c.step.value > 1 {
		dst[form] |= formSteps
		dst = binary.AppendUvarint(dst, c.step.value)
	}
	switch {
	case c.isCut:
		dst[form] |= formCut
		return appendCuts(dst, c, rows)
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

// orderValidity brings the validity bitmap of a column into the order. Only the rows
// of which there are fewer are moved one by one: those that have a value, or the nulls.
func (p *Packer) orderValidity(c *packedColumn, order []int32, nulls int) {
	if len(p.places) == 0 {
		p.places = extended(p.places, len(order))
		for place, row := range order {
			p.places[row] = int32(place)
		}
	}
	p.valid = extended(p.valid[:0], (len(order)+7)/8)
	usual := uint64(0) // 64 bits of what most rows are: null, or else valid
	if nulls <= len(order)/2 {
		usual = math.MaxUint64
	}
	for i := range p.valid {
		p.valid[i] = byte(usual)
	}
	for from := 0; from < len(order); from += 64 {
		places := p.places[from:min(from+64, len(order))]
		others := layout.Bits(c.validity, c.offset+from, len(places)) ^ usual>>(64-len(places))
		for ; others != 0; others &= others - 1 {
			place := places[bits.TrailingZeros64(others)]
			p.valid[place/8] ^= 1 << (place % 8)
		}
	}
}

// appendValidity appends a bit for each row, 1 if it has a value, and returns the rows
// that have one. The first row has the given place in the order.
func (p *Packer) appendValidity(dst []byte, rows []int32, place int) ([]byte, []int32) {
	p.present = extended(p.present[:0], len(rows))
	present, n := p.present, 0
	for from := 0; from < len(rows); from += 64 {
		some := rows[from:min(from+64, len(rows))]
		valid := layout.Bits(p.valid, place+from, len(some))
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
	at, width, least, step := len(dst), c.width, c.least, c.step
	dst = extended(dst, width*len(rows)+Slack)
	switch to := dst[at:]; width {
	case 0:
	case 1:
		to = to[:len(rows)]
		for i, row := range rows {
			to[i] = byte(step.quotient(uint64(int64(values[row]) - least)))
		}
	default:
		for _, row := range rows {
			binary.LittleEndian.PutUint64(to, step.quotient(uint64(int64(values[row])-least)))
			to = to[width:]
		}
	}
	return dst[:at+width*len(rows)]
}

// appendCodes is appendNumbers for what the codes of rows stand for.
func appendCodes(dst []byte, c *packedColumn, rows []int32) []byte {
	at, width, least := len(dst), c.width, int32(c.least)
	codes, words := c.codes, c.words
	dst = extended(dst, width*len(rows)+Slack)
	switch to := dst[at:]; width {
	case 0:
	case 1:
		to = to[:len(rows)]
		for i, row := range rows {
			to[i] = byte(codes[words[row]] - least)
		}
	default:
		for _, row := range rows {
			binary.LittleEndian.PutUint64(to, uint64(codes[words[row]]-least))
			to = to[width:]
		}
	}
	return dst[:at+width*len(rows)]
}

// appendTexts appends the length of the text of each row, then the texts.
func appendTexts(dst []byte, c *packedColumn, rows []int32) []byte {
	at := len(dst)
	dst = extended(dst, c.width*len(rows)+Slack)
	size := 0
	for _, row := range rows {
		n := int(c.ends[row+1] - c.ends[row])
		binary.LittleEndian.PutUint64(dst[at:], uint64(n))
		at += c.width
		size += n
	}
	dst = slices.Grow(dst[:at], size)
	for _, row := range rows {
		dst = append(dst, c.text[c.ends[row]:c.ends[row+1]]...)
	}
	return dst
}

// extended returns values with n more, which may be anything.
func extended[T any](values []T, n int) []T { return slices.Grow(values, n)[:len(values)+n] }
