package tabular

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// Classes of bytes in markup. A byte of text that is in none of the classes
// from classMarkup on stands for itself.
const (
	classBlank     = 1 << iota // white space of XML
	className                  // may occur in a name
	classNameStart             // may begin a name
	classMarkup                // "<" and "&"
	classReturn                // carriage return
	classBracket               // "]", which may begin "]]>"
	classWide                  // part of a character beyond ASCII
	classForbidden             // control characters
)

var markupClass = func() (class [256]uint8) {
	for b := range 256 {
		switch {
		case b == ' ' || b == '\t' || b == '\n':
			class[b] = classBlank
		case b == '\r':
			class[b] = classBlank | classReturn
		case b < ' ':
			class[b] = classForbidden
		case b >= utf8.RuneSelf:
			class[b] = classWide
		case b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_':
			class[b] = className | classNameStart
		case b >= '0' && b <= '9' || b == '-' || b == '.' || b == ':':
			class[b] = className
		case b == '<' || b == '&':
			class[b] = classMarkup
		case b == ']':
			class[b] = classBracket
		}
	}
	return class
}()

// resolve checks text or an attribute value and returns it with references
// resolved and line ends made "\n". Text that needs neither is returned as it
// is; otherwise the result is put into *dst.
func (s *markupScanner) resolve(raw []byte, dst *[]byte) ([]byte, error) {
	var classes uint8
	for _, b := range raw {
		classes |= markupClass[b]
	}
	if classes < classMarkup {
		return raw, nil
	}
	if err := s.checkCharacters(raw); err != nil {
		return nil, err
	}
	if classes&classBracket != 0 && bytes.Contains(raw, []byte("]]>")) {
		return nil, s.faultf("']]>' outside a CDATA section")
	}
	if classes&(classMarkup|classReturn) == 0 {
		return raw, nil
	}
	out := (*dst)[:0]
	for i := 0; i < len(raw); {
		switch raw[i] {
		case '&':
			r, n, ok := reference(raw[i:])
			if !ok {
				return nil, s.faultf("%q is no reference", clip(raw[i:], 20))
			}
			out = utf8.AppendRune(out, r)
			i += n
		case '\r':
			out = append(out, '\n')
			if i++; i < len(raw) && raw[i] == '\n' {
				i++
			}
		default:
			out = append(out, raw[i])
			i++
		}
	}
	*dst = out
	return out, nil
}

// checkCharacters refuses bytes that are no characters of XML.
func (s *markupScanner) checkCharacters(raw []byte) error {
	for i := 0; i < len(raw); {
		class := markupClass[raw[i]]
		if class&(classForbidden|classWide) == 0 {
			i++
			continue
		}
		r, n := utf8.DecodeRune(raw[i:])
		if class&classForbidden != 0 || (r == utf8.RuneError && n == 1) || !isCharacter(r) {
			return s.faultf("%q is no character of UTF-8 XML", clip(raw[i:], 1))
		}
		i += n
	}
	return nil
}

// isCharacter is the production Char of XML 1.0.
func isCharacter(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || (r >= ' ' && r < 0xD800) ||
		(r >= 0xE000 && r < 0xFFFE) || (r >= 0x10000 && r <= utf8.MaxRune)
}

// reference reads "&lt;", "&#1055;" or "&#x41F;" at the beginning of b and
// returns the character and the length of the reference.
func reference(b []byte) (r rune, n int, ok bool) {
	if len(b) > 2 && b[1] == '#' {
		if b[2] == 'x' {
			return numericReference(b, 3, 16)
		}
		return numericReference(b, 2, 10)
	}
	end := bytes.IndexByte(b[:min(len(b), 8)], ';')
	if end < 0 {
		return 0, 0, false
	}
	switch string(b[1:end]) {
	case "lt":
		r = '<'
	case "gt":
		r = '>'
	case "amp":
		r = '&'
	case "apos":
		r = '\''
	case "quot":
		r = '"'
	default:
		return 0, 0, false
	}
	return r, end + 1, true
}

// numericReference reads the digits of a reference from b[from].
func numericReference(b []byte, from int, base rune) (r rune, n int, ok bool) {
	for i := from; i < len(b) && r <= utf8.MaxRune; i++ {
		if b[i] == ';' {
			return r, i + 1, i > from && isCharacter(r)
		}
		v := hexDigit(b[i])
		if v < 0 || v >= base {
			break
		}
		r = r*base + v
	}
	return 0, 0, false
}

// hexDigit returns the value of a hexadecimal digit, -1 for another byte.
func hexDigit(d byte) rune { return rune(hexDigits[d]) }

var hexDigits = func() (value [256]int8) {
	for d := range value {
		value[d] = -1
	}
	for v, d := range []byte("0123456789abcdef") {
		value[d] = int8(v)
	}
	for v, d := range []byte("ABCDEF") {
		value[d] = int8(10 + v)
	}
	return value
}()

// escapedCharacter reads the escape of a UTF-16 unit at the beginning of b, or the two of a
// surrogate pair, and returns the character and the length of its escapes. The character is
// a surrogate if it is half a pair. An escape has length bytes and is read by unitOf.
func escapedCharacter(b []byte, length int, unitOf func([]byte) (rune, bool)) (r rune, n int, ok bool) {
	unit, ok := unitOf(b)
	if !ok || !utf16.IsSurrogate(unit) {
		return unit, length, ok
	}
	low, ok := unitOf(b[length:])
	if pair := utf16.DecodeRune(unit, low); ok && pair != utf8.RuneError {
		return pair, 2 * length, true
	}
	return unit, length, true
}

// hexUnit reads a UTF-16 unit from its hexadecimal digits.
func hexUnit(digits []byte) (unit rune, ok bool) {
	for _, d := range digits {
		v := hexDigit(d)
		if v < 0 {
			return 0, false
		}
		unit = unit*16 + v
	}
	return unit, true
}

// normaliseLineEnds turns "\r\n" and "\r" into "\n".
func normaliseLineEnds(b []byte) []byte {
	if bytes.IndexByte(b, '\r') < 0 {
		return b
	}
	b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(b, []byte("\r"), []byte("\n"))
}

// unescape resolves the _xHHHH_ escapes of strings in a workbook (ECMA-376
// part 1, ST_Xstring), in place. Two escapes that make a surrogate pair are one
// character. An escape that is no character (NUL, half a pair) stays as it is
// written.
func unescape(b []byte) []byte {
	first := bytes.Index(b, []byte("_x"))
	if first < 0 {
		return b
	}
	out := b[:first]
	for i := first; i < len(b); {
		r, n, ok := escapedCharacter(b[i:], escapeLength, escapedUnit)
		switch {
		case !ok || r == 0:
			n = 1
			out = append(out, b[i])
		case utf16.IsSurrogate(r):
			out = append(out, b[i:i+n]...)
		default:
			out = utf8.AppendRune(out, r)
		}
		i += n
	}
	return out
}

const escapeLength = len("_x0000_")

func escapedUnit(b []byte) (rune, bool) {
	if len(b) < escapeLength || b[0] != '_' || b[1] != 'x' || b[6] != '_' {
		return 0, false
	}
	return hexUnit(b[2:6])
}
