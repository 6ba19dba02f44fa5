package pipeline

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"testing"
	"unsafe"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// packAll packs all rows of batches in an order, with codes as numbers of one list.
func packAll(mem memory.Allocator, d *Dataset, recs []arrow.Record, rows [][]int32) (blocks [][]byte, dictionaries []arrow.Array) {
	books := make([]codeBook, len(d.Columns))
	for i, rec := range recs {
		if len(rows[i]) == 0 {
			continue
		}
		var p packer
		// In two blocks, of which the first may be empty.
		cut := int32(len(rows[i]) / 2)
		packed, offsets := p.pack(rec, rows[i], []int32{0, cut, int32(len(rows[i]))}, func(column int, dictionary *array.String) []int32 {
			return append([]int32{}, books[column].renumber(dictionary)...)
		})
		if cut > 0 {
			blocks = append(blocks, packed)
		}
		blocks = append(blocks, packed[offsets[1]:])
	}
	dictionaries = make([]arrow.Array, len(books))
	for i, c := range d.Columns {
		if c.Type() == CodeType {
			dictionaries[i] = books[i].dictionary(mem)
		}
	}
	return blocks, dictionaries
}

func TestPackedRowsAreTheRowsTaken(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		defer mem.AssertSize(t, 0)
		var recs []arrow.Record
		var rows [][]int32
		var want []string
		for range rapid.IntRange(1, 4).Draw(t, "blocks") {
			rec := drawBatch(t, mem, everyType)
			defer rec.Release()
			indices := make([]int32, rec.NumRows())
			for i := range indices {
				indices[i] = int32(i)
			}
			if rapid.Bool().Draw(t, "is shuffled") {
				indices = rapid.Permutation(indices).Draw(t, "rows")
			}
			taken := Take(mem, rec, indices)
			want = append(want, texts(taken)...)
			taken.Release()
			recs, rows = append(recs, rec), append(rows, indices)
		}
		blocks, dictionaries := packAll(mem, everyType, recs, rows)
		defer releaseAll(dictionaries)
		if len(blocks) == 0 {
			return
		}
		got, err := unpack(dirtyAllocator{mem}, everyType.Schema(), dictionaries, blocks)
		if err != nil {
			t.Fatal(err)
		}
		defer got.Release()
		if diff := gocmp.Diff(want, texts(got)); diff != "" {
			t.Fatalf("-taken +unpacked:\n%s", diff)
		}
	})
}

// A dirtyAllocator allocates memory that is not zero.
type dirtyAllocator struct{ memory.Allocator }

func (a dirtyAllocator) Allocate(size int) []byte {
	b := a.Allocator.Allocate(size)
	for i := range b {
		b[i] = 0xa5
	}
	return b
}

// Memory that is not cleared begins and ends where arrow's does.
func TestUnclearedMemory(t *testing.T) {
	for size := range 300 {
		b := unclearedAllocator{memory.NewGoAllocator()}.Allocate(size)
		if len(b) != size || cap(b) != size {
			t.Errorf("%d bytes have length %d and capacity %d", size, len(b), cap(b))
		}
		if at := uintptr(unsafe.Pointer(unsafe.SliceData(b))); size > 0 && at%alignment != 0 {
			t.Errorf("%d bytes begin at %x", size, at)
		}
	}
}

// Numbers of every width come back, the two ends of the range beside each other too.
func TestPackedNumbersOfEveryWidth(t *testing.T) {
	d := &Dataset{Name: "numbers", Columns: []Column{toyAmount}}
	mem := memory.NewGoAllocator()
	for shift := range 64 {
		for _, values := range [][]int64{{0, 1 << shift}, {-1 << shift, 1<<shift - 1}, {math.MinInt64, 0, math.MaxInt64 >> shift}} {
			b := NewBuilder(mem, d)
			toyAmount.To(b).AppendValues(values, nil)
			rows := []int32{0, 1, 2}[:len(values)]
			blocks, none := packAll(mem, d, []arrow.Record{b.Record()}, [][]int32{rows})
			got, err := unpack(mem, d.Schema(), none, blocks)
			if err != nil {
				t.Fatal(err)
			}
			if diff := gocmp.Diff(values, toyAmount.In(got).Int64Values()); diff != "" {
				t.Errorf("%v (-want +got):\n%s", values, diff)
			}
		}
	}
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
			if bitIsSet(validity, row) {
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

// TestBitsAt holds words of a bitmap against its bits.
func TestBitsAt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bitmap := rapid.SliceOfN(rapid.Byte(), 1, 30).Draw(t, "bitmap")
		at := rapid.IntRange(0, 8*len(bitmap)-1).Draw(t, "at")
		n := rapid.IntRange(1, min(64, 8*len(bitmap)-at)).Draw(t, "n")
		got := bitsAt(bitmap, at, n)
		for i := range 64 {
			if want := i < n && bitIsSet(bitmap, at+i); got>>i&1 == 1 != want {
				t.Fatalf("bit %d of %b is not %v", i, got, want)
			}
		}
	})
}

// TestDamagedTextsReleaseMemory: a block that says that its texts vary in more bits than
// their numbers have is an error, after which nothing is held.
func TestDamagedTextsReleaseMemory(t *testing.T) {
	d := &Dataset{Name: "texts", Columns: []Column{toyPosting}}
	b := NewBuilder(memory.DefaultAllocator, d)
	defer b.Release()
	toyPosting.To(b).AppendValues([]string{"1-2-3", "", "1-2-4"}, []bool{true, false, true})
	rec := b.Record()
	defer rec.Release()
	var p packer
	block, _ := p.pack(rec, []int32{0, 1, 2}, []int32{0, 3}, nil)
	const head = 5 // a byte each: rows, form, validity, shapes, length
	vary := block[head+len("1-2-3"):][:len("1-2-3")]
	for i := range vary {
		vary[i] = 0xff
	}
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	if got, err := unpack(mem, d.Schema(), make([]arrow.Array, 1), [][]byte{block}); !errors.Is(err, errShape) {
		t.Errorf("got %v, %v", got, err)
	}
}

// FuzzUnpack: damaged blocks are an error or a panic within Go's bounds, never
// anything else; the caller makes errors of panics.
func FuzzUnpack(f *testing.F) {
	mem := memory.NewGoAllocator()
	b := NewBuilder(mem, rawParcels)
	for row := range int64(3) {
		toyPosting.To(b).Append("1-2-3")
		toyArrived.To(b).AppendNull()
		if err := FromFile.To(b).AppendString("a"); err != nil {
			f.Fatal(err)
		}
		FromRow.To(b).Append(row)
	}
	blocks, dictionaries := packAll(mem, rawParcels, []arrow.Record{b.Record()}, [][]int32{{0, 1, 2}})
	f.Add(blocks[0])
	f.Fuzz(func(t *testing.T, block []byte) {
		if len(block) > 0 && block[0] > 100 {
			t.Skip("many rows take much memory")
		}
		table := table{schema: rawParcels.Schema(), dictionaries: dictionaries}
		if rec, err := table.unpack(mem, [][]byte{block}); err == nil {
			rec.Release()
		}
	})
}
