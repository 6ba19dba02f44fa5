package tabular

import (
	"bytes"

	"github.com/zeebo/xxh3"
)

// seen is a cache of texts of a sheet: as they are written, and with references and escapes
// resolved. Reports name the same services and products in many rows, often with each letter
// as a reference.
type seen [seenTexts]struct{ written, text []byte }

const (
	seenTexts = 512
	// Bytes of the texts that are kept: shorter ones are resolved as quickly as they are
	// found, longer ones are rare.
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
