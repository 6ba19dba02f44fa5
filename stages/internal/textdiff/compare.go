package textdiff

import (
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

// A Difference says in what two texts differ.
type Difference struct {
	// Index is the position of the first code point that differs, from 0. A byte
	// that is no UTF-8 counts as one code point.
	Index int
	// Classes are the fewest kinds that explain the whole difference, in the
	// order of the constants; Missing or Other alone where they do not.
	Classes []Class
}

// Class returns the kind of the difference, Mixed if it takes several.
func (d Difference) Class() Class {
	if len(d.Classes) > 1 {
		return Mixed
	}
	return d.Classes[0]
}

// IsOnly reports whether the difference is of no other kinds than these.
func (d Difference) IsOnly(classes ...Class) bool {
	return !slices.ContainsFunc(d.Classes, func(c Class) bool { return !slices.Contains(classes, c) })
}

// Compare compares two texts byte for byte (A08). differs is false for equal ones.
func Compare(left, right string) (d Difference, differs bool) {
	if left == right {
		return Difference{}, false
	}
	return Difference{Index: firstDifference(left, right), Classes: explain(left, right)}, true
}

func firstDifference(left, right string) (index int) {
	for left != "" && right != "" {
		_, n := utf8.DecodeRuneInString(left)
		_, m := utf8.DecodeRuneInString(right)
		if left[:n] != right[:m] {
			break
		}
		left, right = left[n:], right[m:]
		index++
	}
	return index
}

// A folding makes texts equal that differ in one kind.
type folding struct {
	class Class
	fold  func(string) string
}

// foldings are applied in this order when several are.
var foldings = [...]folding{
	{Invisible, WithoutInvisible},
	{Normalisation, norm.NFC.String},
	{Width, width.Fold.String},
	{Case, func(s string) string { return cases.Fold().String(s) }},
	{Space, func(s string) string { return without(s, unicode.IsSpace) }},
	{Punctuation, func(s string) string { return without(s, isPunctuation) }},
	{Homoglyph, Skeleton},
}

// explain looks for the smallest set of foldings that makes the texts equal; of
// several the one whose kinds come first.
func explain(left, right string) []Class {
	if left == "" || right == "" {
		return []Class{Missing}
	}
	for size := 1; size <= len(foldings); size++ {
		for set := uint(1); set < 1<<len(foldings); set++ {
			if bits.OnesCount(set) == size && foldAll(left, set) == foldAll(right, set) {
				return classesOf(set)
			}
		}
	}
	return []Class{Other}
}

func foldAll(s string, set uint) string {
	for i, f := range foldings {
		if set&(1<<i) != 0 {
			s = f.fold(s)
		}
	}
	return s
}

func classesOf(set uint) (classes []Class) {
	for i, f := range foldings {
		if set&(1<<i) != 0 {
			classes = append(classes, f.class)
		}
	}
	return classes
}

// without drops the characters that a test names, and keeps every other byte.
func without(s string, isDropped func(rune) bool) string {
	var kept strings.Builder
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		if r == utf8.RuneError && n == 1 || !isDropped(r) {
			kept.WriteString(s[:n])
		}
		s = s[n:]
	}
	return kept.String()
}

func isPunctuation(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }
