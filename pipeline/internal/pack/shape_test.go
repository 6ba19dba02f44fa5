package pack

import (
	"fmt"
	"math"
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

var textSchema = arrow.NewSchema([]arrow.Field{{Name: "texts", Type: arrow.BinaryTypes.String, Nullable: true}}, nil)

// textBatch returns a batch of one column of texts; nil says that all are valid.
func textBatch(texts []string, valid []bool) arrow.Record {
	b := array.NewStringBuilder(memory.DefaultAllocator)
	defer b.Release()
	b.AppendValues(texts, valid)
	column := b.NewArray()
	defer column.Release()
	return array.NewRecord(textSchema, []arrow.Array{column}, int64(len(texts)))
}

// TestExtract holds both ways of moving bits against moving them one by one.
func TestExtract(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word, mask := rapid.Uint64().Draw(t, "word"), rapid.Uint64().Draw(t, "mask")
		if rapid.Bool().Draw(t, "is full") {
			mask = math.MaxUint64
		}
		var want uint64
		at := 0
		for bit := range 64 {
			if mask>>bit&1 == 1 {
				want |= word >> bit & 1 << at
				at++
			}
		}
		if got := extract(word, mask); got != want {
			t.Errorf("extract(%#x, %#x) = %#x, want %#x", word, mask, got, want)
		}
		if got := deposit(want|^uint64(0)<<at, mask); got != word&mask {
			t.Errorf("deposit(%#x, %#x) = %#x, want %#x", want, mask, got, word&mask)
		}
	})
}

// TestTextsOfShapesAreNumbers: texts of all lengths, taken in any order, come back from
// their numbers, by the processor's instructions and by words.
func TestTextsOfShapesAreNumbers(t *testing.T) {
	type extractor = func([]byte, int, []int32, []int32, []byte, *[maxShaped + 1]textShape)
	type depositor = func([]byte, []byte, int, []byte, *[maxShaped + 1]textShape)
	extractors := map[string]extractor{"extractTexts": extractTexts, "extractTextsWords": extractTextsWords}
	depositors := map[string]depositor{"depositTexts": depositTexts, "depositTextsWords": depositTextsWords}
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]*rapid.Generator[string]{idTexts, rapid.StringMatching(`[0-9]{4}-[0-9]{4,9}-[0-9]`)}).Draw(t, "kind")
		texts := rapid.SliceOfN(kind, 1, 40).Draw(t, "texts")
		c := packedColumn{ends: []int32{0}}
		for _, text := range texts {
			c.text = append(c.text, text...)
			c.ends = append(c.ends, int32(len(c.text)))
		}
		c.text = append(c.text, strings.Repeat("\xff1", textSlack/2)...)
		var s shaper
		width, ok := s.read(&c)
		if !ok {
			return
		}
		rows := rapid.SliceOf(rapid.Int32Range(0, int32(len(texts)-1))).Draw(t, "rows")
		var lengths []byte
		var want strings.Builder
		for _, row := range rows {
			want.WriteString(texts[row])
			lengths = append(lengths, byte(len(texts[row])))
		}
		for _, extractTexts := range extractors {
			numbers := make([]byte, width*len(rows)+Slack)
			extractTexts(numbers, width, rows, c.ends, c.text, &s.shapes)
			for name, depositTexts := range depositors {
				got := make([]byte, len(want.String())+Slack)
				depositTexts(got, numbers, width, lengths, &s.shapes)
				if got := string(got[:len(want.String())]); got != want.String() {
					t.Fatalf("%s: %q came back as %q", name, want.String(), got)
				}
			}
		}
	})
}

// Texts come back whether they have few shapes, many, or none.
func TestPackedTextsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kinds := rapid.SliceOfN(idTexts, 1, 3).Draw(t, "kinds")
		texts := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(kinds), idTexts), 1, 60).Draw(t, "texts")
		rows := make([]int32, len(texts))
		for i := range rows {
			rows[i] = int32(i)
		}
		known := rapid.SliceOfN(rapid.SampledFrom([]bool{true, true, true, false}), len(texts), len(texts)).Draw(t, "known")
		if rapid.Bool().Draw(t, "is known throughout") {
			known = nil
		}
		rec := textBatch(texts, known)
		defer rec.Release()
		var p Packer
		ends := []int32{0, rapid.Int32Range(0, int32(len(rows))).Draw(t, "end of a block"), int32(len(rows))}
		packed, offsets := p.Pack(rec, nil, rows, ends, nil)
		var blocks [][]byte
		for i, from := range offsets[:2] {
			if to := offsets[i+1]; from < to {
				blocks = append(blocks, packed[from:to+Slack])
			}
		}
		got, err := Unpack(memory.DefaultAllocator, textSchema, nil, []arrow.Array{nil}, blocks)
		if err != nil {
			t.Fatal(err)
		}
		defer got.Release()
		values := got.Column(0).(*array.String)
		for i, text := range texts {
			isKnown := known == nil || known[i]
			if values.IsValid(i) != isKnown || isKnown && values.Value(i) != text {
				t.Fatalf("row %d: %q, known: %v, came back as %q", i, text, isKnown, values.Value(i))
			}
		}
	})
}

func TestPackedIDsTakeSixBytes(t *testing.T) {
	const rows = 1000
	texts, order := make([]string, rows), make([]int32, rows)
	for i := range order {
		texts[i], order[i] = fmt.Sprintf("%08d-%04d-%d", 10_000_000+i*79_193, i%400, i%3+1), int32(i)
	}
	var p Packer
	packed, _ := p.Pack(textBatch(texts, nil), nil, order, []int32{0, rows}, nil)
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
		texts, order := make([]string, rows), make([]int32, rows)
		for i := range rows {
			order[i] = int32(i * 40_503 % rows) // as rows of partitions lie in a batch
			texts[i] = fmt.Sprintf(kind.format, (i*7919*31)%100_000_000, i%400, i%3+1)
		}
		rec := textBatch(texts, nil)
		var p Packer
		var packed []byte
		b.Run("pack/"+kind.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				packed, _ = p.Pack(rec, nil, order, []int32{0, rows}, nil)
			}
			b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
		b.Run("unpack/"+kind.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				rec, err := Unpack(memory.DefaultAllocator, textSchema, nil, []arrow.Array{nil}, [][]byte{packed})
				if err != nil {
					b.Fatal(err)
				}
				rec.Release()
			}
			b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
