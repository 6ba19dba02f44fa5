package textdiff

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Escape prints a text so that every character shows for what it is: printable
// ASCII and unified ideographs as they are, any other code point as [U+00A0], a
// byte that is no UTF-8 as [0xFF].
func Escape(s string) string {
	var escaped strings.Builder
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&escaped, "[0x%02X]", s[0])
		case ' ' <= r && r <= '~', unicode.Is(unicode.Unified_Ideograph, r):
			escaped.WriteRune(r)
		default:
			fmt.Fprintf(&escaped, "[U+%04X]", r)
		}
		s = s[n:]
	}
	return escaped.String()
}
