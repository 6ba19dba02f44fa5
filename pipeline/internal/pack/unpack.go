package pack

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/bitutil"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline/internal/layout"
)

// Unpack joins blocks of one dataset, at least one, into a batch. Bases are those that the
// blocks were packed with. Dictionaries are the texts of its columns of codes, nil for the
// others. Behind each block there are [Slack] bytes more. It panics if a block is damaged
// in a way that points outside of it. The caller releases the batch.
func Unpack(mem memory.Allocator, schema *arrow.Schema, bases Bases, dictionaries []arrow.Array, blocks [][]byte) (arrow.Record, error) {
	u := unpacker{mem: mem, blocks: make([]packedBlock, len(blocks))}
	for i, b := range blocks {
		rows, n := binary.Uvarint(b)
		if n <= 0 || rows > math.MaxInt32 {
			return nil, errors.New("no number of rows")
		}
		u.blocks[i] = packedBlock{rows: int(rows), rest: b[n:]}
		u.rows += int(rows)
	}
	columns := make([]arrow.Array, schema.NumFields())
	defer func() {
		for _, c := range columns {
			if c != nil {
				c.Release()
			}
		}
	}()
	for i := range bases.order(len(columns)) {
		u.base = nil
		if at := bases.of(i); at >= 0 {
			u.base = columns[at].(*array.String)
		}
		f := schema.Field(i)
		c, err := u.column(f.Type, dictionaries[i])
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", f.Name, err)
		}
		columns[i] = c
	}
	return array.NewRecord(schema, columns, int64(u.rows)), nil
}

// An unpacker reads blocks side by side, column after column.
type unpacker struct {
	mem     memory.Allocator
	blocks  []packedBlock
	rows    int // of all blocks
	shaper  shaper
	lengths []byte        // the same one, of texts that are all as long
	numbers []int32       // of flags, or cuts of texts
	base    *array.String // of the column at hand, nil if it has none
}

// A packedBlock is the column at hand of a block.
type packedBlock struct {
	rows     int // of the block
	form     byte
	validity []byte // if the form says so
	present  int    // rows that have a value
	shapes   []byte // of texts, if the form says so
	lengths  []byte // of each text that there is, if there are several shapes
	least    int64
	step     int64
	isCut    bool   // the numbers are cuts of texts
	own      []byte // texts among cuts that are none
	numbers  []byte
	rest     []byte // what follows the numbers
}

// open finds the parts of the next column, which may be one of texts.
func (b *packedBlock) open(areTexts bool) {
	*b = packedBlock{rows: b.rows, present: b.rows, form: b.rest[0], step: 1, rest: b.rest[1:]}
	if b.form&formEmpty != 0 {
		b.present = 0
		return
	}
	if b.form&formValidity != 0 {
		size := (b.rows + 7) / 8
		b.validity, b.rest = b.rest[:size], b.rest[size:]
		b.present = bitutil.CountSetBits(b.validity, 0, b.rows)
	}
	if b.form&formShaped != 0 {
		b.shapes, b.rest = skipShapes(b.rest)
		if b.shapes[0] > 1 {
			b.lengths, b.rest = b.rest[:b.present], b.rest[b.present:]
		}
	} else {
		least, n := binary.Varint(b.rest)
		b.least, b.rest = least, b.rest[n:]
	}
	b.isCut = areTexts && b.form&formCut != 0
	if !areTexts && b.form&formSteps != 0 {
		step, n := binary.Uvarint(b.rest)
		b.step, b.rest = int64(step), b.rest[n:]
	}
	size := b.width() * b.present
	b.numbers, b.rest = b.rest[:size+Slack], b.rest[size:]
}

func (b *packedBlock) width() int { return int(b.form & formWidth) }

// column reads the next column of all blocks.
func (u *unpacker) column(t arrow.DataType, dictionary arrow.Array) (arrow.Array, error) {
	present := 0
	for i := range u.blocks {
		u.blocks[i].open(t.ID() == arrow.STRING)
		present += u.blocks[i].present
	}
	column := func(t arrow.DataType, values ...*memory.Buffer) arrow.Array {
		buffers := append([]*memory.Buffer{u.validity(present)}, values...)
		return layout.NewColumn(t, u.rows, u.rows-present, buffers...)
	}
	switch t.ID() {
	case arrow.STRING:
		offsets, values, err := u.texts()
		if err != nil {
			return nil, err
		}
		return column(t, offsets, values), nil
	case arrow.BOOL:
		return column(t, u.flags()), nil
	case arrow.DICTIONARY:
		indices := column(arrow.PrimitiveTypes.Int32, u.words())
		defer indices.Release()
		return array.NewDictionaryArray(t, indices, dictionary), nil
	case arrow.INT32, arrow.DATE32:
		return column(t, u.words()), nil
	default:
		return column(t, u.longs()), nil
	}
}

