package digest

import (
	"bytes"
	"crypto/sha256"
	"testing"

	"pgregory.net/rapid"
)

// What is written in pieces has the sums of the whole, the first of which is that of the
// standard library.
func TestPieces(t *testing.T) {
	piece := rapid.OneOf(rapid.SliceOfN(rapid.Byte(), 0, 300), rapid.Custom(func(t *rapid.T) []byte {
		return bytes.Repeat([]byte{rapid.Byte().Draw(t, "byte")}, rapid.IntRange(900, 5000).Draw(t, "length"))
	}))
	rapid.Check(t, func(t *rapid.T) {
		var content []byte
		h := New()
		for range rapid.IntRange(0, 5).Draw(t, "pieces") {
			p := piece.Draw(t, "piece")
			content = append(content, p...)
			h.Write(p)
			if h.Sums() != Of(content) {
				t.Fatalf("after %d bytes: %x, want %x", len(content), h.Sums(), Of(content))
			}
		}
		if h.Sums() != Of(content) || Of(content).SHA256 != sha256.Sum256(content) {
			t.Fatalf("%d bytes: %x and %x, SHA-256 %x", len(content), h.Sums(), Of(content), sha256.Sum256(content))
		}
	})
}

// What other programs print: sha256sum, and xxh128sum of the published vectors of XXH3
// with seed 0.
func TestHex(t *testing.T) {
	for content, want := range map[string][2]string{
		"":    {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "99aa06d3014798d86001c324468d497f"},
		"abc": {"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "06b05ab6733a618578af5f94892f3950"},
	} {
		if sha, xxh := Of([]byte(content)).Hex(); sha != want[0] || xxh != want[1] {
			t.Errorf("%q: got %s and %s", content, sha, xxh)
		}
	}
	if sha, xxh := (Sums{}).Hex(); sha != "" || xxh != "" {
		t.Errorf("not known: got %q and %q", sha, xxh)
	}
}

// BenchmarkWrite hashes in pieces as a CSV is read.
func BenchmarkWrite(b *testing.B) {
	piece := make([]byte, 256<<10)
	b.SetBytes(int64(len(piece)))
	b.ReportAllocs()
	h := New()
	for b.Loop() {
		h.Write(piece)
	}
}
