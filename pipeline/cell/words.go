package cell

import (
	"bytes"
	"fmt"
	"iter"
	"maps"
	"slices"
	"unicode/utf8"
)

// Words is the list of words that a column may hold, with a code for each. It
// may be used from several goroutines.
type Words struct {
	codes map[string]string   // by the word as listed and by the folded word
	words map[string][]string // by code, as listed
}

// NewWords makes a list of the words of each code. A code is a word of its own.
// It is an error if [FoldWord] makes words of two codes equal.
func NewWords(words map[string][]string) (*Words, error) {
	codes := make(map[string]string)
	for _, code := range slices.Sorted(maps.Keys(words)) {
		for _, word := range append([]string{code}, words[code]...) {
			folded := FoldWord(word)
			if other, taken := codes[folded]; taken && other != code {
				return nil, fmt.Errorf("word %q stands for both %s and %s", word, other, code)
			}
			codes[folded] = code
			codes[word] = code
		}
	}
	return &Words{codes, words}, nil
}

// With returns the list with further words: codes by word. A word that the list has
// already gets the new code.
func (w *Words) With(words map[string]string) *Words {
	out := &Words{maps.Clone(w.codes), maps.Clone(w.words)}
	for _, word := range slices.Sorted(maps.Keys(words)) {
		code := words[word]
		out.codes[FoldWord(word)], out.codes[word] = code, code
		out.words[code] = append(slices.Clip(out.words[code]), word)
	}
	return out
}

// All yields the codes in order, each with its words as listed. A code is a word
// of its own, listed or not.
func (w *Words) All() iter.Seq2[string, []string] {
	return func(yield func(string, []string) bool) {
		for _, code := range slices.Sorted(maps.Keys(w.words)) {
			if !yield(code, w.words[code]) {
				return
			}
		}
	}
}

// Has reports whether a code is one of the list.
func (w *Words) Has(code string) bool {
	known, ok := w.codes[code]
	return ok && known == code
}

// Code returns the code of a word, whatever its case and blanks. Words spelled
// as listed, and ASCII words of any case, cost no allocation.
func (w *Words) Code(b []byte) (code string, r Reason) {
	if code, ok := w.codes[string(b)]; ok {
		return code, ""
	}
	var buffer [64]byte
	folded, ok := foldASCII(&buffer, b)
	if !ok {
		folded = []byte(FoldWord(string(b)))
	}
	if code, ok := w.codes[string(folded)]; ok {
		return code, ""
	}
	if len(folded) == 0 {
		return "", NoValue
	}
	return "", UnknownWord
}

// SplitWords yields the words of a cell that holds several, separated by |, ;,
// ； or 、, without outer blanks. Empty ones are left out.
func SplitWords(b []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for rest := b; len(rest) > 0; {
			end, width := separatorIn(rest)
			if word := Trim(rest[:end]); len(word) > 0 && !yield(word) {
				return
			}
			rest = rest[end+width:]
		}
	}
}

// separatorIn finds the first separator of words in b; without one it is at the
// end and has no width.
func separatorIn(b []byte) (start, width int) {
	for i, c := range b {
		switch {
		case c == '|' || c == ';':
			return i, 1
		case c >= utf8.RuneSelf && (bytes.HasPrefix(b[i:], []byte("；")) || bytes.HasPrefix(b[i:], []byte("、"))):
			return i, len("；")
		}
	}
	return len(b), 0
}
