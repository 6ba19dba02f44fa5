package pipeline

import (
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/pipeline/internal/pack"
)

// packAll packs all rows of batches in an order, with codes as numbers of one list.
func packAll(mem memory.Allocator, d *Dataset, recs []arrow.Record, rows [][]int32) (blocks [][]byte, dictionaries []arrow.Array) {
	books := make([]codeBook, len(d.Columns))
	for i, rec := range recs {
		if len(rows[i]) == 0 {
			continue
		}
		var p pack.Packer
		// In two blocks, of which the first may be empty.
		cut := int32(len(rows[i]) / 2)
		packed, offsets := p.Pack(rec, d.bases(), rows[i], []int32{0, cut, int32(len(rows[i]))}, func(column int, dictionary *array.String) []int32 {
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
		got, err := pack.Unpack(dirtyAllocator{mem}, everyType.Schema(), everyType.bases(), dictionaries, blocks)
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

// FuzzUnpack: damaged blocks are an error or a panic within Go's bounds, never
// anything else; the caller makes errors of panics.
func FuzzUnpack(f *testing.F) {
	mem := memory.NewGoAllocator()
	d := changed(rawParcels, func(d *Dataset) { d.Columns = append(d.Columns, toyOrder) })
	b := NewBuilder(mem, d)
	for row := range int64(3) {
		toyPosting.To(b).Append("1-2-3")
		toyArrived.To(b).AppendNull()
		if err := FromFile.To(b).AppendString("a"); err != nil {
			f.Fatal(err)
		}
		FromRow.To(b).Append(row)
		toyOrder.To(b).Append("1-2")
	}
	blocks, dictionaries := packAll(mem, d, []arrow.Record{b.Record()}, [][]int32{{0, 1, 2}})
	f.Add(blocks[0])
	f.Fuzz(func(t *testing.T, block []byte) {
		if len(block) > 0 && block[0] > 100 {
			t.Skip("many rows take much memory")
		}
		table := table{schema: d.Schema(), bases: d.bases(), dictionaries: dictionaries}
		if rec, err := table.unpack(mem, [][]byte{block}); err == nil {
			rec.Release()
		}
	})
}
