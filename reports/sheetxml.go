package reports

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"
)

// The rows of tables are written as worksheet XML (ECMA-376 part 1, 18.3.1) by the
// functions below, which append to a buffer. They write what the spreadsheet library's
// own stream writes, byte for byte; a test compares the two.

// The parts of a cell that follow its name and style, <c r="A2" s="5".
const (
	emptyCell  = `></c>`
	openNumber = `><v>`
	endNumber  = `</v></c>`
	openText   = ` t="inlineStr"><is><t>`
	openSpaced = ` t="inlineStr"><is><t xml:space="preserve">`
	endText    = `</t></is></c>`
)

// appendText appends the rest of a text cell. The text has passed [cellText].
func appendText(to []byte, text string) []byte {
	if isPlain(text) {
		to = append(to, openText...)
		to = append(to, text...)
		return append(to, endText...)
	}
	open := openText
	if isBlank(text[0]) || isBlank(text[len(text)-1]) {
		open = openSpaced
	}
	to = append(to, open...)
	to = append(to, escaped(text)...)
	return append(to, endText...)
}

// isPlain reports whether a text stands in XML as it is: printable ASCII without
// quotes, brackets, ampersands and what might be the escape of a character, and with no blank
// at its ends.
func isPlain(s string) bool {
	if s == "" {
		return true
	}
	for i := range len(s) {
		switch b := s[i]; {
		case b < ' ' || b > '~' || b == '&' || b == '<' || b == '>' || b == '"' || b == '\'':
			return false
		case b == '_' && i+1 < len(s) && s[i+1] == 'x':
			return false
		}
	}
	return s[0] != ' ' && s[len(s)-1] != ' '
}

func isBlank(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' }

// escaped returns a text as XML. Line ends stay as they are, and what reads like the
// escape of a character, _x0041_, is escaped itself, so that it stays text.
func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a builder takes everything
	s := strings.ReplaceAll(b.String(), "&#xA;", "\n")
	if !strings.Contains(s, "_x") {
		return s
	}
	b.Reset()
	for i := range len(s) {
		if isEscape(s[i:]) {
			b.WriteString("_x005F")
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// isEscape reports whether a text begins with the escape of a character, _xHHHH_.
func isEscape(s string) bool {
	if len(s) < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(s[2:6], 16, 16)
	return err == nil
}

func appendInt(to []byte, v int64) []byte {
	to = append(to, openNumber...)
	to = strconv.AppendInt(to, v, 10)
	return append(to, endNumber...)
}

// appendFloat appends the rest of a cell with a number. What is no number is text.
func appendFloat(to []byte, v float64) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return appendText(to, strconv.FormatFloat(v, 'g', -1, 64))
	}
	to = append(to, openNumber...)
	to = strconv.AppendFloat(to, v, 'f', -1, 64)
	return append(to, endNumber...)
}

// appendAmount appends the rest of a cell with an amount: a number with all its
// digits, or a text where a spreadsheet would drop some of them.
func appendAmount(to []byte, v minorUnits) []byte {
	if v.isLong() {
		return appendText(to, v.text())
	}
	to = append(to, openNumber...)
	to = v.appendNumber(to)
	return append(to, endNumber...)
}

// appendNumber appends the amount in major units, without zeros at its end.
func (m minorUnits) appendNumber(to []byte) []byte {
	if m < 0 {
		to, m = append(to, '-'), -m
	}
	to = strconv.AppendInt(to, int64(m/100), 10)
	switch cents := m % 100; {
	case cents == 0:
		return to
	case cents%10 == 0:
		return append(to, '.', byte('0'+cents/10))
	default:
		return append(to, '.', byte('0'+cents/10), byte('0'+cents%10))
	}
}
