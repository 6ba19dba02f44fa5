package textdiff_test

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ozpayout/stages/internal/textdiff"
)

const good = "A1B2C3D4E5F6G7H8I9J0K1L2"

func TestA29MerchantID(t *testing.T) {
	for _, test := range []struct {
		name, id string
		class    textdiff.Class
		index    int
	}{
		{"23 characters", good[1:], textdiff.Length, 23},
		{"25 characters", good + "x", textdiff.Length, 24},
		{"nothing", "", textdiff.Length, 0},
		{"Cyrillic A", "\u0410" + good[1:], textdiff.Homoglyph, 0},
		{"full-width 1", good[:1] + "１" + good[2:], textdiff.Width, 1},
		{"hyphen", good[:4] + "-" + good[5:], textdiff.Punctuation, 4},
		{"trailing newline", good + "\n", textdiff.LineBreak, 24},
		{"trailing blank", good + " ", textdiff.Space, 24},
		{"a Chinese character among 24", good[:23] + "深", textdiff.NonASCII, 23},
		{"zero byte", good[:23] + "\x00", textdiff.Control, 23},
		{"no UTF-8", good[:23] + "\xff", textdiff.NonASCII, 23},
		{"zero width space", good + "\u200b", textdiff.Invisible, 24},
		{"no-break space", "\u00a0" + good, textdiff.Invisible, 0},
		{"right-to-left mark", good[:5] + "\u200f" + good[5:], textdiff.Invisible, 5},
		{"variation selector", good[:5] + "\ufe0f" + good[5:], textdiff.Invisible, 5},
	} {
		c := textdiff.CheckMerchantID(test.id, 24)
		if c.Passes || c.Class != test.class || c.Index != test.index {
			t.Errorf("%s: passes %v, %s at %d, want %s at %d", test.name, c.Passes, c.Class, c.Index, test.class, test.index)
		}
	}
}

func TestC10MerchantIDNotices(t *testing.T) {
	for _, test := range []struct {
		id              string
		digits, letters bool
	}{
		{good, false, false},
		{strings.Repeat("7", 24), true, false},
		{strings.Repeat("x", 24), false, true},
	} {
		c := textdiff.CheckMerchantID(test.id, 24)
		if !c.Passes || c.IsOnlyDigits != test.digits || c.IsOnlyLetters != test.letters {
			t.Errorf("%s: %+v", test.id, c)
		}
	}
}

// 24 good characters and a zero width space anywhere fail, and the suggestion is
// the id without it (A27, A28).
func TestA27A28InvisibleAnywhere(t *testing.T) {
	for at := range len(good) + 1 {
		c := textdiff.CheckMerchantID(good[:at]+"\u200b"+good[at:], 24)
		if c.Passes || c.Class != textdiff.Invisible || c.Index != at || c.Cleaned != good || !c.CleanedPasses {
			t.Errorf("at %d: %+v", at, c)
		}
	}
	// Only what does not show is taken out: a newline is not, nor a 25th character.
	if c := textdiff.CheckMerchantID("\ufeff"+good+"\n", 24); c.Cleaned != good+"\n" || c.CleanedPasses {
		t.Errorf("newline: %+v", c)
	}
	if c := textdiff.CheckMerchantID(good+"\u200bx", 24); c.Cleaned != good+"x" || c.CleanedPasses {
		t.Errorf("25th character: %+v", c)
	}
}

func TestMerchantIDAgreesWithRegexp(t *testing.T) {
	pattern := regexp.MustCompile(`\A[0-9A-Za-z]{3}\z`)
	id := rapid.OneOf(rapid.StringMatching(`[0-9A-Za-z]{2,4}`), rapid.StringOfN(rapid.SampledFrom(alphabet), 0, 4, -1))
	rapid.Check(t, func(t *rapid.T) {
		drawn := id.Draw(t, "id")
		if got := textdiff.CheckMerchantID(drawn, 3); got.Passes != pattern.MatchString(drawn) {
			t.Fatalf("%q: %+v", drawn, got)
		}
	})
}

func TestA08Escape(t *testing.T) {
	for text, want := range map[string]string{
		"Foo Co., Ltd.":     "Foo Co., Ltd.",
		"Foo\u00a0Co":       "Foo[U+00A0]Co",
		"\u0410lpha\n":      "[U+0410]lpha[U+000A]",
		"深圳１号":              "深圳[U+FF11]号",
		"\xff":              "[0xFF]",
		"\U0001d400":        "[U+1D400]",
		"\ufeffA1":          "[U+FEFF]A1",
		"compat \uf900":     "compat [U+F900]",
		"tab\tand \u200b!~": "tab[U+0009]and [U+200B]!~",
	} {
		if got := textdiff.Escape(text); got != want {
			t.Errorf("%q prints as %s, want %s", text, got, want)
		}
	}
}

// Pairs of the table of UTS #39, and pairs that are none.
func TestA29Skeleton(t *testing.T) {
	for _, pair := range [][2]string{{"\u0410\u0412\u0421", "ABC"}, {"paypal", "p\u0430ypal"}, {"\u039f", "O"}, {"１", "1"}, {"rn", "m"}} {
		same := textdiff.Skeleton(pair[0]) == textdiff.Skeleton(pair[1])
		if want := pair[0] != "１"; same != want {
			t.Errorf("%q and %q: %v", pair[0], pair[1], same)
		}
	}
}
