package tabular

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"
)

// Bounds of the markup that is read. A workbook needs a fraction of them.
const (
	markupToken      = 1 << 20 // bytes of one tag or comment
	markupText       = 1 << 19 // bytes from which text is handed out in pieces
	markupDepth      = 256     // open elements
	markupAttributes = 256     // of one tag
)

// A markupKind says what [markupScanner.next] has found.
type markupKind uint8

const (
	markupEnd markupKind = iota // the end of the document, reached without a fault
	startTag
	endTag
	charData
)

// A markupScanner reads UTF-8 XML piece by piece and refuses what is not
// well-formed: nesting, quoting, references, characters, a second root, a
// DOCTYPE. It is written for sheets of a million rows, where encoding/xml is
// five times too slow; it knows no namespaces beyond the prefix in a name, and
// names must be ASCII.
//
// The slices it hands out hold until the next call of next.
type markupScanner struct {
	window

	open       []byte // the names of the open elements, one after another
	starts     []int  // where each name begins in open
	selfClosed bool   // the tag last returned ended in "/>": its end tag is due
	rootSeen   bool

	name    []byte // of the start or end tag
	attrs   []markupAttr
	text    []byte // references resolved, line ends normalised
	scratch []byte
}

type markupAttr struct{ name, value []byte }

// errMarkupShort says that a piece goes on beyond the bytes in the buffer.
var errMarkupShort = errors.New("piece is cut by the end of the buffer")

func newMarkupScanner(src io.Reader, size int) *markupScanner {
	return &markupScanner{window: newWindow(src, markupToken, size)}
}

// depth returns the number of open elements.
func (s *markupScanner) depth() int { return len(s.starts) }

// next returns the next tag or text inside the root element. A self-closing tag
// comes as a start and an end tag. Comments and processing instructions are
// checked and passed over.
func (s *markupScanner) next() (markupKind, error) {
	if s.selfClosed {
		s.selfClosed = false
		s.closeElement()
		return endTag, nil
	}
	for {
		if s.pos == s.end {
			if err := s.more(); err != nil {
				if err == io.EOF {
					return s.finish()
				}
				return 0, err
			}
		}
		b := s.buf[s.pos:s.end]
		if b[0] != '<' {
			found, err := s.characters()
			if found || err != nil {
				return charData, err
			}
			continue
		}
		if len(b) < 2 {
			if err := s.need(); err != nil {
				return 0, err
			}
			continue
		}
		switch b[1] {
		case '/':
			return endTag, s.complete(s.parseEnd)
		case '?':
			if err := s.complete(s.parseInstruction); err != nil {
				return 0, err
			}
		case '!':
			s.text = nil
			if err := s.complete(s.parseBang); err != nil {
				return 0, err
			}
			if s.text != nil {
				return charData, nil
			}
		default:
			return startTag, s.complete(s.parseStart)
		}
	}
}

// complete runs a parser of one piece on ever more bytes until the piece is
// whole, and takes its bytes.
func (s *markupScanner) complete(parse func([]byte) (int, error)) error {
	for {
		n, err := parse(s.buf[s.pos:s.end])
		if err == nil {
			s.pos += n
			return nil
		}
		if err != errMarkupShort {
			return err
		}
		if err := s.need(); err != nil {
			return err
		}
	}
}

// finish checks that the document may end here.
func (s *markupScanner) finish() (markupKind, error) {
	if !s.rootSeen {
		return 0, s.faultf("no root element")
	}
	if s.depth() > 0 {
		return 0, s.faultf("the document ends inside <%s>: it is truncated", s.open[s.starts[s.depth()-1]:])
	}
	return markupEnd, nil
}

// characters takes text up to the next tag, or a piece of a long one. It reports false
// for the blanks outside the root element.
func (s *markupScanner) characters() (bool, error) {
	n := bytes.IndexByte(s.buf[s.pos:s.end], '<')
	for n < 0 {
		have := s.end - s.pos
		if have >= markupText {
			n = textPiece(s.buf[s.pos:s.end])
			break
		}
		if err := s.more(); err == io.EOF {
			n = have
			break
		} else if err != nil {
			return false, err
		}
		if n = bytes.IndexByte(s.buf[s.pos+have:s.end], '<'); n >= 0 {
			n += have
		}
	}
	raw := s.buf[s.pos : s.pos+n]
	if s.depth() == 0 {
		if s.base == 0 && s.pos == 0 {
			raw = bytes.TrimPrefix(raw, []byte("\uFEFF"))
		}
		if !blank(raw) {
			return false, s.faultf("text %q outside the root element", clip(raw, 40))
		}
		s.pos += n
		return false, nil
	}
	text, err := s.resolve(raw, &s.scratch)
	if err != nil {
		return false, err
	}
	s.text = text
	s.pos += n
	return true, nil
}

// textPiece returns how much of a text, which goes on, can be read by itself: no reference,
// character, line end or "]]>" is cut in two.
func textPiece(text []byte) int {
	n := len(text)
	if i := bytes.LastIndexByte(text, '&'); i >= 0 && bytes.IndexByte(text[i:], ';') < 0 {
		n = i
	}
	for i := n; i > 0 && n-i < utf8.UTFMax; {
		if i--; utf8.RuneStart(text[i]) {
			if !utf8.FullRune(text[i:n]) {
				n = i
			}
			break
		}
	}
	for n > 0 && (text[n-1] == '\r' || text[n-1] == ']') {
		n--
	}
	if n == 0 {
		return len(text) // no sound text: reading it tells why
	}
	return n
}

