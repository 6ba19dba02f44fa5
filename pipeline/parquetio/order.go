package parquetio

import (
	"encoding/binary"
	"slices"
	"strings"
)

// A sortKey stands for the entry of a dictionary that was met at a place.
type sortKey struct {
	key   uint64
	place int32
}

// sortKeys sorts the keys; equal ones stay in their order. It is a radix sort
// over the bytes in which keys differ: a few passes, and none compares.
func (x *indexer) sortKeys() {
	var differ uint64
	for _, k := range x.keys {
		differ |= k.key ^ x.keys[0].key
	}
	x.spare = slices.Grow(x.spare[:0], len(x.keys))[:len(x.keys)]
	for shift := 0; shift < 64; shift += 8 {
		if differ>>shift&0xFF == 0 {
			continue
		}
		var next [256]int32
		for _, k := range x.keys {
			next[byte(k.key>>shift)]++
		}
		start := int32(0)
		for i, n := range next {
			next[i] = start
			start += n
		}
		for _, k := range x.keys {
			to := &next[byte(k.key>>shift)]
			x.spare[*to] = k
			*to++
		}
		x.keys, x.spare = x.spare, x.keys
	}
}

// sortWords makes the keys those of the words, in the order of their texts:
// first by the eight bytes that follow what all texts have in common, then by
// all bytes where these are equal.
func (x *indexer) sortWords() {
	least, greatest := x.words[0].text, x.words[0].text
	for _, w := range x.words {
		least, greatest = min(least, w.text), max(greatest, w.text)
	}
	common := 0
	for common < len(least) && least[common] == greatest[common] {
		common++
	}
	x.keys = x.keys[:0]
	for place, w := range x.words {
		x.keys = append(x.keys, sortKey{leading(w.text[common:]), int32(place)})
	}
	x.sortKeys()
	for from := 0; from < len(x.keys); {
		to := from + 1
		for to < len(x.keys) && x.keys[to].key == x.keys[from].key {
			to++
		}
		if to-from > 1 {
			slices.SortFunc(x.keys[from:to], func(a, b sortKey) int {
				return strings.Compare(x.words[a.place].text, x.words[b.place].text)
			})
		}
		from = to
	}
}

// leading returns the first eight bytes of a text as a number of the same
// order, zeros for those it lacks.
func leading(text string) uint64 {
	var b [8]byte
	copy(b[:], text)
	return binary.BigEndian.Uint64(b[:])
}
