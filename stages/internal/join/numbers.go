package join

import "github.com/apache/arrow/go/v17/arrow/array"

// Numbers gives distinct texts the numbers 0, 1, 2 and so on, in the order in
// which they first come. It keeps the texts.
type Numbers struct {
	texts []string
	slots []slot // row is the number, plus one
	bits  int    // of the number of slots
}

// NewNumbers returns an empty numbering with room for that many distinct texts;
// more may come.
func NewNumbers(room int) *Numbers {
	bits := slotBits(room)
	return &Numbers{texts: make([]string, 0, room), slots: make([]slot, 1<<bits), bits: bits}
}

// Of returns the number of a text; isNew reports that it came for the first time.
func (n *Numbers) Of(text string) (number int, isNew bool) {
	k := keyOf(text)
	s := n.find(text, k)
	if s.row != 0 {
		return int(s.row) - 1, false
	}
	n.texts = append(n.texts, text)
	*s = slot{k, int32(len(n.texts))}
	if 3*len(n.texts) > 2*len(n.slots) {
		n.grow()
	}
	return len(n.texts) - 1, true
}

// Key returns the text of a number.
func (n *Numbers) Key(number int) string { return n.texts[number] }

// Len returns how many texts have a number.
func (n *Numbers) Len() int { return len(n.texts) }

// Find returns the number of a text that has one already.
func (n *Numbers) Find(text string) (number int, ok bool) {
	number = int(n.find(text, keyOf(text)).row) - 1
	return number, number >= 0
}

// FindEach returns the number of each text of a column, -1 for null and for one that
// has none yet. It is faster than as many calls between other work: the processor
// waits for several texts at a time. Equal texts often follow each other.
func (n *Numbers) FindEach(texts *array.String) []int32 {
	found := make([]int32, texts.Len())
	var last slot // of the row before, the number plus one
	forEachKey(texts, func(row int, text string, k key) {
		if row == 0 || k != last.key || !k.isExact() {
			last = slot{k, n.find(text, k).row}
		}
		found[row] = last.row - 1
	})
	if texts.NullN() > 0 {
		for i := range found {
			if texts.IsNull(i) {
				found[i] = -1
			}
		}
	}
	return found
}

// find returns the slot of a text, or the free one where it would be.
func (n *Numbers) find(text string, k key) *slot {
	mask := uint64(len(n.slots) - 1)
	for at := k.slot(n.bits); ; at = (at + 1) & mask {
		s := &n.slots[at&mask]
		if s.row == 0 || s.key == k && (k.isExact() || n.texts[s.row-1] == text) {
			return s
		}
	}
}

// grow doubles the table.
func (n *Numbers) grow() {
	old := n.slots
	n.bits++
	n.slots = make([]slot, 1<<n.bits)
	for _, s := range old {
		if s.row != 0 {
			*n.find(n.texts[s.row-1], s.key) = s
		}
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
