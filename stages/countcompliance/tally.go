package countcompliance

import (
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
	at      map[K]int32 // entry of a key
	entries []entry[K, C]
	recent  [recentKeys]int32 // entries, plus one; 0 = none
}

// An entry is a key with its counts.
type entry[K tallyKey, C any] struct {
	key    K
	counts C
}

const recentKeys = 256

func newTally[K tallyKey, C any]() *tally[K, C] { return &tally[K, C]{at: make(map[K]int32)} }

// of returns the counts of a key, which are good until the next call.
func (t *tally[K, C]) of(key K) *C {
	recent := &t.recent[key.hash()%recentKeys]
	if *recent != 0 && t.entries[*recent-1].key == key {
		return &t.entries[*recent-1].counts
	}
	at, ok := t.at[key]
	if !ok {
		at = int32(len(t.entries))
		t.at[key] = at
		t.entries = append(t.entries, entry[K, C]{key: key})
	}
	*recent = at + 1
	return &t.entries[at].counts
}

// sorted returns the entries in the order of their keys. No key is asked for after it.
func (t *tally[K, C]) sorted(compare func(a, b K) int) []entry[K, C] {
	slices.SortFunc(t.entries, func(a, b entry[K, C]) int { return compare(a.key, b.key) })
	return t.entries
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
