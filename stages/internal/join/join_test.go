package join_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"pgregory.net/rapid"

	"ozpayout/stages/internal/join"
)

func column(keys []string, valid []bool) *array.String {
	b := array.NewStringBuilder(memory.DefaultAllocator)
	defer b.Release()
	b.AppendValues(keys, valid)
	return b.NewStringArray()
}

// chain collects the rows that an index finds for a key.
func chain(x *join.Index, key string) (rows []int) {
	for row := x.First(key); row >= 0; row = x.Next(row) {
		rows = append(rows, row)
	}
	return rows
}

func TestIndexAgreesWithMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"", "1", "2", "0001-1", "12345678-0001-1", "12345678-0001-2", "12345678-0001", "1234567890-0001-1", "я", "a\x00b"})
		keys := rapid.SliceOfN(word, 0, 40).Draw(t, "keys")
		valid := make([]bool, len(keys))
		for i := range valid {
			valid[i] = rapid.IntRange(0, 4).Draw(t, "null") > 0
		}
		want := map[string][]int{}
		for row, key := range keys {
			if valid[row] {
				want[key] = append(want[key], row)
			}
		}
		// A slice of a longer column has an offset.
		whole := column(append([]string{"x", "1"}, keys...), append([]bool{true, true}, valid...))
		part := array.NewSlice(whole, 2, int64(whole.Len())).(*array.String)
		x := join.NewIndex(part)
		for _, key := range []string{"", "1", "2", "0001-1", "12345678-0001-1", "12345678-0001-2", "12345678-0001", "1234567890-0001-1", "я", "a\x00b", "x", "missing"} {
			if got := chain(x, key); !slices.Equal(got, want[key]) {
				t.Fatalf("key %q: rows %v, want %v", key, got, want[key])
			}
		}
		asked := column(append([]string{"missing"}, keys...), append([]bool{true}, valid...))
		for i, first := range x.FirstOfEach(asked) {
			want := -1
			if asked.IsValid(i) {
				want = x.First(asked.Value(i))
			}
			if int(first) != want {
				t.Fatalf("first row of %q is %d, want %d", asked.ValueStr(i), first, want)
			}
		}
		wanted := join.NewNumbers(0)
		for _, key := range rapid.SliceOfN(word, 0, 5).Draw(t, "wanted") {
			wanted.Of(key)
		}
		only := wanted.Rows(part)
		for number := range wanted.Len() {
			key := wanted.Key(number)
			var got []int
			for row := only.First(number); row >= 0; row = only.Next(row) {
				got = append(got, row)
			}
			if !slices.Equal(got, want[key]) {
				t.Fatalf("key %q: rows %v, want %v", key, got, want[key])
			}
		}
	})
}

func TestIndexOfManyKeys(t *testing.T) {
	const rows = 50_000
	keys := make([]string, rows)
	for i := range keys {
		keys[i] = fmt.Sprintf("%08d-%04d-1", i/3, i%7)
	}
	want := map[string][]int{}
	for i, key := range keys {
		want[key] = append(want[key], i)
	}
	x := join.NewIndex(column(keys, nil))
	for key, rows := range want {
		if got := chain(x, key); !slices.Equal(got, rows) {
			t.Fatalf("key %q: rows %v, want %v", key, got, rows)
		}
	}
}

func TestIndexOfNothing(t *testing.T) {
	if row := join.NewIndex(column(nil, nil)).First(""); row != -1 {
		t.Errorf("row %d in an empty column", row)
	}
}

func TestNumbersAgreesWithMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfN(rapid.OneOf(rapid.StringN(0, 2, 3), rapid.StringMatching(`[0-4]{8}-[01]{2}`)), 0, 200).Draw(t, "keys")
		numbers := join.NewNumbers(rapid.IntRange(0, 50).Draw(t, "room"))
		known := map[string]int{}
		for _, key := range keys {
			want, isKnown := known[key]
			if !isKnown {
				want = len(known)
				known[key] = want
			}
			if got, ok := numbers.Find(key); ok != isKnown || ok && got != want {
				t.Fatalf("key %q is found as %d, %v; want %d, %v", key, got, ok, want, isKnown)
			}
			if got, isNew := numbers.Of(key); got != want || isNew == isKnown {
				t.Fatalf("key %q: number %d, new %v; want %d, %v", key, got, isNew, want, !isKnown)
			}
		}
		asked := append(append([]string{"null", "missing"}, keys...), keys...)
		valid := slices.Repeat([]bool{true}, len(asked))
		valid[0] = false
		for i, found := range numbers.FindEach(column(asked, valid)) {
			want, isKnown := known[asked[i]]
			if !isKnown || i == 0 {
				want = -1
			}
			if int(found) != want {
				t.Fatalf("key %q is found as %d, want %d", asked[i], found, want)
			}
		}
	})
}

func TestOrderOf(t *testing.T) {
	for posting, want := range map[string]string{
		"71426933-0116-1": "71426933-0116",
		"0001-0002-0003-": "0001-0002-0003",
		"71426933-0116":   "71426933-0116",
		"71426933":        "71426933",
		"-":               "-",
		"--":              "-",
		"":                "",
	} {
		if got := join.OrderOf(posting); got != want {
			t.Errorf("order of %q is %q, want %q", posting, got, want)
		}
	}
}

func BenchmarkIndex(b *testing.B) {
	const rows = 20_000
	keys := make([]string, rows)
	for i := range keys {
		keys[i] = fmt.Sprintf("%08d-%04d-1", i*7919, i%97)
	}
	values := column(keys, nil)
	b.Run("build", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			join.NewIndex(values)
		}
		b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	})
	b.Run("probe", func(b *testing.B) {
		x := join.NewIndex(values)
		b.ReportAllocs()
		for b.Loop() {
			for _, key := range keys {
				if x.First(key) < 0 {
					b.Fatal("a key is missing")
				}
			}
		}
		b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	})
}
