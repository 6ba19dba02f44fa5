package pipeline

import (
	"fmt"
	"slices"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"pgregory.net/rapid"
)

// TestConcat: joined batches hold the values of their parts, whatever the
// dictionaries of the parts and however they were cut.
func TestConcat(t *testing.T) {
	code, text, flag := &Code{Name: "code"}, &Text{Name: "text"}, &Flag{Name: "flag"}
	d := &Dataset{Name: "joined", Columns: []Column{code, text, flag}}
	rapid.Check(t, func(t *rapid.T) {
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		defer mem.AssertSize(t, 0)
		var parts []arrow.Record
		var want []string
		for range rapid.IntRange(0, 5).Draw(t, "parts") {
			b := NewBuilder(mem, d)
			for range rapid.IntRange(0, 12).Draw(t, "rows") {
				word := rapid.SampledFrom([]string{"", "a", "b", "c", "d"}).Draw(t, "word")
				if word == "" {
					code.To(b).AppendNull()
					text.To(b).AppendNull()
				} else {
					if err := code.To(b).AppendString(word); err != nil {
						t.Fatal(err)
					}
					text.To(b).Append(word)
				}
				flag.To(b).Append(word > "b")
			}
			whole := b.Record()
			from := rapid.Int64Range(0, whole.NumRows()).Draw(t, "from")
			to := rapid.Int64Range(from, whole.NumRows()).Draw(t, "to")
			part := whole.NewSlice(from, to)
			parts = append(parts, part)
			want = append(want, values(part)...)
			whole.Release()
			b.Release()
		}
		joined, err := Concat(mem, d, parts)
		if err != nil {
			t.Fatal(err)
		}
		if got := values(joined); !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
		joined.Release()
		for _, p := range parts {
			p.Release()
		}
	})
}

func values(rec arrow.Record) []string {
	out := make([]string, rec.NumRows())
	for row := range out {
		for _, c := range rec.Columns() {
			out[row] += fmt.Sprint(c.ValueStr(row), " ")
		}
	}
	return out
}
