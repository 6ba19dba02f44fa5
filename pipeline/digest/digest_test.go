package digest

import (
	"crypto/sha256"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// message returns n bytes that look like chance.
func message(seed uint64, n int) []byte {
	b := make([]byte, n)
	source := rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8), byte(seed >> 16)})
	source.Read(b)
	return b
}

// TestWriteBoth holds two hashes that are written together or one by one, in pieces of any
// length, against crypto/sha256.
func TestWriteBoth(t *testing.T) {
	length := rapid.OneOf(rapid.IntRange(0, 3), rapid.IntRange(60, 70), rapid.IntRange(0, 2000))
	rapid.Check(t, func(t *rapid.T) {
		var p, q []byte
		a, b := New(), New()
		if rapid.Bool().Draw(t, "used before") {
			a.add([]byte("something"))
			a.Reset()
		}
		for i := range rapid.IntRange(1, 8).Draw(t, "pieces") {
			seed := rapid.Uint64().Draw(t, "seed")
			more, other := message(seed, length.Draw(t, "p")), message(seed+1, length.Draw(t, "q"))
			p, q = append(p, more...), append(q, other...)
			if i%3 == 2 {
				a.add(more)
				b.add(other)
			} else {
				WriteBoth(a, b, more, other)
			}
			if a.Sum() != sha256.Sum256(p) || b.Sum() != sha256.Sum256(q) {
				t.Fatalf("after %d and %d bytes: %x and %x, want %x and %x", len(p), len(q), a.Sum(), b.Sum(), sha256.Sum256(p), sha256.Sum256(q))
			}
		}
	})
}

// BenchmarkWrite hashes two streams in pieces as CSV files are read, one after the other
// and together.
func BenchmarkWrite(b *testing.B) {
	p, q := message(1, 256<<10), message(2, 256<<10)
	for name, write := range map[string]func(a, b *Hash){
		"alone": func(x, y *Hash) { x.add(p); y.add(q) },
		"both":  func(x, y *Hash) { WriteBoth(x, y, p, q) },
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(p) + len(q)))
			b.ReportAllocs()
			x, y := New(), New()
			for b.Loop() {
				write(x, y)
			}
		})
	}
}
