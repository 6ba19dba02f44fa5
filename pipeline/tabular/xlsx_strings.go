package tabular

import "math"

// sharedStringBytes bounds the text of the shared strings, which must be held
// in memory while a sheet is read.
const sharedStringBytes = 1 << 30

// sharedStrings are the texts that cells refer to by number, in one piece of
// memory.
type sharedStrings struct {
	text []byte
	ends []uint32 // end of each string in text
}

func (t *sharedStrings) len() int { return len(t.ends) }

// at returns string i, which must be below len.
func (t *sharedStrings) at(i int) []byte {
	var start uint32
	if i > 0 {
		start = t.ends[i-1]
	}
	return t.text[start:t.ends[i]]
}

// readSharedStrings reads the part of the shared strings; a workbook without
// one has none.
func (a *workbookArchive) readSharedStrings(member string) (*sharedStrings, error) {
	table := &sharedStrings{}
	if member == "" {
		return table, nil
	}
	err := a.readPart(member, "sst", func(p *partReader, local []byte) (err error) {
		switch string(local) {
		case "extLst":
			return p.skip()
		case "si":
		default:
			return p.faultf("<%s> among the shared strings", p.name)
		}
		if table.text, err = p.richText(table.text); err != nil {
			return err
		}
		if len(table.text) > min(sharedStringBytes, math.MaxUint32) {
			return p.faultf("the shared strings hold more than %d bytes", sharedStringBytes)
		}
		table.ends = append(table.ends, uint32(len(table.text)))
		return nil
	})
	return table, err
}

// richText appends the text of the <si> or <is> whose start tag was read last:
// <t>, or the <t> of its runs one after another. Phonetic hints are left out.
func (p *partReader) richText(dst []byte) ([]byte, error) {
	var err error
	run := func(local []byte) error {
		switch string(local) {
		case "t":
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

// plainText appends the text of the element whose start tag was read last. The
// element must not have children.
func (p *partReader) plainText(dst []byte) ([]byte, error) {
	for {
		kind, err := p.next()
		switch {
		case err != nil:
			return dst, err
		case kind == charData:
			dst = append(dst, p.text...)
		case kind == endTag:
			return dst, nil
		default:
			return dst, p.faultf("<%s> inside a text", p.name)
		}
	}
}
