package load

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/zeebo/xxh3"

	"ozpayout/pipeline"
	"ozpayout/stages/internal/vector"
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

func compareFingerprints(a, b fingerprint) int {
	return cmp.Or(cmp.Compare(a.hi, b.hi), cmp.Compare(a.lo, b.lo))
}

// null stands for a missing value, second for membership of a second copy.
var (
	null   = xxh3.Uint128{Hi: 0x6E756C6C, Lo: 0x4E554C4C}
	second = xxh3.Uint128{Hi: 0x636F7079, Lo: 0x434F5059}
)

// fingerprints returns the fingerprint of each row over the columns that the
// function picks.
func fingerprints(d *pipeline.Dataset, rec arrow.Record, pick func(pipeline.Column) bool) []fingerprint {
	return fingerprintsOf(allRows(rec), d, rec, pick)
}

// fingerprintsOf is [fingerprints] for some rows; those of the others are zero.
func fingerprintsOf(rows []int32, d *pipeline.Dataset, rec arrow.Record, pick func(pipeline.Column) bool) []fingerprint {
	out := zeros[fingerprint](int(rec.NumRows()))
	addColumns(out, rows, d, rec, pick)
	return out
}

// addColumns mixes the columns that the function picks into the fingerprints of
// some rows.
func addColumns(out []fingerprint, rows []int32, d *pipeline.Dataset, rec arrow.Record, pick func(pipeline.Column) bool) {
	for i, c := range d.Columns {
		if pick(c) {
			addColumn(out, rows, rec.Column(i))
		}
	}
}

func addColumn(out []fingerprint, rows []int32, a arrow.Array) {
	switch a := a.(type) {
	case *array.String:
		hasNulls := a.NullN() > 0
		for _, row := range rows {
			if hasNulls && a.IsNull(int(row)) {
				out[row].add(null)
				continue
			}
			out[row].add(xxh3.HashString128(a.Value(int(row))))
		}
	case *array.Dictionary:
		hashes := vector.CodesOf(a, xxh3.HashString128)
		for _, row := range rows {
			if hashes.IsNull(int(row)) {
				out[row].add(null)
				continue
			}
			out[row].add(hashes.At(int(row)))
		}
	case *array.Int64:
		addNumbers(out, rows, a, a.Int64Values())
	case *array.Timestamp:
		addNumbers(out, rows, a, a.TimestampValues())
	case *array.Date32:
		addNumbers(out, rows, a, a.Date32Values())
	case *array.Boolean:
		for _, row := range rows {
			switch {
			case a.IsNull(int(row)):
				out[row].add(null)
			case a.Value(int(row)):
				out[row].add(number(1))
			default:
				out[row].add(number(0))
			}
		}
	default:
		panic(fmt.Sprintf("load: no fingerprint for %s", a.DataType()))
	}
}

func addNumbers[T int64 | arrow.Timestamp | arrow.Date32](out []fingerprint, rows []int32, a arrow.Array, values []T) {
	hasNulls := a.NullN() > 0
	for _, row := range rows {
		if hasNulls && a.IsNull(int(row)) {
			out[row].add(null)
			continue
		}
		out[row].add(number(int64(values[row])))
	}
}

// number spreads the bits of a number as a hash does those of a text.
func number(n int64) xxh3.Uint128 {
	v := uint64(n)
	hi, lo := bits.Mul64(v^0xD6E8FEB86659FD93, 0xA0761D6478BD642F)
	return xxh3.Uint128{Hi: hi ^ v, Lo: lo}
}

// A numbering gives distinct fingerprints the numbers 0, 1, 2 and so on, in the
// order in which they first come.
type numbering struct {
	keys  []fingerprint
	slots []int32 // number + 1
}

// newNumbering returns an empty numbering with room for that many distinct
// fingerprints; more may come.
func newNumbering(room int) *numbering {
	size := 2
	for size < 2*room {
		size *= 2
	}
	return &numbering{keys: make([]fingerprint, 0, room), slots: zeros[int32](size)}
}

// grow doubles the slots.
func (n *numbering) grow() {
	n.slots = zeros[int32](2 * len(n.slots))
	mask := uint64(len(n.slots) - 1)
	for number, key := range n.keys {
		at := key.lo & mask
		for n.slots[at] != 0 {
			at = (at + 1) & mask
		}
		n.slots[at] = int32(number) + 1
	}
}

// of returns the number of a fingerprint; isNew reports that it came for the first
// time.
func (n *numbering) of(key fingerprint) (number int, isNew bool) {
	mask := uint64(len(n.slots) - 1)
	at := key.lo & mask
	for n.slots[at] != 0 {
		if number := int(n.slots[at]) - 1; n.keys[number] == key {
			return number, false
		}
		at = (at + 1) & mask
	}
	n.keys = append(n.keys, key)
	n.slots[at] = int32(len(n.keys))
	if 2*len(n.keys) > len(n.slots) {
		n.grow()
	}
	return len(n.keys) - 1, true
}

// numbersOf returns the number of each fingerprint, and how many there are.
func numbersOf(keys []fingerprint) (numbers []int32, count int) {
	known := newNumbering(len(keys))
	numbers = make([]int32, len(keys))
	for row, key := range keys {
		number, _ := known.of(key)
		numbers[row] = int32(number)
	}
	return numbers, len(known.keys)
}

// repeated returns the rows whose number, below a count, another row has too.
func repeated(numbers []int32, count int) []int32 {
	counts := make([]int32, count)
	for _, number := range numbers {
		counts[number]++
	}
	var rows []int32
	for row, number := range numbers {
		if counts[number] > 1 {
			rows = append(rows, int32(row))
		}
	}
	return rows
}

// groups lists those of some rows, in ascending order, whose fingerprint occurs more
// than once among them: rows of one group in ascending order, groups in the order of
// their first row.
func groups(keys []fingerprint, rows []int32) [][]int32 {
	size := 1
	for size < 2*len(rows) {
		size *= 2
	}
	slots := zeros[int32](size) // row + 1 of the first row with the key
	mask := uint64(size - 1)
	var members map[int32][]int32
	for _, row := range rows {
		key := keys[row]
		at := key.lo & mask
		for slots[at] != 0 && keys[slots[at]-1] != key {
			at = (at + 1) & mask
		}
		if slots[at] == 0 {
			slots[at] = row + 1
			continue
		}
		first := slots[at] - 1
		if members == nil {
			members = map[int32][]int32{}
		}
		if members[first] == nil {
			members[first] = []int32{first}
		}
		members[first] = append(members[first], row)
	}
	out := make([][]int32, 0, len(members))
	for _, rows := range members {
		out = append(out, rows)
	}
	slices.SortFunc(out, func(a, b []int32) int { return int(a[0]) - int(b[0]) })
	return out
}
