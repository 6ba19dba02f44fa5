package pipeline

import (
	"bytes"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

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
			if bitIsSet(from, first+i) {
				wantCopied[(at+i)/8] |= 1 << ((at + i) % 8)
			}
		}
		copyBits(copied, at, from, first, n)
		setBits(set, at, n)
		if !bytes.Equal(copied, wantCopied) {
			t.Errorf("copied %08b, want %08b", copied, wantCopied)
		}
		if !bytes.Equal(set, wantSet) {
			t.Errorf("set %08b, want %08b", set, wantSet)
		}
	})
}

// TestCopyTextCopies: what copyText writes in words are the bytes that copy writes, and
// nothing before them or behind the end of what it is given.
func TestCopyTextCopies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.SliceOfN(rapid.Byte(), 0, 60).Draw(t, "from")
		n := rapid.IntRange(0, len(from)).Draw(t, "bytes")
		memory := bytes.Repeat([]byte{0xa5}, 100)
		at, room := 10, n+rapid.IntRange(0, 30).Draw(t, "room behind")
		copyText(memory[at:at+room:at+room], from, n)
		if !bytes.Equal(memory[at:at+n], from[:n]) {
			t.Errorf("%x, want %x", memory[at:at+n], from[:n])
		}
		if outside := slices.Concat(memory[:at], memory[at+room:]); bytes.Count(outside, []byte{0xa5}) != len(outside) {
			t.Errorf("%d bytes with room for %d wrote outside of it: %x", n, room, memory)
		}
	})
}

// TestValidityInOrder holds the bits that go to blocks, and the extremes of the values that
// there are, against looking at one row after the other.
func TestValidityInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := packedColumn{offset: rapid.IntRange(0, 9).Draw(t, "offset")}
		var rows int
		if c.validity, rows = drawnBits(t); rows <= c.offset {
			t.Skip("no rows")
		}
		rows -= c.offset
		values, order := make([]int64, rows), make([]int32, rows)
		var filled []int64
		for row := range values {
			values[row], order[row] = rapid.Int64().Draw(t, "value"), int32(row)
			if bitIsSet(c.validity, c.offset+row) {
				filled = append(filled, values[row])
			}
		}
		if len(filled) > 0 {
			least, most := extremes(&c, values)
			if least != slices.Min(filled) || most != slices.Max(filled) {
				t.Errorf("values from %d to %d, want %d to %d", least, most, slices.Min(filled), slices.Max(filled))
			}
		}
		order = rapid.Permutation(order).Draw(t, "order")
		var p packer
		p.orderValidity(&c, order, rows-len(filled))
		from := rapid.IntRange(0, rows-1).Draw(t, "from")
		block := order[from:rapid.IntRange(from+1, rows).Draw(t, "to")]
		bits, present := p.appendValidity(nil, block, from)
		want, wantPresent := make([]byte, (len(block)+7)/8), []int32{}
		for i, row := range block {
			if bitIsSet(c.validity, c.offset+int(row)) {
				want[i/8] |= 1 << (i % 8)
				wantPresent = append(wantPresent, row)
			}
		}
		if !bytes.Equal(bits, want) || !slices.Equal(present, wantPresent) {
			t.Errorf("bits %08b of rows %v, want %08b of %v", bits, present, want, wantPresent)
		}
	})
}
