package cell

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// spelledNearly draws cells that are plain or nearly so: what the format makes of
// small numbers, now and then with a character changed, added or lost.
func spelledNearly(t *rapid.T, formats ...string) []byte {
	n := rapid.SliceOfN(rapid.IntRange(0, 70), 8, 8).Draw(t, "numbers")
	year := rapid.IntRange(1995, 2105).Draw(t, "year")
	text := fmt.Appendf(nil, rapid.SampledFrom(formats).Draw(t, "format"), year, n[0]%14, n[1]%34, n[2]%26, n[3], n[4], n[5]%26, n[6])
	if rapid.IntRange(0, 2).Draw(t, "sound") > 0 || len(text) == 0 {
		return text
	}
	at := rapid.IntRange(0, len(text)-1).Draw(t, "at")
	with := rapid.SampledFrom([]string{"", " ", "-", "+", ".", ",", ":", "T", "0", "x", "é"}).Draw(t, "with")
	return append(append(text[:at:at], with...), text[at+rapid.IntRange(0, 1).Draw(t, "cut"):]...)
}

// Where a plain reader reads a cell, it reads what the general one does; and it
// does read the spellings that it is there for.
func TestPlainReadersAgreeWithTheGeneralOnes(t *testing.T) {
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	moscow, err := time.LoadLocation("Europe/Moscow")
	if err != nil {
		t.Fatal(err)
	}
	zones := []Zone{{}, NewZone(moscow), NewZone(newYork)}
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		b := spelledNearly(t,
			"%04[1]d-%02[2]d-%02[3]d", "%02[3]d.%02[2]d.%04[1]d", "%04[1]d/%02[2]d/%02[3]d",
			"%04[1]d-%02[2]d-%02[3]d %02[4]d:%02[5]d:%02[6]d", "%02[3]d.%02[2]d.%04[1]d %02[4]d:%02[5]d:%02[6]d", "%02[3]d.%02[2]d.%04[1]dT%02[4]d:%02[5]d:%02[6]d",
			"%04[1]d-%02[2]d-%02[3]dT%02[4]d:%02[5]d:%02[6]d+%02[7]d:%02[8]d", "%04[1]d-%02[2]d-%02[3]d %02[4]d:%02[5]d:%02[6]d-%02[7]d:%02[8]d",
			"%02[3]d.%02[2]d.%04[1]d %02[4]d:%02[5]d:%02[6]d+%02[7]d:%02[8]d",
		)
		if got, ok := plainDate(b); ok {
			if want, r := anyDate(b, zone); got != want || r != "" {
				t.Fatalf("date %q: %d, want %d %q", b, got, want, r)
			}
		}
		if got, ok := plainInstant(b, zone); ok {
			if want, r := anyInstant(b, zone, false); got != want || r != "" {
				t.Fatalf("instant %q: %d, want %d %q", b, got, want, r)
			}
		}
		amount := spelledNearly(t, "%[1]d", "-%[1]d", "%[1]d.%02[4]d", "-%[1]d,%02[5]d", "%[2]d.%[5]d", "%[1]d%[1]d%[1]d%[1]d%[1]d.%02[4]d", "%[1]d%[1]d%[1]d%[1]d", "9%[1]d%[1]d%[1]d%[1]d", "%[1]d %03[5]d.00", "%[1]d,%03[5]d")
		if rapid.Bool().Draw(t, "in a line") {
			amount = append(amount, ",12.34;5678"...)[:len(amount)]
		}
		digits := rapid.IntRange(0, 3).Draw(t, "digits")
		sep := rapid.SampledFrom([]Separator{0, '.', ','}).Draw(t, "separator")
		if got, ok := plainMoney(amount, digits, sep); ok {
			if want, r := anyMoney(amount, digits, sep); got != want || r != "" {
				t.Fatalf("money %q: %d, want %d %q", amount, got, want, r)
			}
		}
	})
	for _, b := range []string{"2024-06-07", "07.06.2024", "2024-02-29"} {
		if _, ok := plainDate([]byte(b)); !ok {
			t.Errorf("date %q is not plain", b)
		}
	}
	for _, b := range []string{"2024-06-07 16:30:00", "07.06.2024 16:30:00", "2024-06-07T16:30:00+03:00"} {
		if _, ok := plainInstant([]byte(b), zones[1]); !ok {
			t.Errorf("instant %q is not plain", b)
		}
	}
	for _, b := range []string{"0", "-12", "1234.56", "-0,05", "123456.78", "-1234567890"} {
		if _, ok := plainMoney([]byte(b), 2, 0); !ok {
			t.Errorf("amount %q is not plain", b)
		}
	}
}