// validity returns the validity bitmap of the column, nil if all rows have a value.
func (u *unpacker) validity(present int) *memory.Buffer {
	if present == u.rows {
		return nil
	}
	buffer, to := layout.NewBitmap(u.mem, u.rows)
	at := 0
	for i := range u.blocks {
		b := &u.blocks[i]
		switch {
		case b.validity != nil:
			bitutil.CopyBitmap(b.validity, 0, b.rows, to, at)
		case b.present > 0:
			bitutil.SetBitsTo(to, int64(at), int64(b.rows), true)
		}
		at += b.rows
	}
	return buffer
}

func (u *unpacker) longs() *memory.Buffer {
	buffer, bytes := layout.NewBuffer(u.mem, arrow.Int64Traits.BytesRequired(u.rows))
	unpackBlocks(u.blocks, arrow.Int64Traits.CastFromBytes(bytes))
	return buffer
}

func (u *unpacker) words() *memory.Buffer {
	buffer, bytes := layout.NewBuffer(u.mem, arrow.Int32Traits.BytesRequired(u.rows))
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
	buffer, to := layout.NewBitmap(u.mem, u.rows)
	at := 0
	for i := range u.blocks {
		b := &u.blocks[i]
		u.numbers = extended(u.numbers[:0], b.rows)
		unpackNumbers(b, u.numbers)
		for row, flag := range u.numbers {
			to[(at+row)/8] |= byte(flag) << ((at + row) % 8)
		}
		at += b.rows
	}
	return buffer
}

func (u *unpacker) texts() (offsets, values *memory.Buffer, err error) {
	offsets, bytes := layout.NewBuffer(u.mem, arrow.Int32Traits.BytesRequired(u.rows+1))
	ends := arrow.Int32Traits.CastFromBytes(bytes)
	var base cutBase
	if u.base != nil {
		base = cutBase{layout.TextOffsets(u.base), layout.TextBytes(u.base)}
	}
	size, err := u.textEnds(ends, base)
	if err == nil {
		values, err = u.textValues(ends, base, size)
	}
	if err != nil {
		offsets.Release()
		return nil, nil, err
	}
	return offsets, values, nil
}

// textEnds writes where the texts of the column begin and end, and returns how many bytes
// they are together.
func (u *unpacker) textEnds(ends []int32, base cutBase) (end int64, err error) {
	ends[0] = 0
	at := 0
	for i := range u.blocks {
		b := &u.blocks[i]
		to, begin := ends[at+1:][:b.rows], end
		switch {
		case b.isCut && u.base == nil:
			return 0, errCut
		case b.isCut:
			if end, err = b.putCutEnds(to, end, base.from(at)); err != nil {
				return 0, err
			}
		case b.shapes == nil:
			end = b.putEnds(to, end)
			b.numbers = b.rest[:end-begin] // the texts
			b.rest = b.rest[end-begin:]
		default:
			end = b.putEnds(to, end)
		}
		at += b.rows
	}
	if end > math.MaxInt32-Slack {
		return 0, fmt.Errorf("%d bytes of text are more than a batch can hold", end)
	}
	return end, nil
}

// textValues returns the texts of the column.
func (u *unpacker) textValues(ends []int32, base cutBase, size int64) (*memory.Buffer, error) {
	values, to := layout.NewBuffer(u.mem, int(size)+Slack)
	at := 0
	for i := range u.blocks {
		b := &u.blocks[i]
		if b.isCut {
			to = to[u.putCuts(to, b, ends[at:], base.from(at)):]
		} else {
			n, err := u.putTexts(to, b)
			if err != nil {
				values.Release()
				return nil, err
			}
			to = to[n:]
		}
		at += b.rows
	}
	values.Resize(int(size))
	return values, nil
}

// putEnds writes where the texts of a block end and returns the last of these; end
// is where those before do. A row that has no value has no text.
func (b *packedBlock) putEnds(to []int32, end int64) int64 {
	switch {
	case b.shapes == nil:
		unpackNumbers(b, to)
	case b.present < b.rows:
		b.unpackLengths(to)
	case b.lengths == nil:
		length := int64(b.shapes[1])
		for row := range to {
			end += length
			to[row] = int32(end)
		}
		return end
	default:
		for row, length := range b.lengths {
			end += int64(length)
			to[row] = int32(end)
		}
		return end
	}
	for row, length := range to {
		end += int64(length)
		to[row] = int32(end)
	}
	return end
}

// unpackLengths writes the length of the text of each row, where not all have one and those
// that there are have shapes.
func (b *packedBlock) unpackLengths(to []int32) {
	dense := to[:b.present]
	fill(dense, int32(b.shapes[1]))
	for i, length := range b.lengths {
		dense[i] = int32(length)
	}
	spreadOut(to, b.present, b.validity)
}

