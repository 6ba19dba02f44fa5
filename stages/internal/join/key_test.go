package join

import (
	"testing"

	"pgregory.net/rapid"
)

// Any two texts of digits and dashes have the same key only if they are equal, and
// no other text has a packed one.
func TestKeyTellsTextsApart(t *testing.T) {
	text := rapid.OneOf(
		rapid.StringMatching(`[0-9-]{6,17}`), rapid.StringMatching(`[0-9]{8}-[0-9]{4}-[0-9]`), rapid.StringMatching(`[*-;\x00\x80-\xff]{7,16}`), rapid.String(),
	)
	rapid.Check(t, func(t *rapid.T) {
		a := text.Draw(t, "a")
		b := rapid.OneOf(text, rapid.Just(a)).Draw(t, "b")
		if isEqual := keyOf(a) == keyOf(b); keyOf(a).isExact() && isEqual != (a == b) {
			t.Fatalf("keys of %q and %q: %x, %x", a, b, keyOf(a), keyOf(b))
		}
		if want := isPlain(a); keyOf(a).isExact() != want {
			t.Fatalf("%q is packed: %v", a, !want)
		}
	})
}

func TestKeyOfEveryByte(t *testing.T) {
	for at := range packedMax {
		for c := range 256 {
			text := []byte("12345678-0001-1")
			text[at] = byte(c)
			if keyOf(string(text)).isExact() != isPlain(string(text)) {
				t.Errorf("%q is packed: %v", text, !isPlain(string(text)))
			}
		}
	}
}

// isPlain is the obvious twin of what packs.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c != '-' && (c < '0' || c > '9') {
			return false
		}
	}
	return len(text) >= packedMin && len(text) <= packedMax
}
