package tabular

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

const (
	headBytes       = 256 << 10 // what a header and the rows around it must fit into
	headRecords     = 20
	preambleRecords = 10
)

// delimiters in the order in which they are tried.
var delimiters = [...]byte{';', ',', '\t'}

// A csvHead is the beginning of a CSV as one dialect reads it.
type csvHead struct {
	dialect
	records   [][]string // the first ones, at most headRecords
	ends      []int      // where each record ends, behind its line end
	header    int        // index of the header, or of the record that looks most like one
	known     bool
	crlf      bool // the header's line end is CRLF
	asciiOnly bool // the header says nothing about the encoding
}

// readHead finds the dialect of a text from its beginning: the delimiter for
// which one of the first eleven records is a header that known recognises, or
// else the one that cuts most records into equally many cells.
func readHead(text []byte, all bool, known Probe) csvHead {
	eol := byte('\n')
	if bytes.IndexByte(text, '\n') < 0 && bytes.IndexByte(text, '\r') >= 0 {
		eol = '\r'
	}
	var best csvHead
	bestAgreeing, bestWidth := -1, 0
	for _, delimiter := range delimiters {
		head := readRecords(text, all, dialect{delimiter, eol})
		for i, record := range head.records[:min(len(head.records), preambleRecords+1)] {
			if isText(record) && known(record) {
				head.header, head.known = i, true
				return head.describe(text)
			}
		}
		first, agreeing, width := head.commonWidth()
		if agreeing > bestAgreeing || agreeing == bestAgreeing && width > bestWidth {
			best, bestAgreeing, bestWidth = head, agreeing, width
			best.header = first
		}
	}
	return best.describe(text)
}

// isText reports whether all cells are UTF-8.
func isText(record []string) bool {
	return !slices.ContainsFunc(record, func(cell string) bool { return !utf8.ValidString(cell) })
}

func readRecords(text []byte, all bool, d dialect) csvHead {
	start := 0
	if bytes.HasPrefix(text, []byte(byteOrderMark)) {
		start = len(byteOrderMark)
	}
	body := text[start:]
	var s structure
	w := walker{dialect: d}
	w.walk(body, &s, headRecords)
	if len(s.ends) < headRecords && all && s.done() < len(body) {
		s.closeLast(len(body))
	}
	head := csvHead{dialect: d}
	from := 0
	for r := range s.ends {
		count, first := s.fields(r)
		record := make([]string, 0, count)
		for k := first; k < first+count; k++ {
			end := int(s.separators[k])
			cell := body[from:end]
			if k == first+count-1 {
				cell = body[from:d.trimCR(body, from, end)]
			}
			record = append(record, string(cellText(cell)))
			from = end + 1
		}
		head.records = append(head.records, record)
		head.ends = append(head.ends, min(start+from, len(text)))
	}
	return head
}

// commonWidth returns the number of cells, above one, that most records share,
// how many share it, and the first of them.
func (h csvHead) commonWidth() (first, agreeing, width int) {
	count := map[int]int{}
	for _, record := range h.records {
		count[len(record)]++
	}
	for w, n := range count {
		if w > 1 && (n > agreeing || n == agreeing && w > width) {
			agreeing, width = n, w
		}
	}
	first = slices.IndexFunc(h.records, func(r []string) bool { return len(r) == width })
	return max(first, 0), agreeing, width
}

func (h csvHead) describe(text []byte) csvHead {
	if len(h.records) == 0 {
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

// mostlyNotUTF8 reports whether more than half of the lines are no UTF-8, which
// no accident does to a UTF-8 file.
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

// cellText takes quotes and doubled quotes off a cell as it is written.
func cellText(cell []byte) []byte {
	if len(cell) < 2 || cell[0] != '"' || cell[len(cell)-1] != '"' {
		return cell
	}
	return bytes.ReplaceAll(cell[1:len(cell)-1], []byte(`""`), []byte(`"`))
}
