package reports

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// maxText is the number of UTF-16 units that a cell holds.
const maxText = 32_767

// cellText returns a text as it can stand in a cell. Characters that XML cannot
// carry become visible escapes (\u0001, \xff). A text that is too long is cut, with a
// mark at its end that tells how much of it is shown: … [32749 / 40000].
func cellText(s string) (text string, isCut bool) {
	if len(s) <= maxText && isPlain(s) {
		return s, false
	}
	if s = visible(s); len(s) <= maxText {
		return s, false
	}
	all := 0
	for _, r := range s {
		all += utf16.RuneLen(r)
	}
	if all <= maxText {
		return s, false
	}
	end, shown := 0, 0
	for room := maxText - len(cutMark(maxText, all)); ; {
		r, size := utf8.DecodeRuneInString(s[end:])
		if shown+utf16.RuneLen(r) > room {
			return s[:end] + cutMark(shown, all), true
		}
		end, shown = end+size, shown+utf16.RuneLen(r)
	}
}

// cutMark is the end of a text of which only some UTF-16 units are shown.
func cutMark(shown, all int) string { return fmt.Sprintf("… [%d / %d]", shown, all) }

// visible replaces what no XML text may hold by escapes.
func visible(s string) string {
	if !strings.ContainsFunc(s, isUnprintable) && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		_, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case isUnprintable(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isUnprintable(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == 0xfffe || r == 0xffff
}

// looksLikeFormula reports whether a spreadsheet that reads the text from a CSV
// file might evaluate it: its first visible character is a trigger (OWASP, and
// the full-width forms).
func looksLikeFormula(s string) bool {
	if strings.HasPrefix(s, "\t") || strings.HasPrefix(s, "\n") {
		return true
	}
	s = strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' })
	first, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("=+-@＝＋－＠", first)
}

// displayWidth returns the number of columns of a terminal or, nearly, of digits
// of a cell that a text takes: East-Asian wide characters take two.
func displayWidth(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

func runeWidth(r rune) int {
	if r < utf8.RuneSelf {
		return 1
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
