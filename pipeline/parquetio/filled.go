package parquetio

import (
	"encoding/binary"
	"slices"

	"github.com/apache/arrow/go/v17/arrow/bitutil"
)

// filled says which rows of a column chunk are filled, that is no nulls. The validity
// bitmap of Arrow, a bit for each row, is also what packed definition levels are.
type filled struct {
	pieces   []piece // of the column that it was made of
	gathered []byte  // bitmap by number of the row (see [arrangement])
	written  []byte  // bitmap in the order written: definition levels
	order    []int32 // numbers of the filled rows in the order written
	rows     int     // filled or not
}

// keptFillings is how many different fillings of a row group are remembered. Many columns
// of a dataset are filled in the same rows: what is known of a payout that was confirmed,
// or arrived.
const keptFillings = 8

// fillings remembers the latest fillings of a row group.
type fillings struct {
	kept [keptFillings]filled
	next int // the one that is replaced next
}

// of returns which rows of a column are filled, given the order of all rows.
func (s *fillings) of(pieces []piece, order []int32) *filled {
	for i := range s.kept {
		if s.kept[i].isOf(pieces) {
			return &s.kept[i]
		}
	}
	f := &s.kept[s.next]
	s.next = (s.next + 1) % keptFillings
	f.gather(pieces)
	f.arrange(order)
	return f
}

// forget drops the fillings with the row group.
func (s *fillings) forget() {
	for i := range s.kept {
		s.kept[i].pieces = nil
	}
}

// isOf reports whether a column is filled in the same rows. The pieces of all columns of a
// row group are cut alike.
func (f *filled) isOf(pieces []piece) bool {
	return slices.EqualFunc(f.pieces, pieces, func(a, b piece) bool {
		return a.NullN() == b.NullN() && (a.NullN() == 0 || bitutil.BitmapEquals(
			a.NullBitmapBytes(), b.NullBitmapBytes(), int64(a.Data().Offset()), int64(b.Data().Offset()), int64(a.Len())))
	})
}

// gather joins the bits of the pieces.
func (f *filled) gather(pieces []piece) {
	f.pieces, f.rows, f.gathered = pieces, 0, f.gathered[:0]
	for _, p := range pieces {
		f.add(p)
	}
}

func (f *filled) add(p piece) {
	from := f.rows
	f.rows += p.count()
	size := int(bitutil.BytesForBits(int64(f.rows)))
	old := len(f.gathered)
	f.gathered = slices.Grow(f.gathered, size-old)[:size]
	clear(f.gathered[old:])
	switch {
	case p.NullN() == 0:
		bitutil.SetBitsTo(f.gathered, int64(from), int64(p.count()), true)
	case p.rows == nil:
		bitutil.CopyBitmap(p.NullBitmapBytes(), p.Data().Offset(), p.Len(), f.gathered, from)
	default:
		bits, first := p.NullBitmapBytes(), p.Data().Offset()
		for i, row := range p.rows {
			f.gathered[(from+i)/8] |= bitAt(bits, first+int(row)) << ((from + i) % 8)
		}
	}
}

// arrange brings the bits, and the numbers of the filled rows, into the order written.
func (f *filled) arrange(order []int32) {
	// Every row is stored, and a null is overwritten by the next row: without a branch that
	// a processor could mispredict.
	f.order = slices.Grow(f.order[:0], len(order)+1)[:len(order)+1]
	f.written = f.written[:0]
	next := 0
	for rows := range slices.Chunk(order, 8) {
		var levels byte
		for i, row := range rows {
			f.order[next] = row
			level := bitAt(f.gathered, int(row))
			levels |= level << i
			next += int(level)
		}
		f.written = append(f.written, levels)
	}
	f.order = f.order[:next]
}

// count returns the number of filled rows among from..to of those written.
func (f *filled) count(from, to int) int { return bitutil.CountSetBits(f.written, from, to-from) }

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
		page = append(page, f.written[from/8:bitutil.BytesForBits(int64(to))]...)
	}
	binary.LittleEndian.PutUint32(page[start:], uint32(len(page)-start-size))
	return page
}

// bitAt returns the bit of a place, 0 or 1.
func bitAt(bits []byte, at int) byte { return bits[at/8] >> (at % 8) & 1 }
