package pipeline

import (
	"encoding/binary"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// A codeList numbers the codes of a column in the order in which they are met, from 0, and
// remembers how they were spelled.
type codeList struct {
	texts   []string // by number
	numbers map[string]int32

	spellings []spelling
	known     map[string]int // place in spellings, by text
	recent    [64]spelling   // a cache of spellings, by [recentSlot]

	dictionary arrow.Array // of the texts when it was made last; nil before
}

// A spelling is what a cell says and the code that it stands for.
type spelling struct {
	text   string
	number int32
}

// mostSpellings bounds how many spellings of a hostile column are remembered.
const mostSpellings = 4096

// number returns the number of a code, a new one if it was not met before.
func (l *codeList) number(code []byte) int32 {
	number, ok := l.numbers[string(code)]
	if !ok {
		if l.numbers == nil {
			l.numbers = map[string]int32{}
		}
		number = int32(len(l.texts))
		l.texts = append(l.texts, string(code))
		l.numbers[l.texts[number]] = number
	}
	return number
}

// spelled returns the number of the code that a cell stands for, if its spelling is
// remembered. The cell is not empty.
func (l *codeList) spelled(raw []byte) (number int32, ok bool) {
	recent := &l.recent[recentSlot(raw)]
	if recent.text == string(raw) {
		return recent.number, true
	}
	at, ok := l.known[string(raw)]
	if !ok {
		return 0, false
	}
	*recent = l.spellings[at]
	return recent.number, true
}

// recentSlot returns the slot of a spelling, 0 to 63: a multiplicative hash of its first and
// last bytes and its length.
func recentSlot(b []byte) uint64 {
	n := len(b)
	h := uint64(b[0])<<8 | uint64(b[n/2])<<16 | uint64(b[n-1])<<24
	if n >= 8 {
		h = binary.LittleEndian.Uint64(b) ^ binary.LittleEndian.Uint64(b[n-8:])<<8
	}
	return (h ^ uint64(n)) * 0x9E3779B97F4A7C15 >> 58
}

// remember notes how the code of a number was spelled.
func (l *codeList) remember(raw []byte, number int32) {
	if len(l.spellings) == mostSpellings {
		return
	}
	if _, ok := l.known[string(raw)]; ok {
		return
	}
	if l.known == nil {
		l.known = map[string]int{}
	}
	text := string(raw)
	l.known[text] = len(l.spellings)
	l.spellings = append(l.spellings, spelling{text, number})
}

// column returns the texts by number, as the dictionary of a column. It belongs to the list:
// the caller does not release it.
func (l *codeList) column(mem memory.Allocator) arrow.Array {
	if l.dictionary != nil && l.dictionary.Len() == len(l.texts) {
		return l.dictionary
	}
	l.release()
	texts := array.NewStringBuilder(mem)
	defer texts.Release()
	texts.AppendValues(l.texts, nil)
	l.dictionary = texts.NewArray()
	return l.dictionary
}

func (l *codeList) release() {
	if l.dictionary != nil {
		l.dictionary.Release()
		l.dictionary = nil
	}
}
