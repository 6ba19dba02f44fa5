package tabular

import (
	"bytes"
	"strings"
)

// parseInstruction reads "<?target ...?>". The XML declaration may only stand
// at the beginning and must not tell another encoding than UTF-8.
func (s *markupScanner) parseInstruction(b []byte) (int, error) {
	end := bytes.Index(b, []byte("?>"))
	if end < 0 {
		return 0, errMarkupShort
	}
	i, err := s.parseName(b, 2)
	if err != nil {
		return 0, err
	}
	target := string(b[2:i])
	if !strings.EqualFold(target, "xml") {
		return end + 2, s.checkCharacters(b[i:end])
	}
	if at := s.offset(); target != "xml" || s.rootSeen || (at != 0 && at != int64(len("\uFEFF"))) {
		return 0, s.faultf("an XML declaration inside the document")
	}
	n, closed, err := s.parseTag(b, 2, '?')
	if err != nil {
		return 0, err
	}
	if !closed || n != end+2 {
		return 0, s.faultf("the XML declaration is not closed")
	}
	for _, a := range s.attrs {
		switch {
		case string(a.name) == "version" && string(a.value) != "1.0":
			return 0, s.faultf("XML version %q", a.value)
		case string(a.name) == "encoding" && !strings.EqualFold(string(a.value), "utf-8"):
			return 0, s.faultf("encoding %q: only UTF-8 is known in workbooks", a.value)
		}
	}
	return n, nil
}

// parseBang reads a comment or a CDATA section, whose text it leaves in text.
func (s *markupScanner) parseBang(b []byte) (int, error) {
	const comment, cdata = "<!--", "<![CDATA["
	switch {
	case bytes.HasPrefix(b, []byte(comment)):
		end := bytes.Index(b[len(comment):], []byte("--"))
		if end < 0 || len(comment)+end+2 >= len(b) {
			return 0, errMarkupShort
		}
		end += len(comment)
		if b[end+2] != '>' {
			return 0, s.faultf("'--' inside a comment")
		}
		return end + 3, nil
	case bytes.HasPrefix(b, []byte(cdata)):
		end := bytes.Index(b, []byte("]]>"))
		if end < 0 {
			return 0, errMarkupShort
		}
		if s.depth() == 0 {
			return 0, s.faultf("a CDATA section outside the root element")
		}
		raw := b[len(cdata):end]
		if err := s.checkCharacters(raw); err != nil {
			return 0, err
		}
		s.text = normaliseLineEnds(append(s.scratch[:0], raw...))
		return end + 3, nil
	case len(b) < len(cdata) && (strings.HasPrefix(comment, string(b)) || strings.HasPrefix(cdata, string(b))):
		return 0, errMarkupShort
	case len(b) < len("<!DOCTYPE"):
		return 0, errMarkupShort
	}
	return 0, s.faultf("a declaration %q: DOCTYPE and the like are refused", clip(b, 20))
}
