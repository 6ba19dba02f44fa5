package layout

import (
	"bytes"
	"slices"
	"testing"
	"unsafe"

	"github.com/apache/arrow/go/v17/arrow/memory"
	"pgregory.net/rapid"
)

// TestBits holds words of a bitmap against its bits.
func TestBits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bitmap := rapid.SliceOfN(rapid.Byte(), 1, 30).Draw(t, "bitmap")
		at := rapid.IntRange(0, 8*len(bitmap)-1).Draw(t, "at")
		n := rapid.IntRange(1, min(64, 8*len(bitmap)-at)).Draw(t, "n")
		got := Bits(bitmap, at, n)
		for i := range 64 {
			if want := i < n && IsSet(bitmap, at+i); got>>i&1 == 1 != want {
				t.Fatalf("bit %d of %b is not %v", i, got, want)
			}
		}
	})
}

// drawnBits draws a bitmap of some hundred rows: with runs of equal bits, as columns have
// them, and with none.
func drawnBits(t *rapid.T) (bitmap []byte, rows int) {
	pieces := rapid.SliceOfN(rapid.SampledFrom([]byte{0, 0xff, 0xff, 0x5a, 0x01}), 1, 8).Draw(t, "pieces")
	for _, piece := range pieces {
		bitmap = append(bitmap, bytes.Repeat([]byte{piece}, rapid.IntRange(1, 10).Draw(t, "times"))...)
	}
	return bitmap, 8*len(bitmap) - rapid.IntRange(0, 7).Draw(t, "unused")
}

// TestCopyAndSetBits holds the words in which bits are copied and set against single bits.
func TestCopyAndSetBits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, rows := drawnBits(t)
		first := rapid.IntRange(0, rows-1).Draw(t, "first")
		n := rapid.IntRange(0, rows-first).Draw(t, "bits")
		at := rapid.OneOf(rapid.IntRange(0, 20), rapid.Just(8)).Draw(t, "at")
		copied, set := make([]byte, (at+n+7)/8), make([]byte, (at+n+7)/8)
		wantCopied, wantSet := slices.Clone(copied), slices.Clone(set)
		for i := range n {
			wantSet[(at+i)/8] |= 1 << ((at + i) % 8)
			if IsSet(from, first+i) {
				wantCopied[(at+i)/8] |= 1 << ((at + i) % 8)
			}
		}
		CopyBits(copied, at, from, first, n)
		SetBits(set, at, n)
		if !bytes.Equal(copied, wantCopied) {
			t.Errorf("copied %08b, want %08b", copied, wantCopied)
		}
		if !bytes.Equal(set, wantSet) {
			t.Errorf("set %08b, want %08b", set, wantSet)
		}
	})
}

// Memory that is not cleared begins and ends where arrow's does.
func TestUnclearedMemory(t *testing.T) {
	for size := range 300 {
		b := Uncleared{memory.NewGoAllocator()}.Allocate(size)
		if len(b) != size || cap(b) != size {
			t.Errorf("%d bytes have length %d and capacity %d", size, len(b), cap(b))
		}
		if at := uintptr(unsafe.Pointer(unsafe.SliceData(b))); size > 0 && at%alignment != 0 {
			t.Errorf("%d bytes begin at %x", size, at)
		}
	}
}
