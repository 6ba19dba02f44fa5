package load

import (
	"encoding/binary"
	"fmt"
	"math/bits"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/bitutil"
	"github.com/zeebo/xxh3"

	"ozpayout/pipeline"
	"ozpayout/stages/internal/vector"
)

// Most rows have a key of their own. A hash of 64 bits, which costs half a fingerprint,
// tells which ones need not be compared at all.

// zeros returns zeros to be added to. Memory that is read before it is written costs two
// page faults a page: one for zeros that are shared, one for a page of its own.
func zeros[T any](count int) []T {
	values := make([]T, count)
	clear(values)
	return values
}

// mix adds a value to a hash; the order of values matters.
func mix(hash, value uint64) uint64 {
	return mixTwo(hash, value, 0)
}

// mixTwo adds two values to a hash for the price of one.
func mixTwo(hash, first, second uint64) uint64 {
	hi, lo := bits.Mul64(hash^first^0xD6E8FEB86659FD93, second^0xA0761D6478BD642F)
	return hi ^ lo
}

// hashTexts is addHashes for texts; null has none. Most ids have 8 to 24 bytes. Those are two or
// three words, of which the last may overlap the one before.
func hashTexts(hashes []uint64, rows []int32, a *array.String) {
	ends, text := a.ValueOffsets(), a.ValueBytes()
	for _, row := range rows {
		id := text[ends[row]-ends[0] : ends[row+1]-ends[0]]
		n := len(id)
		if n < 8 || n > 24 {
			hashes[row] = mix(hashes[row], xxh3.Hash(id))
			continue
		}
		first, last := binary.LittleEndian.Uint64(id), binary.LittleEndian.Uint64(id[n-8:])
		hash := mixTwo(hashes[row], first, last^uint64(n))
		if n > 16 {
			hash = mix(hash, binary.LittleEndian.Uint64(id[8:]))
		}
		hashes[row] = hash
	}
}

// hashesOf returns hashes of some rows over the columns that the function picks; those
// of the others are zero.
func hashesOf(rows []int32, d *pipeline.Dataset, rec arrow.Record, pick func(pipeline.Column) bool) []uint64 {
	hashes := zeros[uint64](int(rec.NumRows()))
	for i, c := range d.Columns {
		if pick(c) {
			addHashes(hashes, rows, rec.Column(i))
		}
	}
	return hashes
}

// addHashes mixes a column into the hashes of some rows. Rows with equal values stay
// equal; others may become so.
func addHashes(hashes []uint64, rows []int32, a arrow.Array) {
	if a.NullN() == a.Len() {
		return // it tells nothing apart
	}
	switch a := a.(type) {
	case *array.String:
		hashTexts(hashes, rows, a)
	case *array.Dictionary:
		words := vector.CodesOf(a, xxh3.HashString)
		for _, row := range rows {
			hashes[row] = mix(hashes[row], words.At(int(row)))
		}
	case *array.Int64:
		hashNumbers(hashes, rows, a, a.Int64Values())
	case *array.Timestamp:
		hashNumbers(hashes, rows, a, a.TimestampValues())
	case *array.Date32:
		hashNumbers(hashes, rows, a, a.Date32Values())
	case *array.Boolean:
		for _, row := range rows {
			value := null.Lo
			if a.IsValid(int(row)) && a.Value(int(row)) {
				value = second.Lo
			}
			hashes[row] = mix(hashes[row], value)
		}
	default:
		panic(fmt.Sprintf("load: no hash for %s", a.DataType()))
	}
}

func hashNumbers[T int64 | arrow.Timestamp | arrow.Date32](hashes []uint64, rows []int32, a arrow.Array, values []T) {
	if a.NullN() == 0 {
		for _, row := range rows {
			hashes[row] = mix(hashes[row], uint64(values[row]))
		}
		return
	}
	bits, offset := a.NullBitmapBytes(), a.Data().Offset()
	for _, row := range rows {
		value := null.Lo // what stands behind a null may be anything
		if bitutil.BitIsSet(bits, offset+int(row)) {
			value = uint64(values[row])
		}
		hashes[row] = mix(hashes[row], value)
	}
}

// repeatedHashes returns the rows whose hash another row has too, in ascending order.
func repeatedHashes(hashes []uint64) []int32 {
	size := 1
	for size < 2*len(hashes) {
		size *= 2
	}
	slots := zeros[int32](size) // row + 1 of the first row with the hash
	mask := uint64(size - 1)
	isRepeated := make([]bool, len(hashes))
	count := 0
	for row, hash := range hashes {
		at := hash & mask
		for slots[at] != 0 && hashes[slots[at]-1] != hash {
			at = (at + 1) & mask
		}
		if slots[at] == 0 {
			slots[at] = int32(row) + 1
			continue
		}
		isRepeated[slots[at]-1], isRepeated[row] = true, true
		count++
	}
	rows := make([]int32, 0, 2*count)
	for row, repeated := range isRepeated {
		if repeated {
			rows = append(rows, int32(row))
		}
	}
	return rows
}
