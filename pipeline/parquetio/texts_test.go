package parquetio

import (
	"slices"
	"testing"

	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"pgregory.net/rapid"
)

// joinedTexts returns texts that lie in two batches.
func joinedTexts(all []string) (t texts) {
	half := len(all) / 2
	for _, part := range [][]string{all[:half], all[half:]} {
		t.add(textColumn(part), nil)
	}
	return t
}

func textColumn(all []string) *array.String {
	b := array.NewStringBuilder(memory.DefaultAllocator)
	b.AppendValues(all, nil)
	return b.NewStringArray()
}

func stringsOf(t texts) (all []string) {
	for i := range t.count() {
		all = append(all, string(t.at(i)))
	}
	return all
}

// TestTextsOfBatches: texts are those of the rows that are asked for, also in a batch that
// is part of a longer one.
func TestTextsOfBatches(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var got texts
		var want []string
		for range rapid.IntRange(0, 4).Draw(t, "batches") {
			all := rapid.SliceOfN(rapid.String(), 0, 9).Draw(t, "texts")
			from := rapid.IntRange(0, len(all)).Draw(t, "from")
			part := array.NewSlice(textColumn(all), int64(from), int64(len(all))).(*array.String)
			if all = all[from:]; rapid.Bool().Draw(t, "whole batch") {
				got.add(part, nil)
				want = append(want, all...)
				continue
			}
			rows := []int32{} // none is not all
			for row, text := range all {
				if rapid.Bool().Draw(t, "chosen") {
					rows, want = append(rows, int32(row)), append(want, text)
				}
			}
			got.add(part, rows)
		}
		if got := stringsOf(got); !slices.Equal(want, got) {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}
