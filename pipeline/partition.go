package pipeline

import (
	"bytes"
	"encoding/binary"
	"math/bits"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/zeebo/xxh3"

	"ozpayout/pipeline/internal/layout"
)

// See [spreadingFor]. Each worker holds the rows of one partition, and what the stages derive
// from them.
const (
	partitionShare = 24
	busyPartitions = 8         // enough to keep workers busy
	fixedMemory    = 192 << 20 // that a run takes however its rows are spread
	largeShare     = 6
	largePartition = 32 << 20
	manyPartitions = 1024

	maxPartitions = 4096
)

// stagedMemory returns how much of a memory rows between two steps may take before they go
// to disk: a quarter, or less to leave what scanning, stages at work, rows of marts that wait
// for their row group, and garbage need; at least a sixteenth.
func stagedMemory(memory int64) int64 {
	const others = 240 << 20
	return min(memory/4, max(memory/16, memory-others))
}

// A spreading says into how many partitions rows are spread. The partition of a
// row is the top bits of its hash, so partitions of a coarser spreading are
// unions of neighbours of a finer one: rows sorted by hash stand in the same
// order whatever the number.
type spreading struct{ bits uint8 }

// spreadingFor returns the spreading for an input of the given size and a memory. There are
// up to busyPartitions with one partitionShare-th of the memory of input each. More are only
// made for more input if they are large, since many cost time: rows come to each in blocks
// of a few dozen. A large one has largePartition of input, or more, so that there are no more
// than manyPartitions; but at most one largeShare-th of the memory beyond fixedMemory.
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
	hashes := make([]uint64, rec.NumRows())
	hashPartitions(hashes, d, rec)
	return hashes
}

// hashPartitions is [PartitionHashes] into memory that is there.
func hashPartitions(hashes []uint64, d *Dataset, rec arrow.Record) {
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
	for row := range hashes {
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

// A spreader orders the rows of batches by partition. Its memory is used again for the next
// batch.
type spreader struct {
	hashes []uint64
	parts  []int32 // of each row
	rows   grouping
}

// order returns the rows of a batch ordered by partition, as [grouping.of] does.
func (r *spreader) order(s spreading, d *Dataset, rec arrow.Record) (order, ends []int32) {
	rows := int(rec.NumRows())
	if s.parts() == 1 {
		return allRows(rec.NumRows()), []int32{0, int32(rows)}
	}
	r.hashes, r.parts = extended(r.hashes[:0], rows), extended(r.parts[:0], rows)
	hashPartitions(r.hashes, d, rec)
	for row, h := range r.hashes {
		r.parts[row] = int32(s.of(h))
	}
	return r.rows.of(r.parts, s.parts())
}

// A grouping orders rows by group. Its memory is used again for the next rows.
type grouping struct{ order, ends []int32 }

// of returns rows ordered by group, those of one group in their old order, and where each
// group begins: the rows of group g are order[ends[g]:ends[g+1]]. The group of row i is
// groups[i], less than count (counting sort).
func (g *grouping) of(groups []int32, count int) (order, ends []int32) {
	// The next row of group g goes to ends[g+1], which ends up as where the group ends.
	g.ends = extended(g.ends[:0], count+2)
	clear(g.ends)
	for _, group := range groups {
		g.ends[group+2]++
	}
	for i := range count {
		g.ends[i+2] += g.ends[i+1]
	}
	g.order = extended(g.order[:0], len(groups))
	for row, group := range groups {
		next := &g.ends[group+1]
		g.order[*next] = int32(row)
		*next++
	}
	return g.order, g.ends[:count+1]
}

// allRows returns the numbers of so many rows.
func allRows(rows int64) []int32 {
	all := make([]int32, rows)
	for row := range all {
		all[row] = int32(row)
	}
	return all
}
