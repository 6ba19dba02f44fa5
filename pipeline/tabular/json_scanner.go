package tabular

import (
	"bytes"
	"io"
)

// Bounds of the JSON that is read.
const (
	jsonToken = 4 << 20 // bytes of one string or number
	jsonKey   = 4 << 10 // bytes of one key
	jsonDepth = 128     // open objects and arrays
)

// A jsonEvent is a piece of JSON text.
type jsonEvent uint8

const (
	jsonEnd jsonEvent = iota // the end of the last document
	objectStart
	objectEnd
	arrayStart
	arrayEnd
	memberKey
	stringValue
	numberValue
	trueValue
	falseValue
	nullValue
)

// What may come next.
type jsonState uint8

const (
	documentNext     jsonState = iota // a document or the end
	firstKeyNext                      // a key or "}"
	keyNext                           // a key
	firstElementNext                  // a value or "]"
	valueNext                         // a value
	separatorNext                     // "," or the closing bracket
)

// A jsonScanner reads UTF-8 JSON (RFC 8259) piece by piece: one document or
// several, one after another. Each must be an object or an array. It enforces
// the grammar; whether a key comes twice is for the reader of objects to see.
type jsonScanner struct {
	window
	stack []jsonEvent // objectStart or arrayStart of what is open
	state jsonState
	begun bool // a document has begun

	// text is the key, the string with escapes resolved, or the number as it
	// is written. It holds until the next call of next.
	text []byte
	// loneSurrogate says that text had an escape for half a surrogate pair, which is no
	// character and stands in text as it is written.
	loneSurrogate bool
	scratch       []byte
}

func newJSONScanner(src io.Reader) *jsonScanner {
	return &jsonScanner{window: newWindow(src, jsonToken, windowBytes)}
}

func (s *jsonScanner) depth() int { return len(s.stack) }

// next returns the next piece.
func (s *jsonScanner) next() (jsonEvent, error) {
	for {
		c, err := s.visible()
		if err == io.EOF {
			if s.state != documentNext {
				return 0, s.faultf("the document ends inside an object or array: it is truncated")
			}
			if !s.begun {
				return 0, s.faultf("no JSON document")
			}
			return jsonEnd, nil
		}
		if err != nil {
			return 0, err
		}
		switch s.state {
		case firstKeyNext, keyNext:
			if c == '}' && s.state == firstKeyNext {
				return s.close(c)
			}
			return s.key(c)
		case separatorNext:
			if c != ',' {
				return s.close(c)
			}
			s.pos++
			if s.state = valueNext; s.stack[len(s.stack)-1] == objectStart {
				s.state = keyNext
			}
		case firstElementNext:
			if c == ']' {
				return s.close(c)
			}
			return s.value(c)
		default:
			return s.value(c)
		}
	}
}

// visible passes over blanks and returns the first byte behind them.
func (s *jsonScanner) visible() (byte, error) {
	for {
		for s.pos < s.end {
			switch c := s.buf[s.pos]; c {
			case ' ', '\t', '\n', '\r':
				s.pos++
			default:
				return c, nil
			}
		}
		if err := s.more(); err != nil {
			return 0, err
		}
	}
}

// skip passes over the rest of the object or array that was opened last.
func (s *jsonScanner) skip() error {
	for depth := s.depth(); s.depth() >= depth; {
		if _, err := s.next(); err != nil {
			return err
		}
	}
	return nil
}

// skipValue passes over the value that begins with the event.
func (s *jsonScanner) skipValue(event jsonEvent) error {
	if event == objectStart || event == arrayStart {
		return s.skip()
	}
	return nil
}

func (s *jsonScanner) key(c byte) (jsonEvent, error) {
	if c != '"' {
		return 0, s.faultf("%q where a key is expected", c)
	}
	if err := s.readString(); err != nil {
		return 0, err
	}
	if len(s.text) > jsonKey {
		return 0, s.faultf("a key of %d bytes, at most %d are read", len(s.text), jsonKey)
	}
	if s.loneSurrogate {
		return 0, s.faultf("key %q has half a surrogate pair", clip(s.text, 40))
	}
	// The colon is looked for by hand: more would move the bytes of the key.
	s.scratch = append(s.scratch[:0], s.text...)
	s.text = s.scratch
	if c, err := s.visible(); err == io.EOF || (err == nil && c != ':') {
		return 0, s.faultf("no colon after key %q", clip(s.text, 40))
	} else if err != nil {
		return 0, err
	}
	s.pos++
	s.state = valueNext
	return memberKey, nil
}

