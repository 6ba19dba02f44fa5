package tabular

import (
	"unicode/utf16"
	"unicode/utf8"
)

// readString reads the string whose opening quote is next.
func (s *jsonScanner) readString() error {
	i, escaped, wide := 1, false, false
	for {
		for s.pos+i >= s.end {
			if err := s.need(); err != nil {
				return err
			}
		}
		c := s.buf[s.pos+i]
		switch {
		case c == '"':
			raw := s.buf[s.pos+1 : s.pos+i]
			if wide && !utf8.Valid(raw) {
				return s.faultf("a string is not UTF-8")
			}
			s.text, s.loneSurrogate = raw, false
			if escaped {
				if err := s.resolveEscapes(raw); err != nil {
					return err
				}
			}
			s.pos += i + 1
			return nil
		case c == '\\':
			escaped = true
			i++
		case c < ' ':
			return s.faultf("a control character %q in a string", c)
		case c >= utf8.RuneSelf:
			wide = true
		}
		i++
	}
}

// resolveEscapes leaves a string that has escapes in text, these resolved. An escape that JSON
// does not know is an error.
func (s *jsonScanner) resolveEscapes(raw []byte) error {
	out := s.scratch[:0]
	for i := 0; i < len(raw); {
		if raw[i] != '\\' {
			out = append(out, raw[i])
			i++
			continue
		}
		switch c := raw[i+1]; c {
		case '"', '\\', '/':
			out = append(out, c)
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			r, n, ok := escapedCharacter(raw[i:], len(`\u0000`), jsonUnit)
			if !ok {
				return s.faultf("%q is no escape", clip(raw[i:], 6))
			}
			if utf16.IsSurrogate(r) {
				s.loneSurrogate = true
				out = append(out, raw[i:i+n]...)
			} else {
				out = utf8.AppendRune(out, r)
			}
			i += n
			continue
		default:
			return s.faultf("%q is no escape", clip(raw[i:], 2))
		}
		i += 2
	}
	s.scratch, s.text = out, out
	return nil
}

// jsonUnit reads the UTF-16 unit of a "\uXXXX" at the beginning of b.
func jsonUnit(b []byte) (rune, bool) {
	if len(b) < len(`\u0000`) || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	return hexUnit(b[2:6])
}
