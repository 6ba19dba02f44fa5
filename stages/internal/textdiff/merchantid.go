package textdiff

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// An IDCheck is what a merchant id looks like to the provider.
type IDCheck struct {
	Passes bool
	// Class and Index tell the first code point that is not allowed; for a wrong
	// length, the first one too many or the place of the first one missing.
	Class Class
	Index int
	// IsOnlyDigits and IsOnlyLetters tell ids that pass although they do not mix
	// digits and letters, as the words of the rule might mean (C10).
	IsOnlyDigits, IsOnlyLetters bool
	// Cleaned is the id without invisible characters; CleanedPasses says whether
	// that one would pass (A28).
	Cleaned       string
	CleanedPasses bool
}

// CheckMerchantID checks an id byte for byte: so many code points, each an ASCII
// digit or letter (A29, C10). The id is not trimmed.
func CheckMerchantID(id string, length int) IDCheck {
	c := checkID(id, length)
	c.Cleaned = WithoutInvisible(id)
	c.CleanedPasses = checkID(c.Cleaned, length).Passes
	return c
}

func checkID(id string, length int) IDCheck {
	points, digits := 0, 0
	for rest := id; rest != ""; points++ {
		r, n := utf8.DecodeRuneInString(rest)
		switch {
		case isASCIIDigit(r):
			digits++
		case !isASCIILetter(r):
			return IDCheck{Class: classOfStranger(r), Index: points}
		}
		rest = rest[n:]
	}
	if points != length {
		return IDCheck{Class: Length, Index: min(points, length)}
	}
	return IDCheck{Passes: true, IsOnlyDigits: digits == points, IsOnlyLetters: digits == 0}
}

func isASCIIDigit(r rune) bool  { return '0' <= r && r <= '9' }
func isASCIILetter(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

// classOfStranger names the kind of a character that has no place in an id.
func classOfStranger(r rune) Class {
	switch {
	case isInvisible(r):
		return Invisible
	case strings.ContainsRune("\n\v\f\r\u0085\u2028\u2029", r):
		return LineBreak
	case unicode.IsSpace(r):
		return Space
	case width.LookupRune(r).Kind() == width.EastAsianFullwidth:
		return Width
	case isPunctuation(r) && r != utf8.RuneError:
		return Punctuation
	case unicode.IsControl(r):
		return Control
	}
	if prototypes[r] != "" {
		return Homoglyph
	}
	return NonASCII
}
