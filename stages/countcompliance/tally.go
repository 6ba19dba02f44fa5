package countcompliance

import (
	"maps"
	"math"
	"slices"

	"github.com/apache/arrow/go/v17/arrow/array"
)

// A tallyKey is what counts are kept by.
type tallyKey interface {
	comparable
	// hash tells keys apart that are asked for in turn.
	hash() uint32
}

// A tally keeps counts by key. Keys that were asked for of late are at hand, one for
// each of their places: few sellers and days take turns.
type tally[K tallyKey, C any] struct {
	counts map[K]*C
	recent [recentKeys]struct {
		key    K
		counts *C
	}
}

const recentKeys = 256

func newTally[K tallyKey, C any]() *tally[K, C] { return &tally[K, C]{counts: make(map[K]*C)} }

// of returns the counts of a key.
func (t *tally[K, C]) of(key K) *C {
	recent := &t.recent[key.hash()%recentKeys]
	if recent.counts != nil && recent.key == key {
		return recent.counts
	}
	c := t.counts[key]
	if c == nil {
		c = new(C)
		t.counts[key] = c
	}
	recent.key, recent.counts = key, c
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
