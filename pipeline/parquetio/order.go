package parquetio

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"
)

// A sortKey is the key by which a cell is sorted, and the place of the cell before that.
type sortKey struct {
	key   uint64
	place int32
}

// A radix sort looks at narrowDigit bits of the keys at a time, or of many keys at wideDigit,
// which two characters that differ in their low halves take, as digits do.
const (
	narrowDigit = 8
	wideDigit   = 12
	manyKeys    = 1 << wideDigit / 2 // fewer are sorted sooner than so many counts are added up
)

// sortKeys sorts x.keys; equal ones stay in their order. It is a radix sort over the bits
// in which keys differ: a few passes without comparisons.
func (x *indexer) sortKeys() {
	width := narrowDigit
	if len(x.keys) >= manyKeys {
		width = wideDigit
	}
	var differ uint64
	for _, k := range x.keys {
		differ |= k.key ^ x.keys[0].key
	}
	x.spare = slices.Grow(x.spare[:0], len(x.keys))[:len(x.keys)]
	for differ != 0 {
		shift := bits.TrailingZeros64(differ)
		x.sortByDigit(shift, width)
		differ = differ >> (shift + width) << (shift + width)
	}
}

// sortByDigit sorts x.keys by width bits, at most wideDigit, above the first shift ones; equal
// ones stay in their order (counting sort).
func (x *indexer) sortByDigit(shift, width int) {
	keys, sorted, next := x.keys, x.spare, &x.digits
	clear(next[:1<<width])
	mask := (uint64(1)<<width - 1) % uint64(len(next)) // so that the compiler knows it, too
	for i := range keys {
		next[keys[i].key>>(shift&63)&mask]++
	}
	start := int32(0)
	for i, n := range next[:1<<width] {
		next[i] = start
		start += n
	}
	for _, k := range keys {
		to := &next[k.key>>(shift&63)&mask]
		sorted[*to] = k
		*to++
	}
	x.keys, x.spare = sorted, keys
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
