package pipeline

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/zeebo/xxh3"

	"ozpayout/pipeline/internal/layout"
)

const (
	// partitionShare is the part of the memory, one in so many, that the input of one
	// partition may have: each worker holds the rows of one, and what the stages
	// derive from them.
	partitionShare = 24
	// Many partitions cost time: rows come to each in blocks of a few dozen. So beside
	// what a run takes however its rows are spread, fixedMemory, there may be fewer
	// and larger ones, of largePartition or as many as manyPartitions; but first enough
	// to keep workers busy.
	fixedMemory    = 192 << 20
	largeShare     = 6
	largePartition = 32 << 20
	manyPartitions = 1024
	busyPartitions = 8

	maxPartitions = 4096
)

// stagedMemory returns how much of a memory rows between two steps may take before they go
// to disk: a quarter, less where the rest is no more than others need, which is for
// scanning, stages at work, rows of marts that wait for their row group, and garbage.
func stagedMemory(memory int64) int64 {
	const others = 240 << 20
	return min(memory/4, max(memory/16, memory-others))
}

// A spreading says into how many partitions rows are spread. The partition of a
// row is the top bits of its hash, so partitions of a coarser spreading are
// unions of neighbours of a finer one: rows sorted by hash stand in the same
// order whatever the number.
type spreading struct{ bits uint8 }

// spreadingFor returns the spreading for an input of the given size and a memory.
func spreadingFor(inputBytes, memory int64) spreading {
	size := max(memory/partitionShare, 1)
	large := max(size, min((memory-fixedMemory)/largeShare, max(largePartition, inputBytes/manyPartitions)))
	parts := max(min(inputBytes/size, busyPartitions), inputBytes/large, 1)
	parts = min(parts, maxPartitions)
	return spreading{uint8(bits.Len64(uint64(parts - 1)))}
}

// parts returns the number of partitions, a power of two.
func (s spreading) parts() int { return 1 << s.bits }

// of returns the partition of a hash.
func (s spreading) of(hash uint64) int { return int(hash >> (64 - s.bits)) }

// PartitionHashes returns the hash of each row's partition key: of the first
// key that is not empty, of the empty text if all are. Rows that may be joined
// have equal hashes in all tables.
func PartitionHashes(d *Dataset, rec arrow.Record) []uint64 {
	rows := int(rec.NumRows())
	hashes := make([]uint64, rows)
	type key struct {
		values  []byte
		offsets []int32
		cut     bool
	}
	keys := make([]key, len(d.Partition))
	for i, k := range d.Partition {
		a := k.Column.In(rec)
		keys[i] = key{layout.TextBytes(a), layout.TextOffsets(a), k.CutPosting}
	}
	for row := range rows {
		var text []byte
		for i := range keys {
			// Null texts have no bytes: builders append none for them.
			k := &keys[i]
			if text = k.values[k.offsets[row]:k.offsets[row+1]]; len(text) > 0 {
				if k.cut {
					text = orderOfPosting(text)
				}
				break
			}
		}
		hashes[row] = xxh3.Hash(text)
	}
	return hashes
}

// orderOfPosting returns the order number of a posting number: the part before
// the last dash of a number that has two or more, else all of it.
func orderOfPosting(posting []byte) []byte {
	if n := len(posting); n >= 8 {
		// Mostly two dashes are among the last eight bytes, of which the last is the highest.
		dashes := dashesIn(binary.LittleEndian.Uint64(posting[n-8:]))
		if dashes&(dashes-1) != 0 {
			return posting[:n-8+bits.Len64(dashes)/8-1]
		}
	}
	last := bytes.LastIndexByte(posting, '-')
	if last < 0 || bytes.IndexByte(posting[:last], '-') < 0 {
		return posting
	}
	return posting[:last]
}

// dashesIn sets the highest bit of each of eight bytes that is a dash, and no other.
func dashesIn(text uint64) uint64 {
	const lows, dashes = 0x7f7f7f7f7f7f7f7f, '-' * 0x0101010101010101
	x := text ^ dashes
	return ^(x&lows + lows | x | lows)
}

// order returns the rows of a batch ordered by partition, as grouped does.
func (s spreading) order(d *Dataset, rec arrow.Record) (order, ends []int32) {
	if s.parts() == 1 {
		return allRows(rec.NumRows()), []int32{0, int32(rec.NumRows())}
	}
	parts := make([]int32, rec.NumRows())
	for row, h := range PartitionHashes(d, rec) {
		parts[row] = int32(s.of(h))
	}
	return grouped(parts, s.parts())
}

// grouped returns rows ordered by group, those of one group in their old order, and where
// each group begins: the rows of group g are order[ends[g]:ends[g+1]]. The group of row i is
// of[i], less than groups (counting sort).
func grouped(of []int32, groups int) (order, ends []int32) {
	ends = make([]int32, groups+1)
	for _, g := range of {
		ends[g+1]++
	}
	for g := range groups {
		ends[g+1] += ends[g]
	}
	next := slices.Clone(ends)
	order = make([]int32, len(of))
	for row, g := range of {
		order[next[g]] = int32(row)
		next[g]++
	}
	return order, ends
}

// allRows returns the numbers of so many rows.
func allRows(rows int64) []int32 {
	all := make([]int32, rows)
	for row := range all {
		all[row] = int32(row)
	}
	return all
}