// What was read of the cells above changes nothing.
func TestPlainInstantsBelowEachOther(t *testing.T) {
	zone := NewZone(time.FixedZone("", 3*3600))
	rapid.Check(t, func(t *rapid.T) {
		instants := NewPlainInstants(zone)
		for range rapid.IntRange(1, 8).Draw(t, "cells") {
			b := []byte(rapid.SampledFrom([]string{"2024-06-07", "2024-06-17", "07.06.2024", "1970-01-01", "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"}).Draw(t, "date") +
				rapid.SampledFrom([]string{" ", "T"}).Draw(t, "mark") + rapid.SampledFrom([]string{"16:30:00", "23:59:59", "24:00:00", "16.30:00", "1::30:00"}).Draw(t, "clock") +
				rapid.SampledFrom([]string{"", "+03:00", "-03:00", "+00:00", "\x00\x00\x00\x00\x00\x00", "+24:00"}).Draw(t, "offset"))
			got, ok := instants.Read(b)
			want, r := anyInstant(b, zone, false)
			if ok && (got != want || r != "") {
				t.Fatalf("%q: %d, want %d %q", b, got, want, r)
			}
			if !ok && r == "" && b[0] != '1' {
				t.Fatalf("%q is not plain", b)
			}
		}
	})
}

func TestPlainClockAgreesWithClockSuffix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := [8]byte(rapid.SliceOfN(rapid.SampledFrom([]byte("0123456789:;/ \xb1\xff")), 8, 8).Draw(t, "text"))
		if rapid.Bool().Draw(t, "colons") {
			text[2], text[5] = ':', ':'
		}
		want, r := clockSuffix([]byte("2024-06-07 "+string(text[:])), 10)
		isClock := r == "" && text[5] == ':'
		if got, ok := plainClock(binary.LittleEndian.Uint64(text[:])); ok != isClock || ok && got != want.sinceMidnight {
			t.Fatalf("%q: %d, %t; want %d %q", text, got, ok, want.sinceMidnight, r)
		}
	})
}

func TestEightDigitsAgreeWithParseUint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.SampledFrom([]byte("0123456789012345678901234567890123456789/:+ \xb1\xff")), 8, 8).Draw(t, "text")
		want, err := strconv.ParseUint(string(text), 10, 64)
		if got, ok := eightDigits(binary.LittleEndian.Uint64(text)); ok != (err == nil) || ok && got != want {
			t.Fatalf("%q: %d, %t; want %d %v", text, got, ok, want, err)
		}
	})
}

func TestPlainIDsAreLeftAsTheyAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := []byte(rapid.StringOfN(rapid.RuneFrom([]rune("1234567890-#E+*,. \u00a0ёx")), 1, 30, -1).Draw(t, "id"))
		dst := append(make([]byte, 0, rapid.IntRange(3, 40).Draw(t, "room")), "abc"...)
		appended, ok := AppendPlainID(dst, b)
		switch {
		case !ok && string(appended) != "abc":
			t.Fatalf("%q is not plain, but %q", b, appended)
		case ok && string(appended) != "abc"+string(b):
			t.Fatalf("%q: %q", b, appended)
		}
		id, damage := Trim(b), ExcelDamage(b)
		if ok && (string(id) != string(b) || damage != "") {
			t.Fatalf("%q: id %q, damage %q", b, id, damage)
		}
		if plain := !bytes.ContainsAny(b, "+# \u00a0ё"); plain && !ok {
			t.Fatalf("%q is plain", b)
		}
	})
}

// The sign of a column is what each of its amounts proves.
func TestSeparatorOfAsksEachAmount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var amounts [][]byte
		var want Separator
		differ := false
		for range rapid.IntRange(0, 6).Draw(t, "amounts") {
			b := spelledNearly(t, "%[1]d", "%[1]d.%02[4]d", "-%[1]d,%02[5]d", "%[2]d.%[5]d", "%[2]d,%03[5]d", "%[2]d %03[5]d.00")
			amounts = append(amounts, b)
			if a, ok := scanAmount(Trim(b)); ok && a.proves != 0 {
				differ = differ || want != 0 && want != a.proves
				want = a.proves
			}
		}
		if differ {
			want = 0
		}
		if got := SeparatorOf(slices.Values(amounts)); got != want {
			t.Fatalf("%q: %q, want %q", amounts, got, want)
		}
	})
}

// TestFoldASCIIAgreesWithFoldWord: short ASCII texts are folded as all texts are, others not
// at all.
func TestFoldASCIIAgreesWithFoldWord(t *testing.T) {
	text := rapid.OneOf(rapid.StringOfN(rapid.RuneFrom([]rune("aBcZ09_ -\t\n\v\f\r\x00\x1c\x7f")), 0, 80, 80), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		word := text.Draw(t, "text")
		isASCII := !strings.ContainsFunc(word, func(r rune) bool { return r >= utf8.RuneSelf })
		var buffer [64]byte
		folded, ok := foldASCII(&buffer, []byte(word))
		if want := isASCII && len(word) <= len(buffer); ok != want {
			t.Fatalf("%q is folded: %v, want %v", word, ok, want)
		}
		if ok && string(folded) != FoldWord(word) {
			t.Fatalf("%q becomes %q, want %q", word, folded, FoldWord(word))
		}
	})
}
