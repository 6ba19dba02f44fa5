package parquetio

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// A sortKey is the key by which a cell is sorted, and the place of the cell before that.
type sortKey struct {
	key   uint64
	place int32
}

// sortKeys sorts x.keys; equal ones stay in their order. It is a radix sort over the bytes
// in which keys differ: a few passes without comparisons.
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

// sortTexts leaves in x.keys the places of texts, at least one, in the order of their bytes,
// equal texts in their order: a radix sort by the sixteen bytes behind the common prefix of
// all, then comparisons of those in which these are equal.
func (x *indexer) sortTexts(all texts) {
	least, greatest := all.extremes()
	common := 0
	for common < len(least) && least[common] == greatest[common] {
		common++
	}
	x.keys, x.heads = x.keys[:0], x.heads[:0]
	decided := len(least) <= common+16 // by the sixteen bytes
	for place, s := range all.spans {
		text := all.text(s)
		x.heads = append(x.heads, leading(text[common:]))
		x.keys = append(x.keys, sortKey{leading(text[min(common+8, len(text)):]), int32(place)})
		decided = decided && len(text) == len(least)
	}
	x.sortKeys()
	for i, k := range x.keys {
		x.keys[i].key = x.heads[k.place]
	}
	x.sortKeys()
	if decided {
		return
	}
	for from := 0; from < len(x.keys); {
		to := from + 1
		for to < len(x.keys) && x.keys[to].key == x.keys[from].key {
			to++
		}
		if to-from > 1 {
			byText := func(a, b sortKey) int { return bytes.Compare(all.at(int(a.place)), all.at(int(b.place))) }
			if !slices.IsSortedFunc(x.keys[from:to], byText) {
				slices.SortFunc(x.keys[from:to], byText)
			}
		}
		from = to
	}
}

// leading returns the first eight bytes of a text as a number of the same
// order, zeros for those it lacks.
func leading(text []byte) uint64 {
	if len(text) >= 8 {
		return binary.BigEndian.Uint64(text)
	}
	var b [8]byte
	copy(b[:], text)
	return binary.BigEndian.Uint64(b[:])
}
