package load

import (
	"fmt"
	"math/bits"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/zeebo/xxh3"

	"ozpayout/pipeline"
)

// A fingerprint stands for the values of some columns of a row. Two rows with
// equal fingerprints are taken for equal: 128 bits make a collision among 10^10
// rows less likely than a broken machine.
type fingerprint struct{ hi, lo uint64 }

// add mixes a value into the fingerprint; the order of values matters.
func (f *fingerprint) add(v xxh3.Uint128) {
	f.hi = bits.RotateLeft64(f.hi, 27)*0x9E3779B97F4A7C15 + v.Hi
	f.lo = bits.RotateLeft64(f.lo^v.Lo, 31) * 0xC2B2AE3D27D4EB4F
}

// null stands for a missing value, second for membership of a second copy.
var (
	null   = xxh3.Uint128{Hi: 0x6E756C6C, Lo: 0x4E554C4C}
	second = xxh3.Uint128{Hi: 0x636F7079, Lo: 0x434F5059}
)

// fingerprints returns the fingerprint of each row over the columns that the
// function picks.
func fingerprints(d *pipeline.Dataset, rec arrow.Record, pick func(pipeline.Column) bool) []fingerprint {
	out := make([]fingerprint, rec.NumRows())
	for i, c := range d.Columns {
		if pick(c) {
			addColumn(out, rec.Column(i))
		}
	}
	return out
}

func addColumn(out []fingerprint, a arrow.Array) {
	switch a := a.(type) {
	case *array.String:
		for row := range out {
			if a.IsNull(row) {
				out[row].add(null)
				continue
			}
			out[row].add(xxh3.HashString128(a.Value(row)))
		}
	case *array.Dictionary:
		values := a.Dictionary().(*array.String)
		hashes := make([]xxh3.Uint128, values.Len())
		for code := range hashes {
			hashes[code] = xxh3.HashString128(values.Value(code))
		}
		for row := range out {
			if a.IsNull(row) {
				out[row].add(null)
				continue
			}
			out[row].add(hashes[a.GetValueIndex(row)])
		}
	case *array.Int64:
		addNumbers(out, a, func(row int) int64 { return a.Value(row) })
	case *array.Timestamp:
		addNumbers(out, a, func(row int) int64 { return int64(a.Value(row)) })
	case *array.Date32:
		addNumbers(out, a, func(row int) int64 { return int64(a.Value(row)) })
	case *array.Boolean:
		addNumbers(out, a, func(row int) int64 {
			if a.Value(row) {
				return 1
			}
			return 0
		})
	default:
		panic(fmt.Sprintf("load: no fingerprint for %s", a.DataType()))
	}
}

func addNumbers(out []fingerprint, a arrow.Array, value func(int) int64) {
	hasNulls := a.NullN() > 0
	for row := range out {
		if hasNulls && a.IsNull(row) {
			out[row].add(null)
			continue
		}
		v := uint64(value(row))
		hi, lo := bits.Mul64(v^0xD6E8FEB86659FD93, 0xA0761D6478BD642F)
		out[row].add(xxh3.Uint128{Hi: hi ^ v, Lo: lo})
	}
}

// groups lists the rows of equal fingerprints that occur more than once: rows of
// one group in ascending order, groups in the order of their first row.
func groups(keys []fingerprint) [][]int32 {
	size := 1
	for size < 2*len(keys) {
		size *= 2
	}
	slots := make([]int32, size) // row + 1 of the first row with the key
	mask := uint64(size - 1)
	var members map[int32][]int32
	for row, key := range keys {
		at := key.lo & mask
		for slots[at] != 0 && keys[slots[at]-1] != key {
			at = (at + 1) & mask
		}
		if slots[at] == 0 {
			slots[at] = int32(row) + 1
			continue
		}
		first := slots[at] - 1
		if members == nil {
			members = map[int32][]int32{}
		}
		if members[first] == nil {
			members[first] = []int32{first}
		}
		members[first] = append(members[first], int32(row))
	}
	out := make([][]int32, 0, len(members))
	for _, rows := range members {
		out = append(out, rows)
	}
	slices.SortFunc(out, func(a, b []int32) int { return int(a[0]) - int(b[0]) })
	return out
}
