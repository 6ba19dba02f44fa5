package pipeline

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// A codeList numbers the codes of a column and remembers how they were spelled.
type codeList struct {
	codeNumbers

	spellings []spelling
	known     map[string]int // place in spellings, by text
	recent    [64]spelling   // a cache of spellings, by [recentSlot]

	made arrow.Array // the dictionary as it was made last; nil before
}

// A spelling is what a cell says and the code that it stands for.
type spelling struct {
	text   string
	number int32
}

const (
	// mostSpellings bounds how many spellings of a hostile column are remembered.
	mostSpellings = 4096
	// mostCodes bounds the bytes of the codes of a column, of a file and of all files of a
	// table: room for 300 000 codes of some dozen letters, or a thousand of the longest
	// cells. Codes are few words that repeat.
	mostCodes = 32 << 20
)

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

// column returns the dictionary of the column. It belongs to the list: the caller does not
// release it.
func (l *codeList) column(mem memory.Allocator) arrow.Array {
	if l.made == nil || l.made.Len() < len(l.texts) {
		l.release()
		l.made = l.dictionary(mem)
	}
	return l.made
}

func (l *codeList) release() {
	if l.made != nil {
		l.made.Release()
		l.made = nil
	}
}

// boundCodes refuses a file whose codes are no codes: they stay in memory.
func (t *typer) boundCodes() error {
	for _, cr := range t.columns {
		if cr.source >= 0 && cr.codes.bytes > mostCodes {
			return tooManyCodes(t.r.Name, cr.header, len(cr.codes.texts))
		}
	}
	return nil
}

// boundCodes is [typer.boundCodes] for all that was scanned of a table, which may be many
// pieces of files; the batch is the last one.
func (s *store) boundCodes(d *Dataset, rec arrow.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, c := range d.Columns {
		book := &s.table(d).books[i]
		if c == Column(FromFile) || book.bytes <= mostCodes {
			continue
		}
		file := d.Name
		if slices.Contains(d.Columns, Column(FromFile)) {
			file = FromFile.In(rec).ValueStr(0)
		}
		return tooManyCodes(file, c.ColumnName(), len(book.texts))
	}
	return nil
}

func tooManyCodes(file, column string, n int) error {
	return &InputError{File: file, Reason: fmt.Sprintf(
		"column %q: %d different values, expected some words that repeat: correct the column or take the file away", column, n)}
}
