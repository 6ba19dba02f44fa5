package textdiff

import (
	"strings"
	"unicode"
)

// noBreakSpace is invisible in an identifier: it comes with copied text like the
// zero width characters do (A27).
const noBreakSpace = '\u00a0'

// isInvisible reports whether a character does not show: format characters (zero
// width space, joiners, byte order mark, bidi marks), variation selectors, other
// default ignorable code points and the no-break space.
func isInvisible(r rune) bool {
	return r == noBreakSpace ||
		unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

// WithoutInvisible returns a text without its invisible characters, all else as it
// is (A28).
func WithoutInvisible(s string) string { return without(s, isInvisible) }

// Plain returns a name as a keyboard writes it: without its invisible characters,
// and with a space for each no-break space between its words.
func Plain(s string) string {
	return WithoutInvisible(strings.ReplaceAll(strings.Trim(s, string(noBreakSpace)), string(noBreakSpace), " "))
}
