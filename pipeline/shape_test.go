package pipeline

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"pgregory.net/rapid"
)

// idTexts draws texts as exports have them: ids of a few kinds, and what else
// stands in their columns.
var idTexts = rapid.OneOf(
	rapid.StringMatching(`[0-9]{8}-[0-9]{4}-[0-9]`),
	rapid.StringMatching(`BR2024[0-9]{4}-[0-9]{6}-[0-9]{1,2}`),
	rapid.StringMatching(`[0-9]{0,20}`),
	rapid.StringMatching(`[0-9a-z/: -]{0,40}`),
	rapid.String(),
)

// templateOf is the twin of what a shape says of a text.
func templateOf(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '0'
		}
		return r
	}, text)
}

// padded returns a text with bytes behind it that may be read and mean nothing.
func padded(text string) []byte { return append([]byte(text), "12345678"...) }

func TestTextsOfAShapeAreNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := idTexts.Draw(t, "text")
		shape, ok := newTextShape([]byte(text))
		if !ok {
			return
		}
		if shape.template != templateOf(text) {
			t.Fatalf("%q has the shape %q, want %q", text, shape.template, templateOf(text))
		}
		digits := strings.NewReplacer("0", "9").Replace(shape.template)
		for _, other := range []string{text, shape.template, digits, idTexts.Draw(t, "other")} {
			if len(other) != len(text) {
				continue
			}
			n, ok := shape.number(padded(other))
			if ok != (templateOf(other) == shape.template) {
				t.Fatalf("%q of the shape %q: %v", other, shape.template, ok)
			}
			if !ok {
				continue
			}
			back := make([]byte, len(other)+slack)
			shape.put(back, n)
			if got := string(back[:len(other)]); got != other {
				t.Fatalf("%q came back as %q", other, got)
			}
		}
	})
}

func TestEightDigits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Uint64Range(0, 99_999_999).Draw(t, "n")
		var digits uint64 // the first in the lowest byte
		for i, c := range fmt.Sprintf("%08d", n) {
			digits |= uint64(c-'0') << (8 * i)
		}
		if got := eightDigits(digits); got != n {
			t.Errorf("eightDigits(%#016x) = %d, want %d", digits, got, n)
		}
		if got := digitsOf(n); got != digits {
			t.Errorf("digitsOf(%d) = %#016x, want %#016x", n, got, digits)
		}
	})
}

// Texts come back whether they have few shapes, many, or none.
func TestPackedTextsComeBack(t *testing.T) {
	d := &Dataset{Name: "texts", Columns: []Column{toyPosting}}
	rapid.Check(t, func(t *rapid.T) {
		kinds := rapid.SliceOfN(idTexts, 1, 3).Draw(t, "kinds")
		texts := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(kinds), idTexts), 1, 60).Draw(t, "texts")
		b := NewBuilder(memory.DefaultAllocator, d)
		defer b.Release()
		rows := make([]int32, len(texts))
		for i, text := range texts {
			rows[i] = int32(i)
			if text == "null" {
				toyPosting.To(b).AppendNull()
			} else {
				toyPosting.To(b).Append(text)
			}
		}
		rec := b.Record()
		defer rec.Release()
		blocks, none := packAll(memory.DefaultAllocator, d, []arrow.Record{rec}, [][]int32{rows})
		got, err := unpack(memory.DefaultAllocator, d.Schema(), none, blocks)
		if err != nil {
			t.Fatal(err)
		}
		defer got.Release()
		values := toyPosting.In(got)
		for i, text := range texts {
			if values.Value(i) != text {
				t.Fatalf("row %d: %q came back as %q", i, text, values.Value(i))
			}
		}
	})
}

func TestPackedIDsTakeSixBytes(t *testing.T) {
	d := &Dataset{Name: "texts", Columns: []Column{toyPosting}}
	b := NewBuilder(memory.DefaultAllocator, d)
	const rows = 1000
	order := make([]int32, rows)
	for i := range order {
		order[i] = int32(i)
		toyPosting.To(b).Append(fmt.Sprintf("%08d-%04d-%d", 10_000_000+i*79_193, i%400, i%3+1))
	}
	var p packer
	packed, _ := p.pack(b.Record(), order, []int32{0, rows}, func(int, *array.String) []int32 { return nil })
	if len(packed) > 6*rows+100 {
		t.Errorf("%d bytes for %d postings", len(packed), rows)
	}
}

func BenchmarkPackTexts(b *testing.B) {
	const rows = 1 << 16
	for _, kind := range []struct{ name, format string }{
		{"ids", "%08d-0%03d-%d"},
		{"names", "%[3]d of %08[1]d, which is longer than any id is%[2]d"},
	} {
		texts := array.NewStringBuilder(memory.DefaultAllocator)
		order := make([]int32, rows)
		for i := range rows {
			order[i] = int32(i * 40_503 % rows) // as rows of partitions lie in a batch
			texts.Append(fmt.Sprintf(kind.format, (i*7919*31)%100_000_000, i%400, i%3+1))
		}
		d := &Dataset{Name: "texts", Columns: []Column{toyPosting}}
		rec := array.NewRecord(d.Schema(), []arrow.Array{texts.NewArray()}, rows)
		var p packer
		var packed []byte
		b.Run("pack/"+kind.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				packed, _ = p.pack(rec, order, []int32{0, rows}, nil)
			}
			b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
		b.Run("unpack/"+kind.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				rec, err := unpack(memory.DefaultAllocator, d.Schema(), []arrow.Array{nil}, [][]byte{packed})
				if err != nil {
					b.Fatal(err)
				}
				rec.Release()
			}
			b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
