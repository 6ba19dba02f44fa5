// Package digest takes two checksums of an input in one reading: SHA-256, which is what a
// run publishes and anybody can check, and XXH3 of 128 bits, which tells at a tenth of the
// cost whether a file is the one that was read before.
package digest

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"

	"github.com/zeebo/xxh3"
)

// Sums are the checksums of some content; the zero value stands for content that was not
// read to its end.
type Sums struct {
	SHA256 [sha256.Size]byte
	XXH3   [16]byte // big endian, as xxh128sum prints it
}

// Hex returns the sums in hexadecimal, empty ones if they are not known.
func (s Sums) Hex() (sha256, xxh3 string) {
	if s == (Sums{}) {
		return "", ""
	}
	const digits = 2 * len(s.SHA256)
	text := make([]byte, 0, digits+2*len(s.XXH3))
	text = hex.AppendEncode(hex.AppendEncode(text, s.SHA256[:]), s.XXH3[:])
	both := string(text) // in one piece of memory
	return both[:digits], both[digits:]
}

// A Hash takes the sums of what is written to it.
type Hash struct {
	sha hash.Hash
	xxh xxh3.Hasher
}

// New returns the hash of nothing.
func New() *Hash { return &Hash{sha: sha256.New()} }

// Write adds p. It never returns an error.
func (h *Hash) Write(p []byte) (int, error) {
	h.sha.Write(p)
	return h.xxh.Write(p)
}

// Sums returns the sums of what was written so far.
func (h *Hash) Sums() Sums {
	s := Sums{XXH3: h.xxh.Sum128().Bytes()}
	h.sha.Sum(s.SHA256[:0])
	return s
}

// Of returns the sums of content.
func Of(content []byte) Sums {
	return Sums{SHA256: sha256.Sum256(content), XXH3: xxh3.Hash128(content).Bytes()}
}
