package main

import (
	"math"
	"math/big"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestPrintable(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", ""},
		{"Номер выплаты 回款编号 №5", "Номер выплаты 回款编号 №5"},
		{"a\nlevel=ERROR msg=forged", `a\nlevel=ERROR msg=forged`},
		{"a\tb", `a\tb`},
		{"\x1b[2J", `\u001b[2J`},
		{"\u009b31m", `\u009b31m`},
		{"a\u202egpj.exe", `a\u202egpj.exe`},
		{"zero\u200bwidth", `zero\u200bwidth`},
		{"no\u00a0break", `no\u00a0break`},
		{"bad \xff", `bad \xff`},
		{"tag \U000e0041", `tag \U000e0041`},
	} {
		if got := printable(test.text); got != test.want {
			t.Errorf("printable(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

func FuzzPrintable(f *testing.F) {
	for _, seed := range []string{"", "a\nb", "\x1b]0;title\a", "\xff\xfe", "回款\u2066x", "\ufffd"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := printable(text)
		if !utf8.ValidString(got) || strings.ContainsFunc(got, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("printable(%q) = %q can steer a terminal", text, got)
		}
		if printable(got) != got {
			t.Errorf("printable(%q) is printable in more than one way", text)
		}
	})
}

func TestValues(t *testing.T) {
	type value interface {
		Set(string) error
		String() string
	}
	for _, test := range []struct {
		of   value
		text string
		want string // "" = refused
	}{
		{new(byteSize), "2GiB", "2GiB"},
		{new(byteSize), "1536MiB", "1536MiB"},
		{new(byteSize), "1073741824", "1GiB"},
		{new(byteSize), "1048577B", "1048577"},
		{new(byteSize), "1023KiB", ""},
		{new(byteSize), "2", ""},
		{new(byteSize), "0", ""},
		{new(byteSize), "-1GiB", ""},
		{new(byteSize), "2GB", ""},
		{new(byteSize), "9999999999GiB", ""},
		{new(byteSize), "GiB", ""},
		{new(dateValue), "2024-02-29", "2024-02-29"},
		{new(dateValue), "2023-02-29", ""},
		{new(dateValue), "29.02.2024", ""},
		{new(share), "0.01", "0.01"},
		{new(share), "0", "0"},
		{new(share), "1.01", ""},
		{new(share), "-0.1", ""},
		{new(share), "NaN", ""},
		{new(share), "1%", ""},
		{new(languages), "zh, en,zh", "zh,en"},
		{new(languages), "none", "none"},
		{new(languages), "none,en", ""},
		{new(languages), "de", ""},
		{new(languages), "", ""},
		{&choice{of: []string{"text", "json"}}, "json", "json"},
		{&choice{of: []string{"text", "json"}}, "xml", ""},
		{new(count), "4", "4"},
		{new(count), "-4", ""},
		{&count{least: 1}, "0", ""},
	} {
		switch err := test.of.Set(test.text); {
		case err != nil && test.want != "":
			t.Errorf("%T %q: %v", test.of, test.text, err)
		case err == nil && test.of.String() != test.want:
			t.Errorf("%T %q = %q, want %q", test.of, test.text, test.of, test.want)
		}
	}
}

func TestByteSizeReadsWhatItWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := byteSize(rapid.Int64Range(leastSize, math.MaxInt64).Draw(t, "bytes"))
		var got byteSize
		if err := got.Set(want.String()); err != nil || got != want {
			t.Errorf("%d is written as %s and read as %d: %v", want, want.String(), got, err)
		}
	})
}

func TestDecimal(t *testing.T) {
	for _, test := range []struct {
		scaled       int64
		scale, least int
		want         string
	}{
		{84520, 2, 2, "845.20"},
		{-5, 2, 2, "-0.05"},
		{0, 2, 2, "0.00"},
		{122908000000, 10, 4, "12.2908"},
		{122908000001, 10, 4, "12.2908000001"},
		{math.MinInt64, 2, 2, "-92233720368547758.08"},
	} {
		if got := decimal(test.scaled, test.scale, test.least); got != test.want {
			t.Errorf("decimal(%d, %d, %d) = %s, want %s", test.scaled, test.scale, test.least, got, test.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		scaled, scale := rapid.Int64().Draw(t, "scaled"), rapid.IntRange(1, 10).Draw(t, "scale")
		text := decimal(scaled, scale, rapid.IntRange(1, scale).Draw(t, "least"))
		got, ok := new(big.Rat).SetString(text)
		power := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)
		if want := new(big.Rat).SetFrac(big.NewInt(scaled), power); !ok || got.Cmp(want) != 0 {
			t.Errorf("decimal(%d, %d) = %s", scaled, scale, text)
		}
	})
}

// TestShortened: a log shows the beginning of a long value, whole characters of it.
func TestShortened(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "2024-13-45": "2024-13-45", strings.Repeat("я", 200): strings.Repeat("я", 200), strings.Repeat("я", 201): strings.Repeat("я", 200) + "…",
	} {
		if got := shortened(text); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