// parseStart reads "<name a="b">" or "<name/>".
func (s *markupScanner) parseStart(b []byte) (int, error) {
	if s.depth() == 0 && s.rootSeen {
		return 0, s.faultf("a second root element")
	}
	n, closed, err := s.parseTag(b, 1, '/')
	if err != nil {
		return 0, err
	}
	if s.depth() == markupDepth {
		return 0, s.faultf("elements are nested deeper than %d", markupDepth)
	}
	s.rootSeen = true
	s.starts = append(s.starts, len(s.open))
	s.open = append(s.open, s.name...)
	s.selfClosed = closed
	return n, nil
}

// parseTag reads a name, attributes and ">", from b[i]. The closer may stand
// before the ">": "/" of an empty element, "?" of an instruction.
func (s *markupScanner) parseTag(b []byte, i int, closer byte) (n int, closed bool, err error) {
	from := i
	if i, err = s.parseName(b, i); err != nil {
		return 0, false, err
	}
	s.name = b[from:i]
	s.attrs = s.attrs[:0]
	for {
		gap := i
		if i = skipBlanks(b, i); i >= len(b) {
			return 0, false, errMarkupShort
		}
		switch {
		case b[i] == '>':
			return i + 1, false, nil
		case b[i] == closer:
			if i+1 >= len(b) {
				return 0, false, errMarkupShort
			}
			if b[i+1] != '>' {
				return 0, false, s.faultf("%q inside the tag <%s>", closer, s.name)
			}
			return i + 2, true, nil
		case gap == i:
			return 0, false, s.faultf("no blank before the attribute in <%s>", s.name)
		}
		if i, err = s.parseAttribute(b, i); err != nil {
			return 0, false, err
		}
	}
}

// parseAttribute reads name="value" from b[i] and appends it to attrs.
func (s *markupScanner) parseAttribute(b []byte, i int) (int, error) {
	from := i
	i, err := s.parseName(b, i)
	if err != nil {
		return 0, err
	}
	name := b[from:i]
	if i = skipBlanks(b, i); i >= len(b) {
		return 0, errMarkupShort
	}
	if b[i] != '=' {
		return 0, s.faultf("attribute %s of <%s> has no value", name, s.name)
	}
	if i = skipBlanks(b, i+1); i >= len(b) {
		return 0, errMarkupShort
	}
	quote := b[i]
	if quote != '"' && quote != '\'' {
		return 0, s.faultf("the value of attribute %s of <%s> is not quoted", name, s.name)
	}
	i++
	n := bytes.IndexByte(b[i:], quote)
	if n < 0 {
		return 0, errMarkupShort
	}
	raw := b[i : i+n]
	if bytes.IndexByte(raw, '<') >= 0 {
		return 0, s.faultf("'<' in attribute %s of <%s>", name, s.name)
	}
	for _, a := range s.attrs {
		if bytes.Equal(a.name, name) {
			return 0, s.faultf("attribute %s twice in <%s>", name, s.name)
		}
	}
	if len(s.attrs) == markupAttributes {
		return 0, s.faultf("more than %d attributes in <%s>", markupAttributes, s.name)
	}
	var own []byte // a resolved value must outlive the next one
	value, err := s.resolve(raw, &own)
	if err != nil {
		return 0, err
	}
	s.attrs = append(s.attrs, markupAttr{name, value})
	return i + n + 1, nil
}

// parseName returns the end of the name that begins at b[i].
func (s *markupScanner) parseName(b []byte, i int) (int, error) {
	from, colons := i, 0
	for i < len(b) && markupClass[b[i]]&className != 0 {
		if b[i] == ':' {
			colons++
		}
		i++
	}
	if i >= len(b) {
		return 0, errMarkupShort
	}
	if i == from || markupClass[b[from]]&classNameStart == 0 || colons > 1 || (colons == 1 && b[i-1] == ':') {
		return 0, s.faultf("no name of an element or attribute at %q", clip(b[from:], 20))
	}
	return i, nil
}

// parseEnd reads "</name>", which must close the innermost open element.
func (s *markupScanner) parseEnd(b []byte) (int, error) {
	if s.depth() == 0 {
		return 0, s.faultf("an end tag outside the root element")
	}
	want := s.open[s.starts[s.depth()-1]:]
	if len(b) < 3+len(want) {
		if bytes.IndexByte(b, '>') < 0 {
			return 0, errMarkupShort
		}
		return 0, s.faultf("%q closes <%s>", clip(b, 40), want)
	}
	i := 2 + len(want)
	if !bytes.Equal(b[2:i], want) || markupClass[b[i]]&className != 0 {
		return 0, s.faultf("%q closes <%s>", clip(b, 40), want)
	}
	if i = skipBlanks(b, i); i >= len(b) {
		return 0, errMarkupShort
	}
	if b[i] != '>' {
		return 0, s.faultf("%q in an end tag", b[i])
	}
	s.closeElement()
	return i + 1, nil
}

// closeElement leaves the innermost element; its name stays readable in name.
func (s *markupScanner) closeElement() {
	from := s.starts[s.depth()-1]
	s.name = s.open[from:]
	s.open = s.open[:from]
	s.starts = s.starts[:s.depth()-1]
}

func skipBlanks(b []byte, i int) int {
	for i < len(b) && markupClass[b[i]]&classBlank != 0 {
		i++
	}
	return i
}

// blank reports whether there is nothing but XML white space.
func blank(b []byte) bool { return skipBlanks(b, 0) == len(b) }
