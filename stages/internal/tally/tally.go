// Package tally counts by key: few keys take turns in many rows.
package tally

import "slices"

// A Key is what counts are kept by.
type Key interface {
	comparable
	// Hash tells keys apart that are asked for in turn.
	Hash() uint32
}

// A Tally keeps counts by key. Keys that were asked for of late are at hand, one for
// each of their places.
type Tally[K Key, C any] struct {
	at      map[K]int32 // entry of a key
	entries []Entry[K, C]
	recent  [recentKeys]int32 // entries, plus one; 0 = none
}

// An Entry is a key with its counts.
type Entry[K Key, C any] struct {
	Key    K
	Counts C
}

const recentKeys = 256

// New returns an empty tally.
func New[K Key, C any]() *Tally[K, C] { return &Tally[K, C]{at: make(map[K]int32)} }

// Of returns the counts of a key, which are good until the next call.
func (t *Tally[K, C]) Of(key K) *C {
	recent := &t.recent[key.Hash()%recentKeys]
	if *recent != 0 && t.entries[*recent-1].Key == key {
		return &t.entries[*recent-1].Counts
	}
	at, ok := t.at[key]
	if !ok {
		at = int32(len(t.entries))
		t.at[key] = at
		t.entries = append(t.entries, Entry[K, C]{Key: key})
	}
	*recent = at + 1
	return &t.entries[at].Counts
}

// Entries returns the entries in the order in which their keys first came.
func (t *Tally[K, C]) Entries() []Entry[K, C] { return t.entries }

// Sorted returns the entries in the order of their keys.
func (t *Tally[K, C]) Sorted(compare func(a, b K) int) []Entry[K, C] {
	return slices.SortedFunc(slices.Values(t.entries), func(a, b Entry[K, C]) int { return compare(a.Key, b.Key) })
}
