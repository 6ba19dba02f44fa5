// Package join finds the rows of a text column by their value, for joins within
// one partition: a flat open-addressing table over keys of 64 bits, built without
// an allocation per row.
package join

import "github.com/apache/arrow/go/v17/arrow/array"

// An Index finds the rows of a column by value. It reads the values from the
// column, which must not be released while the index is in use. It does not
// change once it is made and may be shared between goroutines.
type Index struct {
	keys  *array.String
	nulls bool
	slots []slot
	bits  int     // of the number of slots
	next  []int32 // for each row the next one with an equal key, plus one; 0 is none
}

// A slot holds the first row of a key, plus one; 0 is free.
type slot struct {
	key key
	row int32
}

// NewIndex indexes the rows of a column. Without skipNull, null counts as the
// empty text.
func NewIndex(keys *array.String, skipNull bool) *Index {
	bits := slotBits(keys.Len())
	x := &Index{keys: keys, nulls: keys.NullN() > 0, slots: make([]slot, 1<<bits), bits: bits, next: make([]int32, keys.Len())}
	// Backwards, so that each chain begins with its first row.
	for row := keys.Len() - 1; row >= 0; row-- {
		if skipNull && x.nulls && keys.IsNull(row) {
			continue
		}
		text := x.text(row)
		k := keyOf(text)
		s := x.find(text, k)
		x.next[row] = s.row
		*s = slot{k, int32(row) + 1}
	}
	return x
}

// First returns the first row whose value is the given one, or -1.
func (x *Index) First(text string) int { return int(x.find(text, keyOf(text)).row) - 1 }

// FirstOfEach returns First of each value of a column, -1 for null. It is faster than
// as many calls between other work: the processor waits for several keys at a time.
func (x *Index) FirstOfEach(texts *array.String) []int32 {
	firsts := make([]int32, texts.Len())
	forEachKey(texts, func(row int, text string, k key) { firsts[row] = x.find(text, k).row - 1 })
	if texts.NullN() > 0 {
		for i := range firsts {
			if texts.IsNull(i) {
				firsts[i] = -1
			}
		}
	}
	return firsts
}

// forEachKey calls do with the values of a column and their keys, which are made some
// time before.
func forEachKey(texts *array.String, do func(row int, text string, k key)) {
	const atOnce = 64
	var keys [atOnce]key
	for from := 0; from < texts.Len(); from += atOnce {
		block := keys[:min(atOnce, texts.Len()-from)]
		for i := range block {
			block[i] = keyOf(texts.Value(from + i))
		}
		for i, k := range block {
			do(from+i, texts.Value(from+i), k)
		}
	}
}

// Next returns the row that follows a row among those of equal value, in the order
// of the column, or -1.
func (x *Index) Next(row int) int { return int(x.next[row]) - 1 }

// find returns the slot of a text, or the free one where it would be.
func (x *Index) find(text string, k key) *slot {
	mask := uint64(len(x.slots) - 1)
	for at := k.slot(x.bits); ; at = (at + 1) & mask {
		s := &x.slots[at&mask]
		if s.row == 0 || s.key == k && (k.isExact() || x.text(int(s.row)-1) == text) {
			return s
		}
	}
}

func (x *Index) text(row int) string {
	if x.nulls && x.keys.IsNull(row) {
		return ""
	}
	return x.keys.Value(row)
}
