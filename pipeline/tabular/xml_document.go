package tabular

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// An xmlDocument reads a document of the shape root, records, texts, and
// refuses every other: encoding/xml itself would let pass a second root, text
// around the root, a doubled attribute and a DOCTYPE.
type xmlDocument struct {
	*xml.Decoder
	encoding string // as the prolog states it, in lower case; "" for none
}

// An otherShape says that a document is XML, so far, but not root, records, texts in an
// encoding that is read: a price feed, an electronic invoice, a drawing.
type otherShape struct{ message string }

func (e *otherShape) Error() string { return e.message }

func otherShapef(format string, args ...any) error {
	return &otherShape{fmt.Sprintf(format, args...)}
}

// decode is the CharsetReader: what the prolog says must agree with what the
// byte order mark said before. Content that had a mark is UTF-8 by now.
func (d *xmlDocument) decode(marked, label string, input io.Reader) (io.Reader, error) {
	d.encoding = strings.ToLower(label)
	switch {
	case strings.HasPrefix(marked, "utf-16") && strings.HasPrefix(d.encoding, "utf-16"):
		d.encoding = marked
		return input, nil
	case marked != "utf-16le" && marked != "utf-16be" && marked != "utf-8-bom" && d.encoding == "windows-1251":
		return charset{decode: decodeWindows1251}.reader(input), nil
	}
	return nil, otherShapef("encoding %q is not read here", label)
}

func (d *xmlDocument) records(visit func(root []xml.Attr, record *xmlRecord) error) error {
	root, err := d.root()
	if err != nil {
		return err
	}
	if err := visit(root.Attr, nil); err != nil {
		return err
	}
	for {
		token, err := d.token()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			record, err := d.record(token)
			if err != nil {
				return err
			}
			if err := visit(root.Attr, record); err != nil {
				return err
			}
		case xml.EndElement:
			return d.end()
		case xml.CharData:
			if text := strings.TrimSpace(string(token)); text != "" {
				return otherShapef("text %q where records are expected", clip([]byte(text), 80))
			}
		}
	}
}

// token returns the next tag or text. Comments and processing instructions it passes over.
// The end of the document is [io.EOF], inside the root element a syntax error.
func (d *xmlDocument) token() (xml.Token, error) {
	for {
		token, err := d.Token()
		switch token.(type) {
		case xml.Directive:
			return nil, &otherShape{"a DOCTYPE or the like, which no export has"}
		case xml.Comment, xml.ProcInst:
			continue
		}
		return token, err
	}
}

// root reads up to the root element.
func (d *xmlDocument) root() (xml.StartElement, error) {
	for {
		token, err := d.token()
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return xml.StartElement{}, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			return token.Copy(), oneOfEach(token)
		case xml.CharData:
			if strings.TrimSpace(string(token)) != "" {
				return xml.StartElement{}, errors.New("text before the root element")
			}
		}
	}
}

// end reads what follows the root element.
func (d *xmlDocument) end() error {
	for {
		token, err := d.token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			return fmt.Errorf("a second root element <%s>", token.Name.Local)
		case xml.CharData:
			if strings.TrimSpace(string(token)) != "" {
				return errors.New("text after the root element")
			}
		}
	}
}

func (d *xmlDocument) record(start xml.StartElement) (*xmlRecord, error) {
	if err := oneOfEach(start); err != nil {
		return nil, err
	}
	record := &xmlRecord{element: start.Name.Local}
	for _, a := range start.Attr {
		record.names = append(record.names, "@"+a.Name.Local)
		record.values = append(record.values, a.Value)
	}
	for {
		token, err := d.token()
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			name := token.Name.Local
			if len(token.Attr) > 0 {
				return nil, otherShapef("<%s> in <%s> has attributes, only text is expected", name, record.element)
			}
			text, err := d.text(name)
			if err != nil {
				return nil, err
			}
			if slices.Contains(record.names, name) {
				record.doubled = name
			}
			if len(record.names) == namesKept {
				return nil, tooManyNames(record.element)
			}
			record.names = append(record.names, name)
			record.values = append(record.values, text)
		case xml.EndElement:
			return record, nil
		case xml.CharData:
			if strings.TrimSpace(string(token)) != "" {
				return nil, otherShapef("text between the children of <%s>", record.element)
			}
		}
	}
}

// text reads an element without children.
func (d *xmlDocument) text(name string) (string, error) {
	var text strings.Builder
	for {
		token, err := d.token()
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.StartElement:
			return "", otherShapef("<%s> inside <%s>, only text is expected", token.Name.Local, name)
		case xml.EndElement:
			return text.String(), nil
		case xml.CharData:
			text.Write(token)
		}
	}
}

func tooManyNames(element string) error {
	return fmt.Errorf("more than %d columns in <%s>", namesKept, element)
}

// oneOfEach refuses an attribute that comes twice, and more attributes than are read.
func oneOfEach(e xml.StartElement) error {
	if len(e.Attr) > namesKept {
		return tooManyNames(e.Name.Local)
	}
	for i, a := range e.Attr {
		for _, b := range e.Attr[:i] {
			switch {
			case a.Name == b.Name:
				return fmt.Errorf("attribute %s twice in <%s>", a.Name.Local, e.Name.Local)
			case a.Name.Local == b.Name.Local:
				return otherShapef("attributes %s of two namespaces in <%s>", a.Name.Local, e.Name.Local)
			}
		}
	}
	return nil
}
