package join

import (
	"math/bits"

	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/zeebo/xxh3"
)

// Numbers gives distinct texts the numbers 0, 1, 2 and so on, in the order in
// which they first come. It keeps the texts.
type Numbers struct {
	keys  []string
	slots []slot // row is the number
	mask  uint64
}

// NewNumbers returns an empty numbering with room for that many distinct texts;
// more may come.
func NewNumbers(room int) *Numbers {
	n := &Numbers{keys: make([]string, 0, room)}
	n.resize(room)
	return n
}

// Of returns the number of a text; isNew reports that it came for the first time.
func (n *Numbers) Of(key string) (number int, isNew bool) {
	hash := xxh3.HashString(key)
	at := n.find(key, hash)
	if taken := n.slots[at].row; taken != 0 {
		return int(taken) - 1, false
	}
	n.keys = append(n.keys, key)
	n.slots[at] = slot{int32(len(n.keys)), uint32(hash >> 32)}
	if 2*len(n.keys) > len(n.slots) {
		n.resize(len(n.keys))
	}
	return len(n.keys) - 1, true
}

// Key returns the text of a number.
func (n *Numbers) Key(number int) string { return n.keys[number] }

// Len returns how many texts have a number.
func (n *Numbers) Len() int { return len(n.keys) }

// Find returns the number of a text that has one already.
func (n *Numbers) Find(key string) (number int, ok bool) {
	taken := n.slots[n.find(key, xxh3.HashString(key))].row
	return int(taken) - 1, taken != 0
}

// FindEach returns the number of each text of a column, -1 for null and for one that
// has none yet. It is faster than as many calls between other work: the processor
// waits for several texts at a time. Equal texts often follow each other.
func (n *Numbers) FindEach(keys *array.String) []int32 {
	const atOnce = 64
	var hashes [atOnce]uint64
	var slots [atOnce]slot
	found := make([]int32, keys.Len())
	for from := 0; from < len(found); from += atOnce {
		block := found[from:min(from+atOnce, len(found))]
		for i := range block {
			hashes[i] = xxh3.HashString(keys.Value(from + i))
		}
		for i := range block { // where most searches end
			slots[i] = n.slots[hashes[i]&n.mask]
		}
		for i := range block {
			row := from + i
			s, key := slots[i], keys.Value(row)
			switch {
			case s.row == 0:
				block[i] = -1
			case row > 0 && key == keys.Value(row-1):
				block[i] = found[row-1]
			case s.tag == uint32(hashes[i]>>32) && n.keys[s.row-1] == key:
				block[i] = s.row - 1
			default:
				block[i] = n.slots[n.find(key, hashes[i])].row - 1
			}
		}
	}
	if keys.NullN() > 0 {
		for i := range found {
			if keys.IsNull(i) {
				found[i] = -1
			}
		}
	}
	return found
}

// find returns the slot of a key, or the free one where it would be.
func (n *Numbers) find(key string, hash uint64) (at uint64) {
	for at = hash & n.mask; ; at = (at + 1) & n.mask {
		taken := n.slots[at]
		if taken.row == 0 || taken.tag == uint32(hash>>32) && n.keys[taken.row-1] == key {
			return at
		}
	}
}

// resize makes the table at least twice as large as needed for that many texts.
func (n *Numbers) resize(room int) {
	exponent := bits.Len64(uint64(max(8, 2*room)))
	n.slots, n.mask = newSlots(1<<exponent), 1<<exponent-1
	for i, key := range n.keys {
		hash := xxh3.HashString(key)
		n.slots[n.find(key, hash)] = slot{int32(i) + 1, uint32(hash >> 32)}
	}
}

// Rows lists the rows of a column by the number of their text.
type Rows struct {
	heads []int32 // first row of each number, plus one; 0 is none
	next  []int32 // for each row the next one of its number, plus one; 0 is none
}

// Rows lists the rows of a column whose texts have a number now; null has none. It is
// cheaper than [NewIndex] where few rows are asked for.
func (n *Numbers) Rows(texts *array.String) Rows {
	r := Rows{heads: make([]int32, n.Len()), next: n.FindEach(texts)}
	// Backwards, so that each list begins with its first row. A row's number gives way
	// to the row behind it.
	for row := len(r.next) - 1; row >= 0; row-- {
		if number := r.next[row]; number >= 0 {
			r.next[row], r.heads[number] = r.heads[number], int32(row)+1
		}
	}
	return r
}

// First returns the first row of a number, or -1.
func (r *Rows) First(number int) int { return int(r.heads[number]) - 1 }

// Next returns the row that follows a row among those of its number, in the order of
// the column, or -1.
func (r *Rows) Next(row int) int { return int(r.next[row]) - 1 }
