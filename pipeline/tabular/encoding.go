package tabular

import (
	"bytes"
	"encoding/binary"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

const byteOrderMark = "\xef\xbb\xbf"

// notText stands in decoded text for bytes that mean nothing in the file's
// encoding or would not encode back to themselves. It occurs nowhere in UTF-8,
// so the record that holds it becomes a fault and no U+FFFD gets into the data.
const notText = 0xff

// A charset decodes one encoding to UTF-8.
type charset struct {
	name string // as in File.Encoding
	// decode appends the text of src to dst and returns how many bytes of src
	// it used. It leaves an unfinished character alone unless atEnd.
	// Nil means that the bytes are UTF-8 as they stand.
	decode func(dst, src []byte, atEnd bool) (text []byte, used int)
}

var (
	utf8Charset    = charset{name: "utf-8"}
	utf8BOMCharset = charset{name: "utf-8-bom"}
	utf16LECharset = charset{name: "utf-16le", decode: utf16Decoder(binary.LittleEndian)}
	utf16BECharset = charset{name: "utf-16be", decode: utf16Decoder(binary.BigEndian)}

	// legacyCharsets have no mark: only a known header tells them apart.
	legacyCharsets = [...]charset{
		{name: "windows-1251", decode: decodeWindows1251},
		{name: "gb18030", decode: decodeGB18030},
	}
)

// markedCharset reads a byte order mark. Refusal is not empty for UTF-32, whose
// little-endian mark begins with that of UTF-16.
func markedCharset(head []byte) (c charset, marked bool, refusal string) {
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe, 0, 0}), bytes.HasPrefix(head, []byte{0, 0, 0xfe, 0xff}):
		return charset{}, true, "encoding UTF-32 is not read: save the file as UTF-8"
	case bytes.HasPrefix(head, []byte(byteOrderMark)):
		return utf8BOMCharset, true, ""
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return utf16LECharset, true, ""
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return utf16BECharset, true, ""
	}
	return utf8Charset, false, ""
}

// reader decodes a stream. A byte order mark stays in front, as U+FEFF.
func (c charset) reader(src io.Reader) io.Reader {
	if c.decode == nil {
		return src
	}
	return &decodingReader{src: src, decode: c.decode, raw: make([]byte, 64<<10)}
}

// text decodes the beginning of a file, without an unfinished character at its
// end unless the beginning is all of it.
func (c charset) text(head []byte, all bool) []byte {
	if c.decode == nil {
		return head
	}
	text, _ := c.decode(nil, head, all)
	return text
}

type decodingReader struct {
	src    io.Reader
	decode func(dst, src []byte, atEnd bool) ([]byte, int)
	raw    []byte
	have   int // bytes of raw not decoded yet
	text   []byte
	given  int // bytes of text already read
	err    error
}

func (d *decodingReader) Read(p []byte) (int, error) {
	for d.given == len(d.text) {
		if d.err != nil {
			return 0, d.err
		}
		n, err := d.src.Read(d.raw[d.have:])
		d.have += n
		d.err = err
		if err != nil && err != io.EOF {
			return 0, err
		}
		var used int
		d.text, used = d.decode(d.text[:0], d.raw[:d.have], err == io.EOF)
		d.given = 0
		d.have = copy(d.raw, d.raw[used:d.have])
	}
	n := copy(p, d.text[d.given:])
	d.given += n
	return n, nil
}

func utf16Decoder(order binary.ByteOrder) func(dst, src []byte, atEnd bool) ([]byte, int) {
	return func(dst, src []byte, atEnd bool) ([]byte, int) {
		used := 0
		for len(src)-used >= 2 {
			unit := rune(order.Uint16(src[used:]))
			if !utf16.IsSurrogate(unit) {
				dst = utf8.AppendRune(dst, unit)
				used += 2
				continue
			}
			if len(src)-used < 4 && !atEnd {
				return dst, used
			}
			r := rune(utf8.RuneError)
			if len(src)-used >= 4 {
				r = utf16.DecodeRune(unit, rune(order.Uint16(src[used+2:])))
			}
			if r == utf8.RuneError {
				dst = append(dst, notText)
				used += 2
				continue
			}
			dst = utf8.AppendRune(dst, r)
			used += 4
		}
		if atEnd && used < len(src) {
			dst = append(dst, notText)
			used = len(src)
		}
		return dst, used
	}
}

// decodeWindows1251 is reversible by construction: each byte but 0x98 has a
// character of its own.
func decodeWindows1251(dst, src []byte, _ bool) ([]byte, int) {
	for _, b := range src {
		if b < utf8.RuneSelf {
			dst = append(dst, b)
		} else if r := charmap.Windows1251.DecodeByte(b); r == utf8.RuneError {
			dst = append(dst, notText)
		} else {
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst, len(src)
}

func decodeGB18030(dst, src []byte, atEnd bool) ([]byte, int) {
	var text, back [16]byte
	decoder, encoder := simplifiedchinese.GB18030.NewDecoder(), simplifiedchinese.GB18030.NewEncoder()
	used := 0
	for used < len(src) {
		if src[used] < utf8.RuneSelf {
			dst = append(dst, src[used])
			used++
			continue
		}
		// A character is two bytes, or four when the second is a digit.
		size := 2
		if used+1 < len(src) && '0' <= src[used+1] && src[used+1] <= '9' {
			size = 4
		}
		if used+size > len(src) {
			if atEnd {
				dst = append(dst, notText)
				used = len(src)
			}
			break
		}
		char := src[used : used+size]
		n, _, err := decoder.Transform(text[:], char, true)
		if r, _ := utf8.DecodeRune(text[:n]); err == nil && r != utf8.RuneError {
			if m, _, err := encoder.Transform(back[:], text[:n], true); err == nil && bytes.Equal(back[:m], char) {
				dst = append(dst, text[:n]...)
				used += size
				continue
			}
		}
		dst = append(dst, notText)
		used++
	}
	return dst, used
}
