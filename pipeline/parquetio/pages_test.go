package parquetio

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"

	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/parquet-go/parquet-go/encoding/plain"
	"github.com/parquet-go/parquet-go/encoding/rle"
	"pgregory.net/rapid"
)

// TestPlainPages: our page bodies are those of parquet-go's encoder.
func TestPlainPages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.String(), 1, 100).Draw(t, "texts")
		from := rapid.IntRange(0, len(all)).Draw(t, "from")
		to := rapid.IntRange(from, len(all)).Draw(t, "to")
		starts := []uint32{0}
		for _, text := range all[from:to] {
			starts = append(starts, starts[len(starts)-1]+uint32(len(text)))
		}
		joined := []byte{}
		for _, text := range all[from:to] {
			joined = append(joined, text...)
		}
		samePage(t, texts(all).appendTo(nil, from, to))((&plain.Encoding{}).EncodeByteArray(nil, joined, starts))

		int64s := rapid.SliceOfN(rapid.Int64(), 1, 100).Draw(t, "int64s")
		samePage(t, numbers[int64](int64s).appendTo(nil, 0, len(int64s)))((&plain.Encoding{}).EncodeInt64(nil, int64s))
		int32s := rapid.SliceOfN(rapid.Int32(), 1, 100).Draw(t, "int32s")
		samePage(t, numbers[int32](int32s).appendTo(nil, 0, len(int32s)))((&plain.Encoding{}).EncodeInt32(nil, int32s))

		set := rapid.SliceOfN(rapid.ByteRange(0, 1), 0, 100).Draw(t, "flags")
		if got, want := flags(set).appendTo(nil, 0, len(set)), obviousBits(set, 1); !bytes.Equal(got, want) {
			t.Fatalf("flags: got %x, want %x", got, want)
		}
	})
}

// samePage compares a page with what an encoder of parquet-go returned.
func samePage(t *rapid.T, got []byte) func([]byte, error) {
	return func(want []byte, err error) {
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Fatalf("got page %x, want %x", got, want)
		}
	}
}

// obviousBits packs values bit by bit.
func obviousBits[T byte | int32](values []T, width int) []byte {
	packed := make([]byte, (len(values)*width+7)/8)
	for i, v := range values {
		for b := range width {
			at := i*width + b
			packed[at/8] |= byte(v>>b&1) << (at % 8)
		}
	}
	return packed
}

// TestIndices: bits are packed as the obvious way packs them, and parquet-go
// reads back what was indexed.
func TestIndices(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := rapid.OneOf(rapid.IntRange(1, 300), rapid.IntRange(1, GroupRows)).Draw(t, "entries")
		width := indexWidth(entries)
		at := rapid.SliceOfN(rapid.Int32Range(0, int32(entries-1)), 1, 200).Draw(t, "indices")
		if rapid.Bool().Draw(t, "one value") {
			at = slices.Repeat(at[:1], len(at))
		}
		if got, want := packBits(nil, at, width), obviousBits(at, width); !bytes.Equal(got, want) {
			t.Fatalf("%d bits: got %x, want %x", width, got, want)
		}
		page := indices{at, width}.appendTo(nil, 0, len(at))
		back, err := new(rle.DictionaryEncoding).DecodeInt32(nil, page)
		if err != nil {
			t.Fatal(err)
		}
		if len(back) < len(at) || !slices.Equal(back[:len(at)], at) {
			t.Fatalf("%d bits: parquet-go reads %v, want %v", width, back, at)
		}
	})
}

// TestLevels: parquet-go reads the definition levels of a column in pieces.
func TestLevels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var f filled
		var want []byte
		for range rapid.IntRange(1, 4).Draw(t, "pieces") {
			valid := rapid.SliceOfN(rapid.SampledFrom([]bool{true, true, true, false}), 1, 100).Draw(t, "valid")
			b := array.NewInt32Builder(memory.DefaultAllocator)
			b.AppendValues(make([]int32, len(valid)), valid)
			whole := b.NewInt32Array()
			skip := rapid.IntRange(0, len(valid)-1).Draw(t, "skip")
			p := piece{Array: array.NewSlice(whole, int64(skip), int64(len(valid)))}
			if rapid.Bool().Draw(t, "some rows") {
				p.rows = rapid.SliceOfN(rapid.Int32Range(0, int32(p.Len()-1)), 1, 100).Draw(t, "rows")
			}
			f.add(p)
			for i := range p.count() {
				level := byte(0)
				if valid[skip+p.at(i)] {
					level = 1
				}
				want = append(want, level)
			}
		}
		from := rapid.IntRange(0, len(want)-1).Draw(t, "from") &^ 7
		page := f.appendLevels(nil, from, len(want), f.count(from, len(want)))
		if size := int(binary.LittleEndian.Uint32(page)); size != len(page)-4 {
			t.Fatalf("length is %d of %d bytes", size, len(page)-4)
		}
		got, err := (&rle.Encoding{BitWidth: 1}).DecodeLevels(nil, page[4:])
		if err != nil {
			t.Fatal(err)
		}
		if len(got) < len(want)-from || !bytes.Equal(got[:len(want)-from], want[from:]) {
			t.Fatalf("parquet-go reads %v, want %v", got, want[from:])
		}
	})
}