func (s *jsonScanner) value(c byte) (jsonEvent, error) {
	if s.depth() == 0 && c != '{' && c != '[' {
		return 0, s.faultf("%q where an object or array is expected", c)
	}
	s.begun = true
	switch {
	case c == '{':
		return s.open(objectStart, firstKeyNext)
	case c == '[':
		return s.open(arrayStart, firstElementNext)
	case c == '"':
		err := s.readString()
		s.state = separatorNext
		return stringValue, err
	case c == '-' || c >= '0' && c <= '9':
		err := s.readNumber()
		s.state = separatorNext
		return numberValue, err
	case c == 't':
		return trueValue, s.literal("true")
	case c == 'f':
		return falseValue, s.literal("false")
	case c == 'n':
		return nullValue, s.literal("null")
	}
	return 0, s.faultf("%q where a value is expected", c)
}

func (s *jsonScanner) open(event jsonEvent, state jsonState) (jsonEvent, error) {
	if s.depth() == jsonDepth {
		return 0, s.faultf("nested deeper than %d", jsonDepth)
	}
	s.pos++
	s.stack = append(s.stack, event)
	s.state = state
	return event, nil
}

func (s *jsonScanner) close(c byte) (jsonEvent, error) {
	event := objectEnd
	switch opened := s.stack[len(s.stack)-1]; {
	case opened == objectStart && c == '}':
	case opened == arrayStart && c == ']':
		event = arrayEnd
	default:
		return 0, s.faultf("%q where ',' or the closing bracket is expected", c)
	}
	s.pos++
	s.stack = s.stack[:len(s.stack)-1]
	if s.state = separatorNext; s.depth() == 0 {
		s.state = documentNext
	}
	return event, nil
}

func (s *jsonScanner) literal(word string) error {
	for s.end-s.pos < len(word) {
		if err := s.need(); err != nil {
			return err
		}
	}
	if string(s.buf[s.pos:s.pos+len(word)]) != word {
		return s.faultf("%q where a value is expected", clip(s.buf[s.pos:s.end], len(word)))
	}
	s.text = s.buf[s.pos : s.pos+len(word)]
	s.pos += len(word)
	s.state = separatorNext
	return nil
}

func (s *jsonScanner) readNumber() error {
	n := 0
	for {
		for s.pos+n < s.end && bytes.IndexByte([]byte("+-.0123456789Ee"), s.buf[s.pos+n]) >= 0 {
			n++
		}
		if s.pos+n < s.end {
			break
		}
		if err := s.need(); err != nil {
			return err
		}
	}
	s.text = s.buf[s.pos : s.pos+n]
	if !isJSONNumber(s.text) {
		return s.faultf("%q is no number", clip(s.text, 40))
	}
	s.pos += n
	return nil
}

// isJSONNumber is the production number of RFC 8259, section 6.
func isJSONNumber(b []byte) bool {
	digits := func() bool {
		n := 0
		for n < len(b) && b[n] >= '0' && b[n] <= '9' {
			n++
		}
		b = b[n:]
		return n > 0
	}
	b = bytes.TrimPrefix(b, []byte("-"))
	if len(b) > 0 && b[0] == '0' {
		b = b[1:]
	} else if !digits() {
		return false
	}
	if len(b) > 0 && b[0] == '.' {
		if b = b[1:]; !digits() {
			return false
		}
	}
	if len(b) > 0 && (b[0] == 'e' || b[0] == 'E') {
		if b = b[1:]; len(b) > 0 && (b[0] == '+' || b[0] == '-') {
			b = b[1:]
		}
		if !digits() {
			return false
		}
	}
	return len(b) == 0
}
