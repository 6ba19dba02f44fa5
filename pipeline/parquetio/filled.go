package parquetio

import (
	"encoding/binary"
	"slices"

	"github.com/apache/arrow/go/v17/arrow/bitutil"
)

// filled says which rows of a column chunk are filled: a bit for each row, as
// Arrow keeps them, which is also what packed definition levels are.
type filled struct {
	bits []byte
	rows int
}

func (f *filled) reset() { f.bits, f.rows = f.bits[:0], 0 }

// add appends the rows of a piece of the column.
func (f *filled) add(p piece) {
	from := f.rows
	f.rows += p.count()
	size := int(bitutil.BytesForBits(int64(f.rows)))
	old := len(f.bits)
	f.bits = slices.Grow(f.bits, size-old)[:size]
	clear(f.bits[old:])
	switch {
	case p.NullN() == 0:
		bitutil.SetBitsTo(f.bits, int64(from), int64(p.count()), true)
	case p.rows == nil:
		bitutil.CopyBitmap(p.NullBitmapBytes(), p.Data().Offset(), p.Len(), f.bits, from)
	default:
		for i, row := range p.rows {
			if p.IsValid(int(row)) {
				bitutil.SetBit(f.bits, from+i)
			}
		}
	}
}

// nulls returns the bits, nil if all rows are filled.
func (f *filled) nulls() []byte {
	if f.count(0, f.rows) == f.rows {
		return nil
	}
	return f.bits
}

// at returns 1 for a filled row and 0 for a null.
func (f *filled) at(row int) int { return int(f.bits[row/8] >> (row % 8) & 1) }

// count returns the number of filled rows among from..to.
func (f *filled) count(from, to int) int { return bitutil.CountSetBits(f.bits, from, to-from) }

// appendLevels appends the definition levels of the rows from..to, of which so
// many are filled, to a page. From is a multiple of 8, and so is to if more
// rows follow.
func (f *filled) appendLevels(page []byte, from, to, count int) []byte {
	const size = 4 // of the length, which comes first
	start := len(page)
	page = append(page, make([]byte, size)...)
	switch rows := to - from; count {
	case rows:
		page = appendRun(page, rows, 1, 1)
	case 0:
		page = appendRun(page, rows, 0, 1)
	default:
		page = appendPackedHeader(page, rows)
		page = append(page, f.bits[from/8:bitutil.BytesForBits(int64(to))]...)
	}
	binary.LittleEndian.PutUint32(page[start:], uint32(len(page)-start-size))
	return page
}
