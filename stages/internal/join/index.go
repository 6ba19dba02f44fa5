// Package join finds the rows of a text column by their value, for joins within
// one partition: a flat open-addressing table over the column's own bytes, built
// without an allocation per row.
package join

import (
	"math/bits"

	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/zeebo/xxh3"
)

// An Index finds the rows of a column by value. It reads the values from the
// column, which must not be released while the index is in use. It does not
// change once it is made and may be shared between goroutines.
type Index struct {
	keys  *array.String
	slots []slot
	next  []int32 // for each row the next one with an equal key, plus one; 0 is none
	mask  uint64  // a hash begins its search at slot hash & mask
}

// A slot holds the first row of a key, plus one; 0 is free. The high bits of the
// hash spare most comparisons of keys. Slots are chosen by the low bits: the
// orders of one partition have the same high bits, because the partition is
// chosen by them.
type slot struct {
	row int32
	tag uint32
}

// newSlots returns free slots. Memory that is read before it is written costs two page
// faults a page: one for zeros that are shared, one for a page of its own.
func newSlots(count int) []slot {
	slots := make([]slot, count)
	clear(slots)
	return slots
}

// NewIndex indexes the rows of a column that are not null.
func NewIndex(keys *array.String) *Index {
	exponent := bits.Len64(uint64(max(8, 2*keys.Len())) - 1)
	x := &Index{
		keys:  keys,
		slots: newSlots(1 << exponent),
		next:  make([]int32, keys.Len()),
		mask:  1<<exponent - 1,
	}
	hasNulls := keys.NullN() > 0
	// Backwards, so that each chain begins with its first row.
	for row := keys.Len() - 1; row >= 0; row-- {
		if hasNulls && keys.IsNull(row) {
			continue
		}
		key := keys.Value(row)
		hash := xxh3.HashString(key)
		at := x.find(key, hash)
		x.next[row] = x.slots[at].row
		x.slots[at] = slot{int32(row) + 1, uint32(hash >> 32)}
	}
	return x
}

// First returns the first row whose key is the given one, or -1.
func (x *Index) First(key string) int {
	return int(x.slots[x.find(key, xxh3.HashString(key))].row) - 1
}

// FirstOfEach returns First of each key of a column, -1 for null. It is faster than
// as many calls between other work: the processor waits for several keys at a time.
func (x *Index) FirstOfEach(keys *array.String) []int32 {
	const atOnce = 64
	var hashes [atOnce]uint64
	var slots [atOnce]slot
	firsts := make([]int32, keys.Len())
	for from := 0; from < len(firsts); from += atOnce {
		block := firsts[from:min(from+atOnce, len(firsts))]
		for i := range block {
			hashes[i] = xxh3.HashString(keys.Value(from + i))
		}
		for i := range block { // where most searches end
			slots[i] = x.slots[hashes[i]&x.mask]
		}
		for i := range block {
			s, key := slots[i], keys.Value(from+i)
			if s.row == 0 || s.tag == uint32(hashes[i]>>32) && x.keys.Value(int(s.row)-1) == key {
				block[i] = s.row - 1
			} else {
				block[i] = x.slots[x.find(key, hashes[i])].row - 1
			}
		}
	}
	if keys.NullN() > 0 {
		for i := range firsts {
			if keys.IsNull(i) {
				firsts[i] = -1
			}
		}
	}
	return firsts
}

// Next returns the row that follows a row among those of equal key, in the order
// of the column, or -1.
func (x *Index) Next(row int) int { return int(x.next[row]) - 1 }

// find returns the slot of a key, or the free one where it would be. At most
// half of the slots are taken, so there always is one.
func (x *Index) find(key string, hash uint64) (at uint64) {
	tag := uint32(hash >> 32)
	for at = hash & x.mask; ; at = (at + 1) & x.mask {
		taken := x.slots[at]
		if taken.row == 0 || taken.tag == tag && x.keys.Value(int(taken.row)-1) == key {
			return at
		}
	}
}
