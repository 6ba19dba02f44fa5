// Package cell turns the bytes of one cell into a typed value, or says why it
// cannot: start at [Money] and [Date], and look a refusal up with
// [Reason.Explain].
//
// Every reader is a pure function, takes off outer blanks, and never guesses: a
// spelling that could mean two things is refused. Readers named Number… and
// Serial… take the raw number of a workbook or JSON document, where exponents
// and the last digits of a float64 have to be expected; the others take text.
// A cell without a value has the reason [NoValue]; ask [Empty] first where that
// is allowed.
package cell

import (
	"bytes"
	"unicode/utf8"
)

// Trim returns b without outer white space: every character with the Unicode
// property White_Space, so also U+00A0, U+2009, U+202F and U+3000, but not the
// invisible U+200B or U+FEFF. The result shares memory with b.
func Trim(b []byte) []byte {
	if n := len(b); n > 0 && isVisibleASCII(b[0]) && isVisibleASCII(b[n-1]) {
		return b
	}
	return bytes.TrimSpace(b)
}

func isVisibleASCII(c byte) bool { return c > ' ' && c < utf8.RuneSelf }

// Empty reports whether b has no characters, or only those that [Trim] takes off.
func Empty(b []byte) bool { return len(Trim(b)) == 0 }
