package layout

import (
	"testing"
	"unsafe"

	"github.com/apache/arrow/go/v17/arrow/bitutil"
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
			if want := i < n && bitutil.BitIsSet(bitmap, at+i); got>>i&1 == 1 != want {
				t.Fatalf("bit %d of %b is not %v", i, got, want)
			}
		}
	})
}

// Memory that is not cleared begins and ends where arrow's does.
func TestUnclearedMemory(t *testing.T) {
	for size := range 300 {
		b := Uncleared(size)
		if len(b) != size || cap(b) != size {
			t.Errorf("%d bytes have length %d and capacity %d", size, len(b), cap(b))
		}
		if at := uintptr(unsafe.Pointer(unsafe.SliceData(b))); size > 0 && at%alignment != 0 {
			t.Errorf("%d bytes begin at %x", size, at)
		}
	}
}
