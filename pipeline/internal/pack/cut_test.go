package pack

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"pgregory.net/rapid"
)

var orderSchema = arrow.NewSchema([]arrow.Field{
	{Name: "order_id", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "posting_number", Type: arrow.BinaryTypes.String, Nullable: true},
}, nil)

// orderBatch returns a batch of order and posting numbers; nil says that all are valid.
func orderBatch(mem memory.Allocator, orders, postings []string, hasOrder, hasPosting []bool) arrow.Record {
	b := array.NewRecordBuilder(mem, orderSchema)
	defer b.Release()
	b.Field(0).(*array.StringBuilder).AppendValues(orders, hasOrder)
	b.Field(1).(*array.StringBuilder).AppendValues(postings, hasPosting)
	return b.NewRecord()
}

// drawOrders draws orders that begin their postings, but for a few rows or many. There is
// text behind nulls, too.
func drawOrders(t *rapid.T) arrow.Record {
	rows := rapid.IntRange(1, 60).Draw(t, "rows")
	but := func(what string) []bool {
		are := slices.Repeat([]bool{true}, rows)
		for _, row := range rapid.SliceOfN(rapid.IntRange(0, rows-1), 0, rows/6).Draw(t, what) {
			are[row] = false
		}
		return are
	}
	orders, postings := make([]string, rows), make([]string, rows)
	mostCut := rapid.SampledFrom([]int{0, 2, 40}).Draw(t, "most cut")
	for row, begins := range but("orders that begin no posting") {
		posting := idTexts.Draw(t, "posting")
		postings[row] = posting
		if begins {
			orders[row] = posting[:len(posting)-rapid.IntRange(0, min(mostCut, len(posting))).Draw(t, "cut")]
		} else {
			orders[row] = idTexts.Draw(t, "order")
		}
	}
	rec := orderBatch(memory.DefaultAllocator, orders, postings, but("no orders"), but("no postings"))
	return rec.NewSlice(rapid.Int64Range(0, int64(rows/2)).Draw(t, "from"), int64(rows))
}

// TestCutTextsComeBack holds texts that are told as beginnings of others against the same
// texts packed each for itself.
func TestCutTextsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unpacked := func(bases Bases, blocks [][]byte) arrow.Record {
			rec, err := Unpack(memory.DefaultAllocator, orderSchema, bases, []arrow.Array{nil, nil}, blocks)
			if err != nil {
				t.Fatal(err)
			}
			return rec
		}
		var cut, plain [][]byte
		bases := rapid.SampledFrom([]Bases{{1, -1}, {-1, 0}}).Draw(t, "bases")
		for range rapid.IntRange(1, 3).Draw(t, "batches") {
			rec := drawOrders(t)
			order := make([]int32, rec.NumRows())
			for i := range order {
				order[i] = int32(i)
			}
			order = rapid.Permutation(order).Draw(t, "order")
			ends := []int32{0, rapid.Int32Range(0, int32(len(order))).Draw(t, "end"), int32(len(order))}
			var p Packer
			pack := func(blocks [][]byte, bases Bases) [][]byte {
				packed, offsets := p.Pack(rec, bases, order, ends, nil)
				for i, end := range offsets[1:] {
					if end > offsets[i] {
						blocks = append(blocks, packed[offsets[i]:end+Slack])
					}
				}
				return blocks
			}
			cut, plain = pack(cut, bases), pack(plain, nil)
		}
		got, want := unpacked(bases, cut), unpacked(nil, plain)
		if !array.RecordEqual(got, want) {
			t.Fatalf("%v came back as %v", want, got)
		}
	})
}

