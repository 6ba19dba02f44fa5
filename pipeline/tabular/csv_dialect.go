package tabular

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

const (
	// BeginBytes is how much of a file [Opener.Look] reads: a header and the rows around
	// it mostly fit into it.
	BeginBytes      = 16 << 10
	headBytes       = 256 << 10 // what they must fit into
	headRecords     = 20
	preambleRecords = 10
)

// delimiters in the order in which they are tried.
var delimiters = [...]byte{';', ',', '\t'}

// A csvHead is the beginning of a CSV as one dialect reads it.
type csvHead struct {
	dialect
	records   [][]string // the first ones: of a known header those down to it, else at most headRecords
	ends      []int      // where each record ends, behind its line end
	header    int        // index of the header, or of the record that looks most like one
	known     bool
	crlf      bool // the header's line end is CRLF
	asciiOnly bool // the header says nothing about the encoding

	start     int // of the first record in the text
	structure structure
}

// A beginning is a header that was met in the first line of a file, with its line end.
// It has the delimiter that is tried first, or no quotes: so with no delimiter that is
// tried before its own does the first record go on behind the line.
type beginning struct {
	opener *Opener // that knows the header
	line   []byte
	head   csvHead
}

// head is readHead with a memory of the last beginning: the next file mostly begins like the
// one before, which told all.
func (b *Buffers) head(text []byte, all bool, o *Opener) csvHead {
	if b == nil {
		return readHead(text, all, o.Known)
	}
	if b.last.opener == o && bytes.HasPrefix(text, b.last.line) {
		return b.last.head
	}
	head := readHead(text, all, o.Known)
	if head.known && head.header == 0 {
		line := text[:head.ends[0]]
		if bytes.HasSuffix(line, []byte{'\n'}) && (head.delimiter == delimiters[0] || bytes.IndexByte(line, '"') < 0) {
			head.structure = structure{} // its memory; all that it tells was read
			b.last = beginning{o, bytes.Clone(line), head}
		}
	}
	return head
}

// readHead finds the dialect of a text from its beginning: the delimiter for
// which the first record, else one of the first eleven, is a header that known
// recognises, or else the one that cuts most records into equally many cells.
func readHead(text []byte, all bool, known Probe) csvHead {
	eol := byte('\n')
	if bytes.IndexByte(text, '\n') < 0 && bytes.IndexByte(text, '\r') >= 0 {
		eol = '\r'
	}
	for _, delimiter := range delimiters {
		// Mostly the first record is the header, and the others need not be found.
		if head := findRecords(text, all, dialect{delimiter, eol}, 1); head.findHeader(text, known) {
			return head.describe(text)
		}
	}
	var best csvHead
	bestAgreeing, bestWidth := -1, 0
	for _, delimiter := range delimiters {
		head := findRecords(text, all, dialect{delimiter, eol}, headRecords)
		if head.findHeader(text, known) {
			return head.describe(text)
		}
		first, agreeing, width := head.commonWidth()
		if agreeing > bestAgreeing || agreeing == bestAgreeing && width > bestWidth {
			best, bestAgreeing, bestWidth = head, agreeing, width
			best.header = first
		}
	}
	for i := len(best.records); i < len(best.ends); i++ {
		best.records = append(best.records, best.record(text, i))
	}
	return best.describe(text)
}

// findHeader reads records until one is a header, and reports whether one is.
func (h *csvHead) findHeader(text []byte, known Probe) bool {
	for i := range min(len(h.ends), preambleRecords+1) {
		record := h.record(text, i)
		h.records = append(h.records, record)
		if isText(record) && known(record) {
			h.header, h.known = i, true
			return true
		}
	}
	return false
}

// isText reports whether all cells are UTF-8.
func isText(record []string) bool {
	return !slices.ContainsFunc(record, func(cell string) bool { return !utf8.ValidString(cell) })
}

// findRecords finds the first records of a text, at most so many, and reads none.
func findRecords(text []byte, all bool, d dialect, most int) csvHead {
	head := csvHead{dialect: d}
	if bytes.HasPrefix(text, []byte(byteOrderMark)) {
		head.start = len(byteOrderMark)
	}
	body := text[head.start:]
	s := &head.structure
	w := walker{dialect: d}
	w.walk(body, s, most)
	if len(s.ends) < most && all && s.done() < len(body) {
		s.closeLast(body, d)
	}
	for _, end := range s.ends {
		head.ends = append(head.ends, min(head.start+end.at+1, len(text)))
	}
	return head
}

// record returns the cells of a record of the text.
func (h *csvHead) record(text []byte, i int) []string {
	body := text[h.start:]
	cells := h.structure.record(i)
	record := make([]string, 0, len(cells))
	for _, cell := range cells {
		text := body[cell.start:cell.end]
		if isQuoted(body, cell) {
			text = bytes.ReplaceAll(text, []byte(`""`), []byte(`"`))
		}
		record = append(record, string(text))
	}
	return record
}

// commonWidth returns the number of cells, above one, that most records share,
// how many share it, and the first of them.
func (h csvHead) commonWidth() (first, agreeing, width int) {
	count := map[int]int{}
	for i := range h.ends {
		count[len(h.structure.record(i))]++
	}
	for w, n := range count {
		if w > 1 && (n > agreeing || n == agreeing && w > width) {
			agreeing, width = n, w
		}
	}
	for i := range h.ends {
		if len(h.structure.record(i)) == width {
			return i, agreeing, width
		}
	}
	return 0, agreeing, width
}

// isPlain reports whether more of the text would change nothing: the header is known
// and lines end as they mostly do.
func (h csvHead) isPlain() bool { return h.known && h.eol == '\n' }

func (h csvHead) describe(text []byte) csvHead {
	if len(h.ends) == 0 {
		return h
	}
	end := h.ends[h.header]
	h.crlf = end >= 2 && text[end-1] == '\n' && text[end-2] == '\r'
	h.asciiOnly = true
	for _, cell := range h.records[h.header] {
		for i := 0; i < len(cell); i++ {
			h.asciiOnly = h.asciiOnly && cell[i] < utf8.RuneSelf
		}
	}
	return h
}

// mostlyNotUTF8 reports whether more than half of the lines of a text that is no UTF-8 are
// none, which no accident does to a UTF-8 file.
func mostlyNotUTF8(text []byte, eol byte) bool {
	lines, bad := 0, 0
	for line := range bytes.SplitSeq(text, []byte{eol}) {
		if len(line) == 0 {
			continue
		}
		lines++
		if !utf8.Valid(line) {
			bad++
		}
	}
	return 2*bad > lines
}
