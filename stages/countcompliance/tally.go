package countcompliance

import (
	"maps"
	"math"
	"slices"

	"github.com/apache/arrow/go/v17/arrow/array"
)

// A tally keeps counts by key. The key that was asked for last is at hand: rows of
// one seller and month often follow each other.
type tally[K comparable, C any] struct {
	counts map[K]*C
	last   K
	lastOf *C
}

func newTally[K comparable, C any]() *tally[K, C] { return &tally[K, C]{counts: make(map[K]*C)} }

// of returns the counts of a key.
func (t *tally[K, C]) of(key K) *C {
	if t.lastOf != nil && t.last == key {
		return t.lastOf
	}
	c := t.counts[key]
	if c == nil {
		c = new(C)
		t.counts[key] = c
	}
	t.last, t.lastOf = key, c
	return c
}

// sorted returns the keys in order.
func (t *tally[K, C]) sorted(compare func(a, b K) int) []K {
	return slices.SortedFunc(maps.Keys(t.counts), compare)
}

// failed adds up the late amounts of postings that do not comply.
type failed struct {
	late        int64 // CNY, minor units
	unconverted int64 // postings whose late amount is not known
}

// add adds a posting. A sum that does not fit is not known.
func (f *failed) add(late *array.Int64, row int) {
	if late.IsNull(row) {
		f.unconverted++
		return
	}
	amount := late.Value(row)
	if amount > 0 && f.late > math.MaxInt64-amount || amount < 0 && f.late < math.MinInt64-amount {
		f.unconverted++
		return
	}
	f.late += amount
}
