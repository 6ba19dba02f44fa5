package vector_test

import (
	"slices"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"pgregory.net/rapid"

	"ozpayout/pipeline"
	"ozpayout/stages/internal/vector"
)

// TestVectorAgreesWithBuilder: a column is the one that arrow's builder makes.
func TestVectorAgreesWithBuilder(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOf(rapid.Int64()).Draw(t, "values")
		isKnown := rapid.SliceOfN(rapid.Bool(), len(values), len(values)).Draw(t, "known")
		v := vector.New[int64](mem, len(values))
		defer v.Release()
		b := array.NewInt64Builder(mem)
		defer b.Release()
		for i, value := range values {
			v.AppendIf(isKnown[i], value)
			if isKnown[i] {
				b.Append(value)
			} else {
				b.AppendNull()
			}
		}
		got, want := v.Column(pipeline.MoneyType.Arrow()), b.NewArray()
		defer got.Release()
		defer want.Release()
		if !array.Equal(got, want) || got.NullN() != want.NullN() {
			t.Fatalf("column %v, want %v", got, want)
		}
	})
}

// TestSetAgreesWithAppend: a full vector whose rows are changed is the one that is
// built of the rows in the end.
func TestSetAgreesWithAppend(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	rapid.Check(t, func(t *rapid.T) {
		known := rapid.SliceOf(rapid.Bool()).Draw(t, "known")
		cells := array.NewBooleanBuilder(mem)
		defer cells.Release()
		cells.AppendValues(known, known)
		whole := cells.NewBooleanArray()
		defer whole.Release()
		from := rapid.IntRange(0, len(known)).Draw(t, "from")
		like := array.NewSlice(whole, int64(from), int64(len(known)))
		defer like.Release()
		known = known[from:]

		zeros, nulls, want := vector.Zeros[int64](mem, like), vector.Nulls[int64](mem, len(known)), vector.New[int64](mem, len(known))
		wantNulls := vector.New[int64](mem, len(known))
		for i := range known {
			if rapid.Bool().Draw(t, "is set") {
				zeros.Set(i, int64(i))
				nulls.Set(i, int64(i))
				want.Append(int64(i))
				wantNulls.Append(int64(i))
			} else {
				want.AppendIf(known[i], 0)
				wantNulls.AppendNull()
			}
		}
		for _, pair := range [][2]*vector.Vector[int64]{{zeros, want}, {nulls, wantNulls}} {
			got, want := pair[0].Column(pipeline.MoneyType.Arrow()), pair[1].Column(pipeline.MoneyType.Arrow())
			if !array.Equal(got, want) || got.NullN() != want.NullN() {
				t.Fatalf("column %v, want %v", got, want)
			}
			got.Release()
			want.Release()
			pair[0].Release()
			pair[1].Release()
		}
	})
}

// TestTextsAgreesWithBuilder: a text column is the one that arrow's builder makes.
func TestTextsAgreesWithBuilder(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOf(rapid.String()).Draw(t, "texts")
		isKnown := rapid.SliceOfN(rapid.Bool(), len(texts), len(texts)).Draw(t, "known")
		b := array.NewStringBuilder(mem)
		defer b.Release()
		b.AppendValues(texts, isKnown)
		want := b.NewStringArray()
		defer want.Release()
		v := vector.NewTexts(mem, len(texts), rapid.IntRange(0, 50).Draw(t, "room"))
		defer v.Release()
		for i := range texts {
			v.AppendFrom(want, i)
		}
		got := v.Column()
		defer got.Release()
		if !array.Equal(got, want) || got.NullN() != want.NullN() {
			t.Fatalf("column %v, want %v", got, want)
		}
	})
}

func TestVectorWithoutNullsHasNoBitmap(t *testing.T) {
	v := vector.New[arrow.Date32](memory.DefaultAllocator, 2)
	v.Append(1)
	v.Append(2)
	if column := v.Column(pipeline.DateType.Arrow()); column.Data().Buffers()[0] != nil {
		t.Error("a column without nulls has a bitmap")
	}
}

// TestCodesRoundTrip: what a builder was given is what a reader finds, also in a
// part of the column.
func TestCodesRoundTrip(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(rapid.SampledFrom([]string{"", "RUB", "CNY", "USD", "я"})).Draw(t, "words")
		from := rapid.IntRange(0, len(words)).Draw(t, "from")
		b := vector.NewCodeBuilder(mem, len(words), "USD")
		defer b.Release()
		for _, word := range words {
			b.AppendWord(word)
		}
		whole := b.Column()
		defer whole.Release()
		part := array.NewSlice(whole, int64(from), int64(len(words)))
		defer part.Release()
		read := vector.WordsOf(part.(*array.Dictionary))
		for i, want := range words[from:] {
			if got := read.At(i); got != want || read.IsNull(i) != (want == "") {
				t.Fatalf("row %d is %q, null %v; want %q", i, got, read.IsNull(i), want)
			}
			if want != "" && read.Entries[read.Index(i)] != want {
				t.Fatalf("row %d has entry %q, want %q", i, read.Entries[read.Index(i)], want)
			}
		}
		if dictionary := whole.(*array.Dictionary).Dictionary().(*array.String); dictionary.Len() != len(distinct(append(words, "USD"))) {
			t.Fatalf("dictionary %v of %q lists a word twice", dictionary, words)
		}
	})
}

// distinct returns the words that occur, but for the empty one.
func distinct(words []string) map[string]bool {
	set := map[string]bool{}
	for _, word := range words {
		if word != "" {
			set[word] = true
		}
	}
	return set
}

// Words are numbered as a search through their list numbers them, however many
// they are and whatever was given.
func TestWordsAreNumberedInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-f]{0,2}`)
		given := rapid.SliceOfN(word, 0, 20).Draw(t, "given")
		list := slices.Clone(given)
		b := vector.NewCodeBuilder(memory.DefaultAllocator, 0, given...)
		defer b.Release()
		for _, w := range rapid.SliceOfN(word, 0, 60).Draw(t, "words") {
			want := slices.Index(list, w)
			if want < 0 {
				want = len(list)
				list = append(list, w)
			}
			if got := b.Words.Index(w); got != want {
				t.Fatalf("%q is %d, want %d of %q", w, got, want, list)
			}
		}
		column := b.Column().(*array.Dictionary)
		defer column.Release()
		words := column.Dictionary().(*array.String)
		for i, w := range list {
			if words.Value(i) != w {
				t.Fatalf("word %d is %q, want %q", i, words.Value(i), w)
			}
		}
		if words.Len() != len(list) {
			t.Fatalf("%d words, want %d", words.Len(), len(list))
		}
	})
}
