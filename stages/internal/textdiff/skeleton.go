package textdiff

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// confusables is a part of the table of UTS #39; its first lines say which.
//
//go:embed confusables.txt
var confusables string

var prototypes = mustParse(confusables)

// mustParse reads a table of confusables. One that cannot be read is a mistake in
// this package, so it panics at start.
func mustParse(table string) map[rune]string {
	prototypes := make(map[rune]string)
	for line := range strings.Lines(table) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		var points []rune
		for hex := range strings.FieldsSeq(line) {
			point, err := strconv.ParseUint(hex, 16, 32)
			if err != nil {
				panic(fmt.Sprintf("textdiff: confusables: %q: %v", line, err))
			}
			points = append(points, rune(point))
		}
		prototypes[points[0]] = string(points[1:])
	}
	return prototypes
}

// Skeleton returns the skeleton of a text (UTS #39, section 4): without invisible
// characters, decomposed, each character as its prototype, decomposed again. Texts
// that look alike have one skeleton, as far as the table knows them. A skeleton is
// for comparison only.
func Skeleton(s string) string {
	rest := norm.NFD.String(without(s, isIgnorable))
	var mapped strings.Builder
	for rest != "" {
		r, n := utf8.DecodeRuneInString(rest)
		if prototype, ok := prototypes[r]; ok {
			mapped.WriteString(prototype)
		} else {
			mapped.WriteString(rest[:n]) // bytes that are no UTF-8 too
		}
		rest = rest[n:]
	}
	return norm.NFD.String(mapped.String())
}

// isIgnorable leaves the no-break space, which the table maps to a space.
func isIgnorable(r rune) bool { return r != noBreakSpace && isInvisible(r) }
