package pack

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/bitutil"
	"github.com/apache/arrow/go/v17/arrow/memory"
	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// That the rows of batches of every column type come back is tested where codes have
// numbers: package pipeline.

// Numbers of every width come back, the two ends of the range beside each other too.
func TestPackedNumbersOfEveryWidth(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{{Name: "n", Type: arrow.PrimitiveTypes.Int64}}, nil)
	mem := memory.NewGoAllocator()
	for shift := range 64 {
		for _, values := range [][]int64{{0, 1 << shift}, {-1 << shift, 1<<shift - 1}, {math.MinInt64, 0, math.MaxInt64 >> shift}} {
			b := array.NewInt64Builder(mem)
			b.AppendValues(values, nil)
			rec := array.NewRecord(schema, []arrow.Array{b.NewArray()}, int64(len(values)))
			var p Packer
			packed, _ := p.Pack(rec, nil, []int32{0, 1, 2}[:len(values)], []int32{0, int32(len(values))}, nil)
			got, err := Unpack(mem, schema, nil, []arrow.Array{nil}, [][]byte{packed})
			if err != nil {
				t.Fatal(err)
			}
			if diff := gocmp.Diff(values, got.Column(0).(*array.Int64).Int64Values()); diff != "" {
				t.Errorf("%v (-want +got):\n%s", values, diff)
			}
		}
	}
}

// TestUnpackNumbers holds the numbers of a block, of which several are read at a time, against
// those that are read one by one.
func TestUnpackNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width, rows := rapid.IntRange(0, 8).Draw(t, "width"), rapid.IntRange(0, 20).Draw(t, "rows")
		b := packedBlock{
			rows: rows, present: rows, form: byte(width), least: rapid.Int64().Draw(t, "least"), step: rapid.Int64Range(1, 1e6).Draw(t, "step"),
			numbers: rapid.SliceOfN(rapid.Byte(), width*rows+Slack, width*rows+Slack).Draw(t, "numbers"),
		}
		longs, words := make([]int64, rows), make([]int32, rows)
		unpackNumbers(&b, longs)
		unpackNumbers(&b, words)
		for row := range rows {
			var number [8]byte
			copy(number[:], b.numbers[row*width:][:width])
			want := b.least + b.step*int64(binary.LittleEndian.Uint64(number[:]))
			if longs[row] != want || words[row] != int32(want) {
				t.Fatalf("number %d is %d and %d, want %d", row, longs[row], words[row], want)
			}
		}
	})
}

// TestValidityInOrder holds the bits that go to blocks, and the extremes of the values that
// there are, against looking at one row after the other.
func TestValidityInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := packedColumn{offset: rapid.IntRange(0, 9).Draw(t, "offset")}
		var rows int
		if c.validity, rows = drawnValidity(t); rows <= c.offset {
			t.Skip("no rows")
		}
		rows -= c.offset
		values, order := make([]int64, rows), make([]int32, rows)
		var filled []int64
		for row := range values {
			values[row], order[row] = rapid.Int64().Draw(t, "value"), int32(row)
			if bitutil.BitIsSet(c.validity, c.offset+row) {
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
		var p Packer
		p.orderValidity(&c, order, rows-len(filled))
		from := rapid.IntRange(0, rows-1).Draw(t, "from")
		block := order[from:rapid.IntRange(from+1, rows).Draw(t, "to")]
		bits, present := p.appendValidity(nil, block, from)
		want, wantPresent := make([]byte, (len(block)+7)/8), []int32{}
		for i, row := range block {
			if bitutil.BitIsSet(c.validity, c.offset+int(row)) {
				want[i/8] |= 1 << (i % 8)
				wantPresent = append(wantPresent, row)
			}
		}
		if !bytes.Equal(bits, want) || !slices.Equal(present, wantPresent) {
			t.Errorf("bits %08b of rows %v, want %08b of %v", bits, present, want, wantPresent)
		}
	})
}

// drawnValidity draws a bitmap of some hundred rows: with runs of equal bits, as columns have
// them, and with none.
func drawnValidity(t *rapid.T) (bitmap []byte, rows int) {
	pieces := rapid.SliceOfN(rapid.SampledFrom([]byte{0, 0xff, 0xff, 0x5a, 0x01}), 1, 8).Draw(t, "pieces")
	for _, piece := range pieces {
		bitmap = append(bitmap, bytes.Repeat([]byte{piece}, rapid.IntRange(1, 10).Draw(t, "times"))...)
	}
	return bitmap, 8*len(bitmap) - rapid.IntRange(0, 7).Draw(t, "unused")
}

// TestSpreadOut holds blocks with long runs of nulls and of values against taking the
// values one by one.
func TestSpreadOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		validity := []byte{}
		for range rapid.IntRange(0, 6).Draw(t, "runs") {
			run := rapid.SampledFrom([]byte{0, 0xff, 0x5a}).Draw(t, "run")
			validity = append(validity, bytes.Repeat([]byte{run}, rapid.IntRange(1, 20).Draw(t, "bytes"))...)
		}
		var want, got []int32
		for row := range 8 * len(validity) {
			want = append(want, 0)
			if bitutil.BitIsSet(validity, row) {
				want[row] = int32(row)
				got = append(got, int32(row))
			}
		}
		present := len(got)
		got = append(got, slices.Repeat([]int32{-1}, len(want)-present)...)
		spreadOut(got, present, validity)
		if !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

// TestDamagedTextsReleaseMemory: a block that says that its texts vary in more bits than
// their numbers have is an error, after which nothing is held.
func TestDamagedTextsReleaseMemory(t *testing.T) {
	rec := textBatch([]string{"1-2-3", "", "1-2-4"}, []bool{true, false, true})
	defer rec.Release()
	var p Packer
	block, _ := p.Pack(rec, nil, []int32{0, 1, 2}, []int32{0, 3}, nil)
	const head = 5 // a byte each: rows, form, validity, shapes, length
	vary := block[head+len("1-2-3"):][:len("1-2-3")]
	for i := range vary {
		vary[i] = 0xff
	}
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	if got, err := Unpack(mem, textSchema, nil, []arrow.Array{nil}, [][]byte{block}); !errors.Is(err, errShape) {
		t.Errorf("got %v, %v", got, err)
	}
}
