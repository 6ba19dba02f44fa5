package gatherevidence

import "math/bits"

// An orderSet holds orders by their partition hashes, one bit each: it has all
// that were added, and about one in thirty that were not.
type orderSet struct {
	bits []uint64
	mask uint64
}

// newOrderSet returns an empty set with room for n orders.
func newOrderSet(n int) *orderSet {
	words := uint64(1) << bits.Len64(uint64(n)/2) // 32 to 64 bits for each order
	return &orderSet{bits: make([]uint64, words), mask: 64*words - 1}
}

// The low bits of a hash: the high ones are the same in all of a partition.
func (s *orderSet) add(hash uint64) { s.bits[hash&s.mask>>6] |= 1 << (hash & 63) }

func (s *orderSet) has(hash uint64) bool { return s.bits[hash&s.mask>>6]>>(hash&63)&1 != 0 }
