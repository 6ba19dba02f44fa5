package tabular

import (
	"bytes"

	"github.com/zeebo/xxh3"
)

// Seen are texts of a sheet as they were written, and what they say. Reports name
// the same services and products in many rows, often with each letter as a
// reference: what was read before is not read again.
type seen [seenTexts]struct{ written, text []byte }

const (
	seenTexts = 512
	// Shorter texts are read as quickly as they are found, longer ones are rare.
	leastSeen, mostSeen = 24, 1 << 10
)

// appendText is [appendPlain] of a text with its escapes resolved.
func (s *seen) appendText(dst, b []byte) (text []byte, n int, ok bool) {
	size := len(dst)
	written := b[:max(bytes.IndexByte(b, '<'), 0)]
	if len(written) < leastSeen || len(written) > mostSeen {
		text, n, ok = appendPlain(dst, b)
		return text[:size+len(unescape(text[size:]))], n, ok
	}
	slot := &s[xxh3.Hash(written)%seenTexts]
	if bytes.Equal(slot.written, written) {
		return append(dst, slot.text...), len(written), true
	}
	text, n, ok = appendPlain(dst, b)
	text = text[:size+len(unescape(text[size:]))]
	if ok {
		slot.written, slot.text = append(slot.written[:0], written...), append(slot.text[:0], text[size:]...)
	}
	return text, n, ok
}
