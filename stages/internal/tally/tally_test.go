package tally_test

import (
	"cmp"
	"testing"

	"pgregory.net/rapid"

	"ozpayout/stages/internal/tally"
)

// A number hashes badly, so that keys share their places.
type number int

func (n number) Hash() uint32 { return uint32(n % 3) }

func TestTallyAgreesWithMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := tally.New[number, int]()
		want := map[number]int{}
		var order []number
		for _, key := range rapid.SliceOf(rapid.Map(rapid.IntRange(0, 20), func(n int) number { return number(n) })).Draw(t, "keys") {
			if want[key] == 0 {
				order = append(order, key)
			}
			want[key]++
			*counts.Of(key)++
		}
		entries := counts.Entries()
		if len(entries) != len(order) {
			t.Fatalf("%d entries, want %d", len(entries), len(order))
		}
		for i, e := range entries {
			if e.Key != order[i] || e.Counts != want[e.Key] {
				t.Fatalf("entry %d is %v, want %d times %d", i, e, want[order[i]], order[i])
			}
		}
		last := number(-1)
		for _, e := range counts.Sorted(func(a, b number) int { return cmp.Compare(a, b) }) {
			if e.Key <= last || e.Counts != want[e.Key] {
				t.Fatalf("%v after %d", e, last)
			}
			last = e.Key
		}
	})
}
