// Package digest computes SHA-256, as crypto/sha256 does, and of two streams at once where
// the processor can: the two take little longer than one of them alone.
package digest

import (
	"crypto/sha256"
	"hash"
)

// A Hash is the SHA-256 of what is written to it. One goroutine at a time may use it.
type Hash struct {
	std        hash.Hash
	length     uint64 // bytes written
	marshalled []byte // memory for std's state
}

// New returns the hash of nothing.
func New() *Hash { return &Hash{std: sha256.New()} }

// Sum returns the SHA-256 of what was written so far.
func (h *Hash) Sum() (sum [sha256.Size]byte) {
	h.std.Sum(sum[:0])
	return sum
}

// Reset makes h the hash of nothing.
func (h *Hash) Reset() {
	h.std.Reset()
	h.length = 0
}

// WriteBoth adds p to a and q to b, which must be another hash. As far as the shorter of p
// and q goes, the two take little longer than one.
func WriteBoth(a, b *Hash, p, q []byte) {
	p, q = a.fillBlock(p), b.fillBlock(q)
	n := writeBlocks(a, b, p, q)
	a.add(p[n:])
	b.add(q[n:])
}

func (h *Hash) add(p []byte) {
	h.length += uint64(len(p))
	h.std.Write(p)
}

// fillBlock adds the beginning of p that completes a block of 64 bytes, which may be
// nothing, and returns the rest.
func (h *Hash) fillBlock(p []byte) []byte {
	n := min(len(p), int(-h.length%sha256.BlockSize))
	h.add(p[:n])
	return p[n:]
}