// Orders of postings take no space, and where some postings are missing little more than
// these orders.
func TestCutsTakeNoSpace(t *testing.T) {
	const rows = 1000
	orders, postings, order := make([]string, rows), make([]string, rows), make([]int32, rows)
	hasPosting := make([]bool, rows)
	for i := range order {
		orders[i] = fmt.Sprintf("%08d-%04d", 10_000_000+i*79_193, i%400)
		postings[i] = fmt.Sprintf("%s-%d", orders[i], i%3+1)
		hasPosting[i] = i%20 > 0
		order[i] = int32(i)
	}
	for _, test := range []struct {
		hasPosting []bool
		most       int // bytes
	}{
		{nil, 10},
		{hasPosting, rows + rows/20*(1+len(orders[0])) + 10},
	} {
		rec := orderBatch(memory.DefaultAllocator, orders, postings, nil, test.hasPosting)
		var p Packer
		packed, _ := p.Pack(rec, Bases{1, -1}, order, []int32{0, rows}, nil)
		alone, _ := p.Pack(array.NewRecord(textSchema, []arrow.Array{rec.Column(1)}, rows), nil, order, []int32{0, rows}, nil)
		if len(packed)-len(alone) > test.most {
			t.Errorf("orders take %d bytes, want at most %d", len(packed)-len(alone), test.most)
		}
	}
}

// TestDamagedCuts: texts that are longer than those that they begin, or that begin a column
// which is not there, are an error, after which nothing is held.
func TestDamagedCuts(t *testing.T) {
	rec := orderBatch(memory.DefaultAllocator, []string{"1-2", "1-2", "1-3"}, []string{"1-2-3", "1-2-4", "1-3-1"}, nil, nil)
	defer rec.Release()
	var p Packer
	block, _ := p.Pack(rec, Bases{1, -1}, []int32{0, 1, 2}, []int32{0, 3}, nil)
	const cut = 8 // as a varint: two bytes more, above the two other things that a number says
	at := bytes.LastIndexByte(block[:len(block)-Slack], cut)
	if at < 0 || block[at-1] != formCut {
		t.Fatalf("%x holds no cuts of two bytes", block)
	}
	for _, test := range []struct {
		name  string
		bases Bases
		cut   byte
	}{
		{"cut of one byte more than the base has", Bases{1, -1}, 16},
		{"longer than its base", Bases{1, -1}, 1}, // -1
		{"no base", nil, cut},
	} {
		block[at] = test.cut
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		if got, err := Unpack(mem, orderSchema, test.bases, []arrow.Array{nil, nil}, [][]byte{block}); !errors.Is(err, errCut) {
			t.Errorf("%s: got %v, %v", test.name, got, err)
		}
		mem.AssertSize(t, 0)
	}
}

func BenchmarkPackOrders(b *testing.B) {
	const rows = 1 << 16
	orders, postings, order := make([]string, rows), make([]string, rows), make([]int32, rows)
	for i := range rows {
		order[i] = int32(i * 40_503 % rows) // as rows of partitions lie in a batch
		orders[i] = fmt.Sprintf("%08d-0%03d", (i*7919*31)%100_000_000, i%400)
		postings[i] = fmt.Sprintf("%s-%d", orders[i], i%3+1)
	}
	ends := make([]int32, 129)
	for i := range ends {
		ends[i] = int32(i * rows / 128)
	}
	rec := orderBatch(memory.DefaultAllocator, orders, postings, nil, nil)
	for _, kind := range []struct {
		name  string
		bases Bases
	}{{"cut", Bases{1, -1}}, {"shaped", nil}} {
		var p Packer
		var packed []byte
		var offsets []uint32
		b.Run("pack/"+kind.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				packed, offsets = p.Pack(rec, kind.bases, order, ends, nil)
			}
			b.ReportMetric(float64(len(packed))/rows, "bytes/row")
		})
		b.Run("unpack/"+kind.name, func(b *testing.B) {
			b.ReportAllocs()
			blocks := make([][]byte, 64) // as a partition has blocks of many batches
			for i := range blocks {
				blocks[i] = packed[offsets[i] : offsets[i+1]+Slack]
			}
			for b.Loop() {
				rec, err := Unpack(memory.DefaultAllocator, orderSchema, kind.bases, []arrow.Array{nil, nil}, blocks)
				if err != nil {
					b.Fatal(err)
				}
				rec.Release()
			}
			b.ReportMetric(float64(b.N)*rows/2/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
