package parquetio

import (
	"bytes"
	"math/bits"
	"slices"

	"github.com/zeebo/xxh3"
)

// An indexer makes dictionaries of cells that repeat: an index takes less room
// than the bytes of a cell, and less work of the compressor, which has to find
// every repetition by itself otherwise. A dictionary is ascending, because
// neighbours that look alike compress best. What an indexer returns lives in
// its buffers.
type indexer struct {
	indices []int32 // places in order of appearance, then ranks
	slots   []uint16
	ranks   []int32
	keys    []sortKey
	spare   []sortKey
	digits  [1 << wideDigit]int32 // counts of [indexer.sortByDigit]
	heads   []uint64              // of texts that are sorted
	first32 []int32
	first64 []int64
	met     texts // in order of appearance
	hashes  []uint64
	words   texts // of the dictionary
}

// sign is the bit to flip in signed numbers for them to be in order as unsigned ones.
const sign = 1 << 63

// isUnique reports whether a dictionary is of no use, given how many different cells are
// among those seen so far: each entry should be there twice on average. Cells of which
// nearly all differ are given up after an eighth of them.
func isUnique(different, seen, all int) bool {
	return different > all/2 || seen > max(1024, all/8) && different > seen/10*9
}

// indexNumbers returns indices into a dictionary, which it keeps in first, or all numbers as
// they are and no dictionary if they do not repeat enough (see [isUnique]).
func indexNumbers[T int32 | int64](x *indexer, all []T, first *[]T) (values, dictionary cells) {
	least, greatest, repeat := numbers[T](all).extremes()
	switch span := uint64(greatest) - uint64(least); {
	case len(all) == 0:
	case span < uint64(len(all)):
		*first, repeat = indexNear(x, all, (*first)[:0], least, int(span)+1)
	default:
		*first, repeat = indexFar(x, all, (*first)[:0])
	}
	if !repeat {
		return numbers[T](all), nil
	}
	return indices{x.indices, indexWidth(len(*first))}, numbers[T](*first)
}

// indexNear appends the different numbers among all, ascending, to first, and leaves the
// index of each number in x.indices; false if they do not repeat enough. All are less than
// span above the least.
func indexNear[T int32 | int64](x *indexer, all, first []T, least T, span int) ([]T, bool) {
	ranks := x.emptyRanks(span)
	for _, v := range all {
		ranks[v-least] = 1
	}
	for above, met := range ranks {
		if met == 1 {
			ranks[above] = int32(len(first))
			first = append(first, least+T(above))
		}
	}
	if isUnique(len(first), len(all), len(all)) {
		return first, false
	}
	x.indices = slices.Grow(x.indices[:0], len(all))[:len(all)]
	for i, v := range all {
		x.indices[i] = ranks[v-least]
	}
	return first, true
}

// indexFar does what indexNear does for numbers that may be anywhere.
func indexFar[T int32 | int64](x *indexer, all, first []T) ([]T, bool) {
	slots := x.emptySlots(len(all) / 2)
	shift := 65 - bits.Len(uint(len(slots)))
	x.indices = slices.Grow(x.indices[:0], len(all))[:len(all)]
	for i, v := range all {
		// Fibonacci hashing, linear probing.
		slot := uint64(v) * 0x9E3779B97F4A7C15 >> shift
		for slots[slot] != 0 && first[slots[slot]-1] != v {
			slot = (slot + 1) % uint64(len(slots))
		}
		if slots[slot] == 0 {
			first = append(first, v)
			if isUnique(len(first), i+1, len(all)) {
				return first, false
			}
			slots[slot] = uint16(len(first))
		}
		x.indices[i] = int32(slots[slot]) - 1
	}
	x.keys = x.keys[:0]
	for place, v := range first {
		x.keys = append(x.keys, sortKey{uint64(v) ^ sign, int32(place)})
	}
	x.sortKeys()
	x.rank()
	for i, k := range x.keys {
		first[i] = T(k.key ^ sign)
	}
	return first, true
}

// indexTexts returns the dictionary of texts, ascending, and leaves the index of each text in
// x.indices; repeat is false if they do not repeat enough.
func (x *indexer) indexTexts(all texts) (words texts, repeat bool) {
	if count := all.count(); count == 0 || !x.meet(all, count/2) {
		return texts{}, false
	}
	x.sortTexts(x.met)
	x.rank()
	for _, k := range x.keys {
		x.words.spans = append(x.words.spans, x.met.spans[k.place])
	}
	return x.words, true
}

// meet leaves the different texts in x.met, in order of appearance, and the place of each
// text among them in x.indices. It gives up, and returns false, when there are more than
// most.
func (x *indexer) meet(all texts, most int) bool {
	slots := x.emptySlots(most)
	mask := uint64(len(slots) - 1)
	x.met, x.words = texts{all.memory, x.met.spans[:0]}, texts{all.memory, x.words.spans[:0]}
	x.hashes = x.hashes[:0]
	x.indices = slices.Grow(x.indices[:0], all.count())[:all.count()]
	last := int32(-1) // index of the text before
	var before []byte
	for i, s := range all.spans {
		text := all.text(s)
		if last >= 0 && bytes.Equal(text, before) {
			x.indices[i] = last
			continue
		}
		hash := xxh3.Hash(text)
		slot := hash & mask
		for slots[slot] != 0 && (x.hashes[slots[slot]-1] != hash || !bytes.Equal(x.met.at(int(slots[slot]-1)), text)) {
			slot = (slot + 1) & mask
		}
		if slots[slot] == 0 {
			if len(x.hashes) == most {
				return false
			}
			x.met.spans, x.hashes = append(x.met.spans, s), append(x.hashes, hash)
			slots[slot] = uint16(len(x.hashes))
		}
		last, before = int32(slots[slot])-1, text
		x.indices[i] = last
	}
	return true
}

// rank turns the indices, places in order of appearance, into indices into the sorted keys.
func (x *indexer) rank() {
	ranks := x.emptyRanks(len(x.keys))
	for i, k := range x.keys {
		ranks[k.place] = int32(i)
	}
	for i, place := range x.indices {
		x.indices[i] = ranks[place]
	}
}

// emptyRanks returns the buffer ranks with n zeros.
func (x *indexer) emptyRanks(n int) []int32 {
	x.ranks = slices.Grow(x.ranks[:0], n)[:n]
	clear(x.ranks)
	return x.ranks
}

// A slot of a hash table holds a place plus one, and there are at most half as
// many places as rows.
const _ uint16 = GroupRows / 2

// emptySlots returns a hash table for so many different cells. Its length is a
// power of two.
func (x *indexer) emptySlots(cells int) []uint16 {
	n := 2 << bits.Len(uint(cells))
	x.slots = slices.Grow(x.slots[:0], n)[:n]
	clear(x.slots)
	return x.slots
}
