package pipeline

import (
	"fmt"
	"slices"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"pgregory.net/rapid"
)

// However many rows a mart gathers and in whatever pieces, they are written in the
// order of the key, and those of one key in the order of what they say.
func TestGatheringIsTheOrderOfTheKey(t *testing.T) {
	number := &Text{Name: "number", Doc: "d"}
	kind := &Code{Name: "kind", Doc: "d"}
	amount := &Int{Name: "amount", Doc: "d"}
	d := &Dataset{Name: "gathered", Columns: []Column{amount, kind, number}, Key: []Column{kind, number}}
	rapid.Check(t, func(r *rapid.T) {
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		defer mem.AssertSize(t, 0)
		s := newStore(mem, spreading{}, rapid.SampledFrom([]int64{8, 1 << 10, 1 << 13, 1 << 20}).Draw(r, "budget"), t.TempDir())
		g := newGathering(mem, s, d)
		n := rapid.IntRange(0, 3000).Draw(r, "rows")
		numbers := rapid.SampledFrom([]int{3001, 100, 3}).Draw(r, "numbers")
		var want []string
		for _, size := range rapid.SliceOfN(rapid.IntRange(1, 700), 0, 8).Draw(r, "batches") {
			b := NewBuilder(mem, d)
			for range min(size, n-len(want)) {
				i := len(want) * 7919 % numbers
				said := 3000 - len(want)
				amount.To(b).Append(int64(said))
				if err := kind.To(b).AppendString(fmt.Sprintf("k%d", i%3)); err != nil {
					r.Fatal(err)
				}
				number.To(b).Append(fmt.Sprintf("%04d", i))
				want = append(want, fmt.Sprintf("k%d %04d %04d", i%3, i, said))
			}
			rec := b.Record()
			b.Release()
			err := g.add(rec)
			rec.Release()
			if err != nil {
				r.Fatal(err)
			}
		}
		slices.Sort(want)
		var got []string
		err := g.finish(func(rec arrow.Record, order []int32) error {
			for i := range int(rec.NumRows()) {
				row := i
				if order != nil {
					row = int(order[i])
				}
				got = append(got, fmt.Sprintf("%s %s %04s", rec.Column(1).ValueStr(row), rec.Column(2).ValueStr(row), rec.Column(0).ValueStr(row)))
			}
			return nil
		})
		if err != nil {
			r.Fatal(err)
		}
		if !slices.Equal(got, want) {
			r.Errorf("got %v, want %v", got, want)
		}
		if err := s.close(); err != nil {
			r.Fatal(err)
		}
	})
}
