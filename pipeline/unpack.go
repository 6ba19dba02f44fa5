package pipeline

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// unpack joins blocks of one dataset, at least one, into a batch. Dictionaries
// are the texts of its columns of codes, nil for the others. Behind each block
// there are [slack] bytes more. It panics if a block is damaged in a way that
// points outside of it. The caller releases the batch.
func unpack(mem memory.Allocator, schema *arrow.Schema, dictionaries []arrow.Array, blocks [][]byte) (arrow.Record, error) {
	u := unpacker{mem: mem, blocks: make([]packedBlock, len(blocks)), shapes: map[string]*textShape{}}
	for i, b := range blocks {
		rows, n := binary.Uvarint(b)
		if n <= 0 || rows > math.MaxInt32 {
			return nil, errors.New("no number of rows")
		}
		u.blocks[i] = packedBlock{rows: int(rows), rest: b[n:]}
		u.rows += int(rows)
	}
	columns := make([]arrow.Array, schema.NumFields())
	defer releaseAll(columns)
	for i := range columns {
		var err error
		if columns[i], err = u.column(schema.Field(i).Type, dictionaries[i]); err != nil {
			return nil, fmt.Errorf("column %s: %w", schema.Field(i).Name, err)
		}
	}
	return array.NewRecord(schema, columns, int64(u.rows)), nil
}

// An unpacker reads blocks side by side, column after column.
type unpacker struct {
	mem    memory.Allocator
	blocks []packedBlock
	rows   int                   // of all blocks
	shapes map[string]*textShape // met so far, by template
}

// A packedBlock is the column at hand of a block.
type packedBlock struct {
	rows    int // of the block
	form    byte
	gaps    []byte      // if the form says so
	present int         // rows that have a value
	shapes  []textShape // of texts, if the form says so
	of      []byte      // number of the shape of each row that has a value, if there are several
	least   int64
	numbers []byte
	rest    []byte // what follows the numbers
}

// open finds the parts of the next column. Known are the shapes met so far.
func (b *packedBlock) open(known map[string]*textShape) error {
	b.form, b.rest = b.rest[0], b.rest[1:]
	b.gaps, b.shapes, b.of, b.numbers, b.least = nil, nil, nil, nil, 0
	b.present = b.rows
	if b.form&formEmpty != 0 {
		b.present = 0
		return nil
	}
	if b.form&formGaps != 0 {
		size := (b.rows + 7) / 8
		b.gaps, b.rest = b.rest[:size], b.rest[size:]
		b.present = 0
		for _, byte := range b.gaps {
			b.present += bits.OnesCount8(byte)
		}
	}
	if b.form&formShaped != 0 {
		var err error
		if b.shapes, b.rest, err = readShapes(b.rest, known); err != nil {
			return err
		}
		if len(b.shapes) > 1 {
			b.of, b.rest = b.rest[:b.present], b.rest[b.present:]
		}
	} else {
		least, n := binary.Varint(b.rest)
		b.least, b.rest = least, b.rest[n:]
	}
	size := b.width() * b.present
	b.numbers, b.rest = b.rest[:size+slack], b.rest[size:]
	return nil
}

func (b *packedBlock) width() int { return int(b.form & formWidth) }

// column reads the next column of all blocks.
func (u *unpacker) column(t arrow.DataType, dictionary arrow.Array) (arrow.Array, error) {
	present := 0
	for i := range u.blocks {
		if err := u.blocks[i].open(u.shapes); err != nil {
			return nil, err
		}
		present += u.blocks[i].present
	}
	validity := u.validity(present)
	nulls := u.rows - present
	switch id := t.ID(); id {
	case arrow.STRING:
		offsets, values, err := u.texts()
		if err != nil {
			return nil, err
		}
		return newColumn(t, u.rows, nulls, validity, offsets, values), nil
	case arrow.BOOL:
		return newColumn(t, u.rows, nulls, validity, u.flags()), nil
	case arrow.DICTIONARY:
		indices := newColumn(arrow.PrimitiveTypes.Int32, u.rows, nulls, validity, u.words())
		defer indices.Release()
		return array.NewDictionaryArray(t, indices, dictionary), nil
	case arrow.INT32, arrow.DATE32:
		return newColumn(t, u.rows, nulls, validity, u.words()), nil
	default:
		return newColumn(t, u.rows, nulls, validity, u.longs()), nil
	}
}

// validity returns the validity bitmap of the column, nil if all rows have a value.
func (u *unpacker) validity(present int) *memory.Buffer {
	if present == u.rows {
		return nil
	}
	buffer, to := newBitmap(u.mem, u.rows)
	at := 0
	for i := range u.blocks {
		b := &u.blocks[i]
		switch {
		case b.gaps != nil:
			copyBits(to, at, b.gaps, 0, b.rows)
		case b.present > 0:
			setBits(to, at, b.rows)
		}
		at += b.rows
	}
	return buffer
}

