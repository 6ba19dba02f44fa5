package tabular

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// TestMatch holds both ways of finding a byte against looking at each.
func TestMatch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.SampledFrom([]byte{'"', ';', ',', '\t', '\n', '\r'}).Draw(t, "value")
		near := rapid.SampledFrom([]byte{value, value - 1, value + 1, value | 0x80, 0, 0x7f, 0x80, 0xff})
		blocks := rapid.IntRange(0, 5).Draw(t, "blocks")
		b := rapid.SliceOfN(near, 64*blocks, 64*blocks).Draw(t, "b")
		want := make([]uint64, blocks)
		for i, c := range b {
			if c == value {
				want[i/64] |= 1 << (i % 64)
			}
		}
		for name, find := range map[string]func([]byte, byte, []uint64){"match": match, "matchWords": matchWords} {
			got := make([]uint64, blocks+1)
			for i := range got {
				got[i] = ^uint64(0)
			}
			find(b, value, got)
			if !slices.Equal(got[:blocks], want) || got[blocks] != ^uint64(0) {
				t.Fatalf("%s: %x, want %x", name, got, want)
			}
		}
	})
}

// TestValidUTF8 puts characters, halves of them and bytes that are none at all places
// of the words and registers.
func TestValidUTF8(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{
			"a", "abcdefgh", strings.Repeat("abcdefgh", 5), "ж", "яЯёЁ", "Доставлен", strings.Repeat("Доставлен", 5), "订单", strings.Repeat("订单", 9), "₽", "😀", "\u00a0",
			"\U0010ffff", "\ufffd", "\ud7ff", "\ue000", "\u0800", "\u0080", "\x00", "\x7f",
			"\xd0", "\xd1", "\x80", "\xff", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xe4\xb8", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xf0\x9f\x98",
		}), 0, 12).Draw(t, "parts")
		compareText(t, []byte(strings.Join(parts, "")))
	})
}

// TestValidUTF8Pairs tries all neighbours, and what comes before and behind them.
func TestValidUTF8Pairs(t *testing.T) {
	frame := []byte(strings.Repeat("x", 100))
	for _, tail := range []string{"x", "\x80", "\x80\x80", "\xbf\xbf\x80"} {
		for first := range 256 {
			for second := range 256 {
				for at := range frame {
					frame[at] = 'x'
				}
				copy(frame[40:], append([]byte{byte(first), byte(second)}, tail...))
				compareText(t, frame)
			}
		}
	}
}

func FuzzValidUTF8(f *testing.F) {
	f.Add([]byte(strings.Repeat("Доставлен, 订单 😀 delivered ", 4)))
	f.Add([]byte(strings.Repeat("订单", 20) + "\xed\xa0\x80"))
	f.Fuzz(func(t *testing.T, b []byte) { compareText(t, b) })
}

// compareText holds both ways of looking at a text against the standard library.
func compareText(t rapid.TB, b []byte) {
	t.Helper()
	for from := range min(len(b), 4) + 1 { // registers begin elsewhere
		text := b[from:]
		for name, look := range map[string]func([]byte) (bool, bool){"inspect": inspect, "inspectWords": inspectWords} {
			isUTF8, hasNUL := look(text)
			if want := utf8.Valid(text); isUTF8 != want {
				t.Fatalf("%s of %q: %t, unicode/utf8 says %t", name, text, isUTF8, want)
			}
			if want := bytes.IndexByte(text, 0) >= 0; hasNUL != want {
				t.Fatalf("%s of %q: NUL %t, want %t", name, text, hasNUL, want)
			}
		}
	}
}

// TestCutCells holds both ways of cutting cells against looking at each byte.
func TestCutCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.IntRange(0, 6).Draw(t, "words")
		base, rest := rapid.Uint32Range(0, 1<<20).Draw(t, "base"), rapid.Uint32Range(0, 1<<20).Draw(t, "rest")
		separators, behind := make([]uint64, words), make([]uint64, words)
		density := rapid.SampledFrom([]int{0, 2, 8, 40, 64}).Draw(t, "density")
		for i := range words {
			for range density % 64 {
				separators[i] |= 1 << rapid.IntRange(0, 63).Draw(t, "separator")
			}
			if density == 64 {
				separators[i] = ^uint64(0)
			}
			behind[i] = rapid.Uint64().Draw(t, "behind") // quotes also where there is no separator
			if rapid.Bool().Draw(t, "plain") {
				behind[i] = 0
			}
		}
		var want []span
		from := rest
		for i := range 64 * words {
			if separators[i/64]>>(i%64)&1 == 1 {
				end, quote := base+uint32(i), uint32(behind[i/64]>>(i%64)&1)
				want = append(want, span{from + quote, end - quote})
				from = end + 1
			}
		}
		for name, cut := range map[string]func([]span, uint32, uint32, []uint64, []uint64) (int, uint32){"cutCells": cutCells, "cutCellsWords": cutCellsWords} {
			cells := make([]span, 64*words+cutSlack)
			count, next := cut(cells, rest, base, separators, behind)
			if !slices.Equal(cells[:count], want) || next != from {
				t.Fatalf("%s: %v and then %d, want %v and %d", name, cells[:count], next, want, from)
			}
		}
	})
}
