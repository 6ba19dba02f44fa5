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
		samePage(t, joinedTexts(all).appendTo(nil, from, to))((&plain.Encoding{}).EncodeByteArray(nil, joined, starts))

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

// TestFilled: of columns cut alike it is known which of their rows are filled, in
// the order written, also if that is taken from a column before; and parquet-go reads
// their definition levels.
func TestFilled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns, valid := drawnColumns(t)
		order := drawnOrder(t, len(valid[0]))
		var known fillings
		for range 2 * len(columns) {
			c := rapid.IntRange(0, len(columns)-1).Draw(t, "column")
			f := known.of(columns[c], order)
			var want []byte
			var wantOrder []int32
			for _, row := range order {
				if valid[c][row] {
					want, wantOrder = append(want, 1), append(wantOrder, row)
				} else {
					want = append(want, 0)
				}
			}
			if !slices.Equal(f.order, wantOrder) {
				t.Fatalf("filled rows of column %d are %v, want %v", c, f.order, wantOrder)
			}
			from := rapid.IntRange(0, len(want)-1).Draw(t, "from") &^ 7
			checkLevels(t, f.appendLevels(nil, from, len(want), f.count(from, len(want))), want[from:])
		}
	})
}

// checkLevels reads the definition levels of a page with parquet-go.
func checkLevels(t *rapid.T, page, want []byte) {
	if size := int(binary.LittleEndian.Uint32(page)); size != len(page)-4 {
		t.Fatalf("length is %d of %d bytes", size, len(page)-4)
	}
	got, err := (&rle.Encoding{BitWidth: 1}).DecodeLevels(nil, page[4:])
	if err != nil {
		t.Fatal(err)
	}
	if len(got) < len(want) || !bytes.Equal(got[:len(want)], want) {
		t.Fatalf("parquet-go reads %v, want %v", got, want)
	}
}

// drawnColumns draws columns cut into the same pieces, some filled alike, and says
// of each which of the rows, as they are gathered, are filled.
func drawnColumns(t *rapid.T) (columns [][]piece, filled [][]bool) {
	columns = make([][]piece, rapid.IntRange(1, keptFillings+3).Draw(t, "columns"))
	filled = make([][]bool, len(columns))
	for range rapid.IntRange(1, 4).Draw(t, "pieces") {
		rows := rapid.IntRange(1, 100).Draw(t, "rows")
		chosen := slices.Sorted(slices.Values(rapid.SliceOfDistinct(rapid.Int32Range(0, int32(rows-1)), rapid.ID).Draw(t, "chosen")))
		cells := rapid.SliceOfN(rapid.SampledFrom([]bool{true, true, true, false}), rows, rows)
		like := cells.Draw(t, "filled")
		for c := range columns {
			valid := rapid.OneOf(rapid.Just(like), cells).Draw(t, "filled")
			skip := rapid.IntRange(0, 10).Draw(t, "skip")
			b := array.NewInt32Builder(memory.DefaultAllocator)
			b.AppendValues(make([]int32, skip+rows), append(make([]bool, skip), valid...))
			p := piece{Array: array.NewSlice(b.NewInt32Array(), int64(skip), int64(skip+rows))}
			if len(chosen) > 0 {
				p.rows = chosen
			}
			columns[c] = append(columns[c], p)
			for i := range p.count() {
				filled[c] = append(filled[c], valid[p.at(i)])
			}
		}
	}
	return columns, filled
}
