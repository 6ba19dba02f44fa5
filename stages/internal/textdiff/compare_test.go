package textdiff_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/stages/internal/textdiff"
)

func TestA08Compare(t *testing.T) {
	for _, test := range []struct {
		name, left, right string
		class             textdiff.Class
		index             int
	}{
		{"a blank after the comma", "Foo Co., Ltd.", "Foo Co.,Ltd.", textdiff.Space, 8},
		{"no-break space", "Foo\u00a0Co", "Foo Co", textdiff.Space, 3},
		{"trailing blank", "Foo Co", "Foo Co ", textdiff.Space, 6},
		{"leading tab", "\tFoo", "Foo", textdiff.Space, 0},
		{"capital", "FOO Co.", "Foo Co.", textdiff.Case, 1},
		{"sharp s", "Straße", "STRASSE", textdiff.Case, 1},
		{"NFC against NFD", "Caf\u00e9", "Cafe\u0301", textdiff.Normalisation, 3},
		{"full-width comma", "Foo，Ltd", "Foo,Ltd", textdiff.Width, 3},
		{"full-width letters", "ＦＯＯ", "FOO", textdiff.Width, 0},
		{"ideographic space", "深圳\u3000公司", "深圳 公司", textdiff.Width, 2},
		{"full stop", "Foo Co", "Foo Co.", textdiff.Punctuation, 6},
		{"hyphens", "Foo-Bar", "Foo\u2010Bar", textdiff.Punctuation, 3},
		{"Cyrillic A", "\u0410lpha", "Alpha", textdiff.Homoglyph, 0},
		{"zero for O", "F0O", "FOO", textdiff.Homoglyph, 1},
		{"zero width space", "Foo\u200bCo", "FooCo", textdiff.Invisible, 3},
		{"byte order mark", "\ufeffFoo", "Foo", textdiff.Invisible, 0},
		{"case and space", "foo  Co", "Foo Co", textdiff.Mixed, 0},
		{"nothing there", "", "Foo", textdiff.Missing, 0},
		{"another name", "Foo", "Bar", textdiff.Other, 0},
		{"a longer name", "Foo", "Foobar", textdiff.Other, 3},
		{"bytes that are no UTF-8", "a\xff", "a\xfe", textdiff.Other, 1},
		{"ideographs count as one", "深圳福田", "深圳南山", textdiff.Other, 2},
	} {
		d, differs := textdiff.Compare(test.left, test.right)
		if !differs || d.Class() != test.class || d.Index != test.index {
			t.Errorf("%s: %v %v at %d, want %v at %d", test.name, differs, d.Classes, d.Index, test.class, test.index)
		}
	}
}

// Equal bytes pass, blanks and all: nothing is trimmed before the comparison.
func TestA08EqualBytesPass(t *testing.T) {
	for _, text := range []string{"Foo Co., Ltd.", " Foo ", "", "\xff", "深圳市某某有限公司"} {
		if _, differs := textdiff.Compare(text, text); differs {
			t.Errorf("%q differs from itself", text)
		}
	}
	if _, differs := textdiff.Compare("Foo", "Foo "); !differs {
		t.Error("the texts were trimmed")
	}
}

// Several kinds at once are the fewest that explain the difference (A09 counts
// names that differ in case and spaces only).
func TestA09Classes(t *testing.T) {
	d, _ := textdiff.Compare("foo  Co", "Foo Co")
	if diff := cmp.Diff([]textdiff.Class{textdiff.Case, textdiff.Space}, d.Classes); diff != "" {
		t.Error(diff)
	}
	if !d.IsOnly(textdiff.Case, textdiff.Space) || d.IsOnly(textdiff.Case) {
		t.Errorf("IsOnly of %v", d.Classes)
	}
}

var alphabet = []rune("aAеéé oO0.,，\u200b\u00a0１1lI深\n")

func TestCompareProperties(t *testing.T) {
	text := rapid.StringOfN(rapid.SampledFrom(alphabet), 0, 8, -1)
	rapid.Check(t, func(t *rapid.T) {
		left, right := text.Draw(t, "left"), text.Draw(t, "right")
		there, differs := textdiff.Compare(left, right)
		back, differsBack := textdiff.Compare(right, left)
		if differs != (left != right) || differs != differsBack {
			t.Fatalf("differs %v, the other way round %v", differs, differsBack)
		}
		if !differs {
			return
		}
		if diff := cmp.Diff(there, back); diff != "" {
			t.Fatalf("the other way round (-there +back):\n%s", diff)
		}
		a, b := []rune(left), []rune(right)
		if !slices.Equal(a[:there.Index], b[:there.Index]) {
			t.Fatalf("the texts differ before index %d", there.Index)
		}
		if there.Index < len(a) && there.Index < len(b) && a[there.Index] == b[there.Index] {
			t.Fatalf("the texts are equal at index %d", there.Index)
		}
	})
}

func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"Foo Co":                          "Foo Co",
		"Foo\u00a0Co":                     "Foo Co",
		"\u00a0Foo\u00a0 Co., Ltd.\u00a0": "Foo  Co., Ltd.",
		" Foo\u200b Co ":                  " Foo Co ",
	} {
		if got := textdiff.Plain(text); got != want {
			t.Errorf("%q is plainly %q, want %q", text, got, want)
		}
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("Foo Co., Ltd.", "Foo Co.,Ltd.")
	f.Add("\xff\u200b", "Ａ")
	f.Add("e\u0301", "\u00e9")
	f.Fuzz(func(t *testing.T, left, right string) {
		d, differs := textdiff.Compare(left, right)
		if differs != (left != right) {
			t.Fatalf("differs %v", differs)
		}
		if differs && (len(d.Classes) == 0 || d.Index < 0 || d.Index > min(len(left), len(right))) {
			t.Fatalf("%+v", d)
		}
		if textdiff.Escape(left) == textdiff.Escape(right) && differs && !hasBracket(left+right) {
			t.Fatalf("both print as %s", textdiff.Escape(left))
		}
	})
}

func hasBracket(s string) bool { return slices.Contains([]byte(s), '[') }
