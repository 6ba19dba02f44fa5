package cell

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// FoldHeader makes spellings of one header equal: NFKC; ё to е; '_' between a
// small letter or digit and an ASCII capital; case folded; every run of
// characters that are neither letter nor digit one '_', none at the ends. So
// "Settlement Date", "settlementDate" and "SETTLEMENT_DATE" are all
// "settlement_date". Folding twice changes nothing.
func FoldHeader(s string) string {
	return untilStable(s, func(s string) string {
		return joinRuns(foldRunes(s, true), "_", func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r)
		})
	})
}

// FoldWord makes spellings of one word equal: NFKC; ё to е; case folded; outer
// blanks off, inner runs of blanks one blank. Folding twice changes nothing.
func FoldWord(s string) string {
	return untilStable(s, func(s string) string {
		return joinRuns(foldRunes(s, false), " ", unicode.IsSpace)
	})
}

// untilStable folds again while that changes something: a mark that moves next
// to another letter may compose anew. The number of rounds is bounded, so that
// no text can hold up a run; none is known that needs more.
func untilStable(s string, fold func(string) string) string {
	const rounds = 5
	for range rounds {
		folded := fold(s)
		if folded == s {
			break
		}
		s = folded
	}
	return s
}

// foldRunes applies NFKC, folds case letter by letter and turns ё into е; if
// splitCamel is set it puts '_' where a word begins with an ASCII capital.
// Package cases is not used because its Fold swaps the small and the capital
// letters of Cherokee instead of making them equal.
func foldRunes(s string, splitCamel bool) string {
	const diaeresis = '\u0308'
	var out strings.Builder
	out.Grow(len(s))
	before := rune(0)
	afterYo := false
	for _, r := range norm.NFKC.String(s) {
		if afterYo && r == diaeresis {
			continue // or it would make the е a ё again
		}
		if splitCamel && 'A' <= r && r <= 'Z' && (unicode.IsLower(before) || unicode.IsDigit(before)) {
			out.WriteByte('_')
		}
		before = r
		r = unicode.ToLower(unicode.ToUpper(r))
		if afterYo = r == 'ё'; afterYo {
			r = 'е'
		}
		out.WriteRune(r)
	}
	return out.String()
}

// joinRuns replaces every run of characters that inRun holds for by one joint,
// and drops the runs at both ends.
func joinRuns(s, joint string, inRun func(rune) bool) string {
	return strings.Join(strings.FieldsFunc(s, inRun), joint)
}

// foldASCII is [FoldWord] for short ASCII text, into a buffer of the caller's. ok
// is false for other text.
func foldASCII(buffer *[64]byte, b []byte) (folded []byte, ok bool) {
	if len(b) > len(buffer) {
		return nil, false
	}
	n := 0
	blank := false
	for _, c := range b {
		switch {
		case c >= utf8.RuneSelf:
			return nil, false
		case c == ' ' || c-'\t' <= '\r'-'\t':
			blank = n > 0
			continue
		case c-'A' <= 'Z'-'A':
			c |= 0x20
		}
		if blank {
			buffer[n] = ' '
			n++
			blank = false
		}
		buffer[n] = c
		n++
	}
	return buffer[:n], true
}
