package tabular

import "strings"

// Bounds of the shared strings. A cell of a spreadsheet holds 32767 characters.
const (
	sharedStringBytes = 1 << 30 // of all, with their lengths
	richTextBytes     = 1 << 20 // of one text, which may be that of a cell too: the rest is not kept
)

// readSharedStrings reads the part of the shared strings, which cells refer to
// by number; a workbook without one has none.
func (a *workbookArchive) readSharedStrings(member string, lim Limits) error {
	if member == "" {
		return nil
	}
	var expected int64
	if part := a.members[strings.ToLower(member)]; part != nil {
		expected = int64(part.UncompressedSize64)
	}
	a.strings = newStringTable(expected, lim.StringBytes, lim.Scratch)
	var text []byte
	err := a.readPart(member, "sst", func(p *partReader, local []byte) (err error) {
		switch string(local) {
		case "extLst":
			return p.skip()
		case "si":
		default:
			return p.faultf("<%s> among the shared strings", p.name)
		}
		if text, err = p.richText(text[:0]); err != nil {
			return err
		}
		return a.strings.add(text)
	})
	if err != nil {
		return err
	}
	return a.damage(member, a.strings.seal())
}

// richText appends the text of the <si> or <is> whose start tag was read last:
// <t>, or the <t> of its runs one after another. Phonetic hints are left out.
func (p *partReader) richText(dst []byte) ([]byte, error) {
	if text, ok := p.plainRichText(dst); ok {
		return text, nil
	}
	var err error
	start := len(dst)
	run := func(local []byte) error {
		switch string(local) {
		case "t":
			if len(dst)-start > richTextBytes {
				return p.skip()
			}
			dst, err = p.escapedText(dst)
			return err
		case "rPr":
			return p.skip()
		}
		return p.faultf("<%s> in a run of text", p.name)
	}
	err = p.children(func(local []byte) error {
		switch string(local) {
		case "t":
			return run(local)
		case "r":
			return p.children(run)
		case "rPh", "phoneticPr", "extLst":
			return p.skip()
		}
		return p.faultf("<%s> in a text", p.name)
	})
	return dst, err
}

// escapedText is plainText with _xHHHH_ escapes resolved.
func (p *partReader) escapedText(dst []byte) ([]byte, error) {
	start := len(dst)
	dst, err := p.plainText(dst)
	if err != nil {
		return dst, err
	}
	return dst[:start+len(unescape(dst[start:]))], nil
}

// plainText appends the text of the element whose start tag was read last. The element
// must not have children. Of a text that is longer than richTextBytes, and so than any cell
// may be, a beginning longer than that is kept.
func (p *partReader) plainText(dst []byte) ([]byte, error) {
	start := len(dst)
	for {
		kind, err := p.next()
		switch {
		case err != nil:
			return dst, err
		case kind == charData:
			if len(dst)-start <= richTextBytes {
				dst = append(dst, p.text...)
			}
		case kind == endTag:
			return dst, nil
		default:
			return dst, p.faultf("<%s> inside a text", p.name)
		}
	}
}
