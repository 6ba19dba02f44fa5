package parquetio

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// obviousDictionary is what the indexer does in many steps for speed.
func obviousDictionary[T cmp.Ordered](all []T) (entries []T, at []int32) {
	entries = slices.Compact(slices.Sorted(slices.Values(all)))
	for _, v := range all {
		i, _ := slices.BinarySearch(entries, v)
		at = append(at, int32(i))
	}
	return entries, at
}

// drawnCells draws some thousand cells out of fewer different ones, now and
// then as many.
func drawnCells[T any](one *rapid.Generator[T]) *rapid.Generator[[]T] {
	return rapid.Custom(func(t *rapid.T) []T {
		different := rapid.SliceOfN(one, 1, 40).Draw(t, "different")
		return rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(different), one), 0, 200).Draw(t, "all")
	})
}

// checkDictionary compares what the indexer made with the obvious dictionary;
// cells that do not repeat have none.
func checkDictionary[T cmp.Ordered](t *rapid.T, all []T, values cells, entries []T, found bool) {
	wantEntries, wantAt := obviousDictionary(all)
	repeat := len(all) > 0 && len(wantEntries) <= len(all)/2
	if found != repeat {
		t.Fatalf("dictionary: %v; %d different ones of %d", found, len(wantEntries), len(all))
	}
	if !found {
		if values.count() != len(all) {
			t.Fatalf("%d cells of %d", values.count(), len(all))
		}
		return
	}
	if diff := gocmp.Diff(wantEntries, entries); diff != "" {
		t.Fatalf("entries (-want +got):\n%s", diff)
	}
	got := values.(indices)
	if diff := gocmp.Diff(wantAt, got.at); diff != "" {
		t.Fatalf("indices (-want +got):\n%s", diff)
	}
	if len(entries) > 1<<got.width {
		t.Fatalf("%d bits for %d entries", got.width, len(entries))
	}
}

func TestNumbersByDictionary(t *testing.T) {
	var x indexer // its buffers are used again and again
	numbersOf := rapid.OneOf(rapid.Int64Range(-20, 20), rapid.Int64Range(1_700_000_000, 1_700_000_050), rapid.Int64())
	rapid.Check(t, func(t *rapid.T) {
		all := drawnCells(numbersOf).Draw(t, "cells")
		values, dictionary := indexNumbers(&x, all, &x.first64)
		entries, found := dictionary.(numbers[int64])
		checkDictionary(t, all, values, entries, found)
	})
}

// TestNearIsFar: the two ways to index numbers agree where both work.
func TestNearIsFar(t *testing.T) {
	var near, far indexer
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.Int32Range(-50, 50), 1, 300).Draw(t, "cells")
		least, greatest, _ := numbers[int32](all).extremes()

		nearFirst, nearRepeat := indexNear(&near, all, nil, least, int(greatest-least)+1)
		farFirst, farRepeat := indexFar(&far, all, nil)
		if nearRepeat != farRepeat {
			t.Fatalf("repeat: near says %v, far %v", nearRepeat, farRepeat)
		}
		if nearRepeat && (!slices.Equal(nearFirst, farFirst) || !slices.Equal(near.indices, far.indices)) {
			t.Fatalf("near: %v of %v\nfar: %v of %v", near.indices, nearFirst, far.indices, farFirst)
		}
	})
}

// TestSharesKeepTheirBits: a dictionary of shares tells zeros and NaNs apart.
func TestSharesKeepTheirBits(t *testing.T) {
	shares := []float64{0.25, math.NaN(), 0, math.Copysign(0, -1), math.Inf(-1)}
	var bits []int64
	for _, share := range slices.Repeat(shares, 3) {
		bits = append(bits, int64(math.Float64bits(share)))
	}
	var x indexer
	values, dictionary := x.indexShares(bits)
	entries, ok := dictionary.(numbers[float64])
	if !ok || len(entries) != len(shares) {
		t.Fatalf("dictionary is %v", dictionary)
	}
	for i, at := range values.(indices).at {
		if got, want := int64(math.Float64bits(entries[at])), bits[i]; got != want {
			t.Errorf("cell %d has bits %x, want %x", i, got, want)
		}
	}
}

func TestTextsByDictionary(t *testing.T) {
	var x indexer
	ids := rapid.Custom(func(t *rapid.T) string {
		return "P-2025" + rapid.StringMatching(`[01]{0,12}(\x00|-)?[01]{0,12}`).Draw(t, "tail")
	})
	rapid.Check(t, func(t *rapid.T) {
		all := drawnCells(rapid.OneOf(ids, ids, rapid.String())).Draw(t, "cells")
		words, found := x.indexTexts(joinedTexts(all))
		entries := stringsOf(words)
		var values cells = indices{x.indices, indexWidth(len(entries))}
		if !found {
			values = joinedTexts(all)
		}
		checkDictionary(t, all, values, entries, found)
	})
}

// TestUniqueIsGivenUpEarly: a sample tells texts of which nearly all differ; they
// are not put into a table down to the last.
func TestUniqueIsGivenUpEarly(t *testing.T) {
	all := make([]string, GroupRows)
	var order []int32
	for i := range all {
		all[i] = fmt.Sprintf("%08d-0001-1", i*7919%100_000_000)
		order = append(order, int32(i))
	}
	rows := filled{gathered: bytes.Repeat([]byte{0xFF}, GroupRows/8), rows: GroupRows}
	rows.arrange(order)
	g := gatherer{filled: &rows}
	if !g.areUnique(joinedTexts(all)) {
		t.Error("unique texts are not known as such")
	}
	if met := g.met.count(); met > GroupRows/8 {
		t.Errorf("%d of %d texts were looked at", met, len(all))
	}
	for i := range all {
		all[i] = all[i/3*3]
	}
	if g.areUnique(joinedTexts(all)) {
		t.Error("texts of which each stands there three times are said to be unique")
	}
}

func TestSortKeys(t *testing.T) {
	var x indexer
	rapid.Check(t, func(t *rapid.T) {
		x.keys = x.keys[:0]
		key := rapid.OneOf(rapid.Uint64Range(0, 300), rapid.Uint64())
		keys := rapid.SliceOfN(key, 1, 300).Draw(t, "keys")
		if rapid.Bool().Draw(t, "are many") {
			for i := 0; len(keys) < manyKeys; i++ {
				keys = append(keys, bits.RotateLeft64(keys[i], 7))
			}
		}
		for i, key := range keys {
			x.keys = append(x.keys, sortKey{key, int32(i)})
		}
		want := slices.Clone(x.keys)
		slices.SortStableFunc(want, func(a, b sortKey) int { return cmp.Compare(a.key, b.key) })
		x.sortKeys()
		if !slices.Equal(want, x.keys) {
			t.Fatalf("got %v, want %v", x.keys, want)
		}
	})
}

func TestExtremesOfTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.StringN(0, 12, 20), 1, 50).Draw(t, "texts")
		least, greatest := joinedTexts(all).extremes()
		if want := slices.Min(all); string(least) != want {
			t.Errorf("least is %q, want %q", least, want)
		}
		if want := slices.Max(all); string(greatest) != want {
			t.Errorf("greatest is %q, want %q", greatest, want)
		}
	})
}

func TestLeadingKeepsOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "a"), rapid.String().Draw(t, "b")
		if byBytes := cmp.Compare(leading([]byte(a)), leading([]byte(b))); byBytes != 0 && byBytes != strings.Compare(a, b) {
			t.Errorf("%q and %q are in another order by their first bytes", a, b)
		}
	})
}
