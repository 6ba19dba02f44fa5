package digest

import (
	"crypto/sha256"
	"encoding"
	"encoding/binary"

	"golang.org/x/sys/cpu"
)

// inStep says that the processor has the instructions for SHA-256. With AVX2 come all
// others that are needed.
var inStep = cpu.X86.HasAVX2 && hasSHA()

// hasSHA asks the processor, which must have AVX2; package cpu does not tell.
func hasSHA() bool

// writeBlocks adds to a and b as many blocks as p and q both begin with and returns their
// length. Both hashes must be at the beginning of a block.
func writeBlocks(a, b *Hash, p, q []byte) int {
	blocks := min(len(p), len(q)) / sha256.BlockSize
	if !inStep || blocks == 0 {
		return 0
	}
	ofA, ofB := a.state(), b.state()
	advanceSHA(&ofA, &ofB, &p[0], &q[0], blocks, &shaTables)
	a.advance(ofA, blocks*sha256.BlockSize)
	b.advance(ofB, blocks*sha256.BlockSize)
	return blocks * sha256.BlockSize
}

// advanceSHA adds blocks to two states, at least one to each.
//
//go:noescape
func advanceSHA(a, b *state, p, q *byte, blocks int, t *tables)

// A tables is what advanceSHA looks up.
type tables struct {
	constants [64]uint32 // FIPS 180-4, section 4.2.2
	bigEndian [16]byte   // the order of bytes in four words
}

// A state is what SHA-256 has made of the blocks so far: the words a to h of FIPS 180-4,
// in the order in which the instructions want them.
type state [8]uint32

// stateOrder are the places of the words of FIPS 180-4 in a state, h last.
var stateOrder = [8]int{3, 2, 7, 6, 1, 0, 5, 4}

// A hash of the standard library that is at the beginning of a block is marshalled as four
// letters, the eight words, an empty block and the number of bytes so far.
const (
	wordsAt  = 4
	lengthAt = wordsAt + 4*len(state{}) + sha256.BlockSize
)

// state returns the state of a hash that is at the beginning of a block.
func (h *Hash) state() (s state) {
	h.marshalled, _ = h.std.(encoding.BinaryAppender).AppendBinary(h.marshalled[:0]) // its error is always nil
	for word, at := range stateOrder {
		s[at] = binary.BigEndian.Uint32(h.marshalled[wordsAt+4*word:])
	}
	return s
}

// advance gives the hash, whose state was asked for before, the state it has n bytes later.
func (h *Hash) advance(s state, n int) {
	for word, at := range stateOrder {
		binary.BigEndian.PutUint32(h.marshalled[wordsAt+4*word:], s[at])
	}
	h.length += uint64(n)
	binary.BigEndian.PutUint64(h.marshalled[lengthAt:], h.length)
	if err := h.std.(encoding.BinaryUnmarshaler).UnmarshalBinary(h.marshalled); err != nil {
		panic(err) // it marshalled these bytes itself
	}
}

var shaTables = tables{
	constants: [64]uint32{
		0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
		0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
		0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
		0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
		0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
		0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
		0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
		0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
	},
	bigEndian: [16]byte{3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12},
}