// putTexts writes the texts of a block, behind whose room there is [Slack], and
// returns their length.
func (u *unpacker) putTexts(to []byte, b *packedBlock) (int, error) {
	if b.shapes == nil {
		return copy(to, b.numbers), nil
	}
	width := b.width()
	if err := u.shaper.readShapes(b.shapes, width); err != nil {
		return 0, err
	}
	if b.lengths == nil {
		length := b.shapes[1]
		size := b.present * int(length)
		depositTexts(to[:size+Slack], b.numbers, width, u.sameLengths(length, b.present), &u.shaper.shapes)
		return size, nil
	}
	size := 0
	for _, length := range b.lengths {
		if u.shaper.met>>length&1 == 0 {
			return 0, errShape
		}
		size += int(length)
	}
	depositTexts(to[:size+Slack], b.numbers, width, b.lengths, &u.shaper.shapes)
	return size, nil
}

// sameLengths returns a length count times. Most blocks of a column have the same length, so
// it is mostly there.
func (u *unpacker) sameLengths(length byte, count int) []byte {
	if len(u.lengths) < count || count > 0 && u.lengths[0] != length {
		u.lengths = extended(u.lengths[:0], max(len(u.lengths), count))
		fill(u.lengths, length)
	}
	return u.lengths[:count]
}

// unpackNumbers writes the numbers of a block's column, 0 where a row has none.
func unpackNumbers[T int32 | int64](b *packedBlock, to []T) {
	dense := to[:b.present]
	least, step, width := b.least, b.step, b.width()
	switch width {
	case 0:
		fill(dense, T(least))
	case 1:
		for i, n := range b.numbers[:len(dense)] {
			dense[i] = T(least + step*int64(n))
		}
	default:
		done := unpackNarrow(dense, b.numbers, least, step, width)
		mask, numbers := uint64(1)<<(8*width)-1, b.numbers[done*width:]
		for i := range dense[done:] {
			dense[done+i] = T(least + step*int64(binary.LittleEndian.Uint64(numbers)&mask))
			numbers = numbers[width:]
		}
	}
	if b.present < b.rows {
		spreadOut(to[:b.rows], b.present, b.validity)
	}
}

// unpackNarrow writes numbers of two to four bytes, of which one word of eight bytes has
// several, and returns how many: up to three are left to the caller, as are those of other
// widths.
func unpackNarrow[T int32 | int64](to []T, numbers []byte, least, step int64, width int) (done int) {
	count := len(to)
	switch width {
	case 2:
		for ; len(to) >= 4; to, numbers = to[4:], numbers[8:] {
			four, word := to[:4], binary.LittleEndian.Uint64(numbers)
			four[0] = T(least + step*int64(word&0xffff))
			four[1] = T(least + step*int64(word>>16&0xffff))
			four[2] = T(least + step*int64(word>>32&0xffff))
			four[3] = T(least + step*int64(word>>48))
		}
	case 3:
		for ; len(to) >= 4; to, numbers = to[4:], numbers[12:] {
			four, bytes := to[:4], numbers[:12]
			first, last := binary.LittleEndian.Uint64(bytes), binary.LittleEndian.Uint64(bytes[4:])
			four[0] = T(least + step*int64(first&0xffffff))
			four[1] = T(least + step*int64(first>>24&0xffffff))
			four[2] = T(least + step*int64(last>>16&0xffffff))
			four[3] = T(least + step*int64(last>>40))
		}
	case 4:
		for ; len(to) >= 2; to, numbers = to[2:], numbers[8:] {
			two, word := to[:2], binary.LittleEndian.Uint64(numbers)
			two[0] = T(least + step*int64(word&0xffffffff))
			two[1] = T(least + step*int64(word>>32))
		}
	}
	return count - len(to)
}

// fill sets all values to one.
func fill[T byte | int32 | int64](values []T, value T) {
	if len(values) == 0 {
		return
	}
	values[0] = value
	for done := 1; done < len(values); done *= 2 {
		copy(values[done:], values[:done])
	}
}

// spreadOut moves the first values, as many as are present, to the rows that have one
// by the validity bitmap, and leaves 0 in the others. The bitmap may be nil if none is
// present.
func spreadOut[T int32 | int64](values []T, present int, validity []byte) {
	if present == 0 {
		clear(values)
		return
	}
	// From the end, until all before stand in their places.
	from := present
	for row := len(values); from < row; {
		if row%64 == 0 {
			switch binary.LittleEndian.Uint64(validity[row/8-8:]) {
			case 0:
				clear(values[row-64 : row])
				row -= 64
				continue
			case math.MaxUint64:
				copy(values[row-64:row], values[from-64:from])
				row, from = row-64, from-64
				continue
			}
		}
		row--
		has := validity[row/8] >> (row % 8) & 1
		from -= int(has)
		values[row] = values[from] * T(has)
	}
}
