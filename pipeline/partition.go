package pipeline

import (
	"bytes"
	"math/bits"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/zeebo/xxh3"
)

const (
	// partitionBytes is the size of input that makes one partition: its rows and
	// what the stages derive from them fit the cache of a small machine and, with
	// one partition per worker, its memory.
	partitionBytes = 16 << 20
	maxPartitions  = 4096
)

// A spreading says into how many partitions rows are spread. The partition of a
// row is the top bits of its hash, so partitions of a coarser spreading are
// unions of neighbours of a finer one: rows sorted by hash stand in the same
// order whatever the number.
type spreading struct{ bits uint8 }

// spreadingFor returns the spreading for an input of the given size.
func spreadingFor(inputBytes int64) spreading {
	parts := min(max(inputBytes/partitionBytes, 1), maxPartitions)
	return spreading{uint8(bits.Len64(uint64(parts - 1)))}
}

// parts returns the number of partitions, a power of two.
func (s spreading) parts() int { return 1 << s.bits }

// of returns the partition of a hash.
func (s spreading) of(hash uint64) int { return int(hash >> (64 - s.bits)) }

// partitionHashes returns the hash of each row's partition key: of the first
// key that is not empty, of the empty text if all are. The result reuses dst.
func partitionHashes(d *Dataset, rec arrow.Record, dst []uint64) []uint64 {
	rows := int(rec.NumRows())
	dst = append(dst[:0], make([]uint64, rows)...)
	type key struct {
		values  []byte
		offsets []int32
		cut     bool
	}
	keys := make([]key, len(d.Partition))
	for i, k := range d.Partition {
		a := k.Column.In(rec)
		keys[i] = key{textBytes(a), textOffsets(a), k.CutPosting}
	}
	for row := range rows {
		var text []byte
		for _, k := range keys {
			// Null texts have no bytes: builders append none for them.
			if text = k.values[k.offsets[row]:k.offsets[row+1]]; len(text) > 0 {
				if k.cut {
					text = orderOfPosting(text)
				}
				break
			}
		}
		dst[row] = xxh3.Hash(text)
	}
	return dst
}

// orderOfPosting returns the order number of a posting number: the part before
// the last dash of a number that has two or more, else all of it.
func orderOfPosting(posting []byte) []byte {
	last := bytes.LastIndexByte(posting, '-')
	if last < 0 || bytes.IndexByte(posting[:last], '-') < 0 {
		return posting
	}
	return posting[:last]
}

// spread orders the rows of a batch by partition, rows of one partition in
// their old order, and returns where each partition begins: rows of partition p
// are offsets[p]..offsets[p+1]. The caller releases the record.
func (s spreading) spread(mem memory.Allocator, d *Dataset, rec arrow.Record) (arrow.Record, []int32) {
	rows := int(rec.NumRows())
	if s.parts() == 1 {
		rec.Retain()
		return rec, []int32{0, int32(rows)}
	}
	hashes := partitionHashes(d, rec, nil)
	offsets := make([]int32, s.parts()+1)
	for _, h := range hashes {
		offsets[s.of(h)+1]++
	}
	for p := range s.parts() {
		offsets[p+1] += offsets[p]
	}
	next := append([]int32(nil), offsets...)
	order := make([]int32, rows)
	for row, h := range hashes {
		p := s.of(h)
		order[next[p]] = int32(row)
		next[p]++
	}
	return Take(mem, rec, order), offsets
}