func (u *unpacker) longs() *memory.Buffer {
	buffer, bytes := newBuffer(u.mem, arrow.Int64Traits.BytesRequired(u.rows))
	unpackBlocks(u.blocks, arrow.Int64Traits.CastFromBytes(bytes))
	return buffer
}

func (u *unpacker) words() *memory.Buffer {
	buffer, bytes := newBuffer(u.mem, arrow.Int32Traits.BytesRequired(u.rows))
	unpackBlocks(u.blocks, arrow.Int32Traits.CastFromBytes(bytes))
	return buffer
}

// unpackBlocks writes the numbers of the column of all blocks.
func unpackBlocks[T int32 | int64](blocks []packedBlock, to []T) {
	for i := range blocks {
		unpackNumbers(&blocks[i], to)
		to = to[blocks[i].rows:]
	}
}

func (u *unpacker) flags() *memory.Buffer {
	buffer, to := newBitmap(u.mem, u.rows)
	at := 0
	var flags []int32
	for i := range u.blocks {
		b := &u.blocks[i]
		flags = extended(flags[:0], b.rows)
		unpackNumbers(b, flags)
		for row, flag := range flags {
			if flag == 1 {
				to[(at+row)/8] |= 1 << ((at + row) % 8)
			}
		}
		at += b.rows
	}
	return buffer
}

func (u *unpacker) texts() (offsets, values *memory.Buffer, err error) {
	offsets, bytes := newBuffer(u.mem, arrow.Int32Traits.BytesRequired(u.rows+1))
	ends := arrow.Int32Traits.CastFromBytes(bytes)
	ends[0] = 0
	end, at := int64(0), 1
	for i := range u.blocks {
		b := &u.blocks[i]
		lengths := ends[at : at+b.rows]
		b.lengths(lengths)
		begin := end
		for row, length := range lengths {
			end += int64(length)
			lengths[row] = int32(end)
		}
		at += b.rows
		if b.shapes == nil {
			b.numbers = b.rest[:end-begin] // the texts
			b.rest = b.rest[end-begin:]
		}
	}
	if end > math.MaxInt32-slack {
		offsets.Release()
		return nil, nil, fmt.Errorf("%d bytes of text are more than a batch can hold", end)
	}
	values, to := newBuffer(u.mem, int(end)+slack)
	for i := range u.blocks {
		b := &u.blocks[i]
		if b.shapes != nil {
			to = to[b.putTexts(to):]
		} else {
			to = to[copy(to, b.numbers):]
		}
	}
	values.Resize(int(end))
	return offsets, values, nil
}

// lengths writes the lengths of the texts of a block, 0 where a row has none.
func (b *packedBlock) lengths(to []int32) {
	if b.shapes == nil {
		unpackNumbers(b, to)
		return
	}
	present := 0
	for row := range to {
		to[row] = 0
		if b.gaps == nil || bitIsSet(b.gaps, row) {
			to[row] = int32(len(b.shapeOf(present).template))
			present++
		}
	}
}

// shapeOf returns the shape of the i-th text that there is.
func (b *packedBlock) shapeOf(i int) *textShape {
	if b.of == nil {
		return &b.shapes[0]
	}
	return &b.shapes[b.of[i]]
}

// putTexts writes the texts of a block with shapes and returns their length. There
// is [slack] behind it.
func (b *packedBlock) putTexts(to []byte) int {
	at, width := 0, b.width()
	mask := uint64(1)<<(8*width) - 1
	numbers := b.numbers
	for i := range b.present {
		shape := b.shapeOf(i)
		shape.put(to[at:], shape.least+binary.LittleEndian.Uint64(numbers)&mask)
		numbers = numbers[width:]
		at += len(shape.template)
	}
	return at
}

// unpackNumbers writes the numbers of a block's column, 0 where a row has none.
func unpackNumbers[T int32 | int64](b *packedBlock, to []T) {
	to = to[:b.rows]
	switch width := b.width(); {
	case b.present == 0:
		clear(to)
	case b.gaps != nil:
		mask := uint64(1)<<(8*width) - 1
		numbers := b.numbers
		for row := range to {
			to[row] = 0
			if bitIsSet(b.gaps, row) {
				to[row] = T(b.least + int64(binary.LittleEndian.Uint64(numbers)&mask))
				numbers = numbers[width:]
			}
		}
	case width == 0:
		for row := range to {
			to[row] = T(b.least)
		}
	case width == 1:
		for row, n := range b.numbers[:len(to)] {
			to[row] = T(b.least + int64(n))
		}
	default:
		mask := uint64(1)<<(8*width) - 1
		numbers := b.numbers
		for row := range to {
			to[row] = T(b.least + int64(binary.LittleEndian.Uint64(numbers)&mask))
			numbers = numbers[width:]
		}
	}
}
