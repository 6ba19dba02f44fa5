package parquetio

import (
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

func TestTrimmedTextsTakeLittleMoreThanTheirBytes(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{{Name: "text", Type: arrow.BinaryTypes.String, Nullable: true}, {Name: "none", Type: arrow.BinaryTypes.String, Nullable: true}}, nil)
	b := array.NewRecordBuilder(memory.NewGoAllocator(), schema)
	defer b.Release()
	for i := range 1100 { // a little more than a power of two
		b.Field(0).(*array.StringBuilder).Append(strings.Repeat("x", 64+i%3))
		b.Field(1).AppendNull()
	}
	b.Field(0).AppendNull()
	b.Field(1).AppendNull()
	whole := b.NewRecord()
	defer whole.Release()
	for name, rec := range map[string]arrow.Record{"whole": whole, "slice": whole.NewSlice(3, 900)} {
		got := trimmed(rec)
		defer got.Release()
		if !array.RecordEqual(got, rec) {
			t.Errorf("%s: rows changed", name)
		}
		before, after := rec.Column(0).Data().Buffers()[2], got.Column(0).Data().Buffers()[2]
		if cap(before.Buf()) < before.Len()*3/2 {
			t.Fatalf("%s: the builder left %d bytes for %d, nothing to trim", name, cap(before.Buf()), before.Len())
		}
		if room := cap(after.Buf()); room > after.Len()*5/4 {
			t.Errorf("%s: %d bytes for %d", name, room, after.Len())
		}
	}
}
