package tabular

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

const (
	// xmlBytes bounds an XML document: the rate files that come in this form have
	// some kilobytes.
	xmlBytes = 64 << 20
	// xmlElements is how many kinds of records are told apart in one file.
	xmlElements = 64
)

// openXML reads an XML document once to the end. Its records are the children
// of the root element, one sheet per element name; the columns of a record are
// its attributes ("@ID"), its children, which must hold nothing but text
// ("Value"), and the attributes of the root ("$@Date"). A document of another
// shape is no table, and not damaged: unless a known table begins in it, of which
// rows would be missing.
func openXML(f *File, content func() (io.ReadCloser, error), known Probe, lim Limits) error {
	r := &xmlReader{content: content, lim: lim}
	survey := xmlSurvey{lim: lim}
	encoding, err := r.read(f, func(root []xml.Attr, record *xmlRecord) error {
		if record == nil {
			return survey.root(root)
		}
		return survey.record(record)
	})
	var other *otherShape
	switch {
	case errors.As(err, &other) && !survey.knows(known):
		return f.decline("an XML document of another shape than a list of records: " + other.message + "; save a table in it as .xlsx or .csv")
	case err != nil:
		return err
	}
	if len(survey.sheets) == 0 {
		survey.sheets = []Sheet{{Head: [][]string{nil, survey.rootValues}}}
	}
	for _, sheet := range survey.sheets {
		sheet.Header = survey.header(sheet)
		sheet.Head[0] = sheet.Header
		sheet.Known = known(sheet.Header)
		f.Sheets = append(f.Sheets, sheet)
	}
	f.Form, f.reader = XML, r
	if encoding != "" {
		f.Encoding = encoding
	}
	return nil
}

// An xmlSurvey finds the sheets of a document, in the order in which their elements are met.
type xmlSurvey struct {
	lim                   Limits
	rootNames, rootValues []string
	sheets                []Sheet // their heads begin with a place for the header
}

// header returns the columns of a sheet with those of the root.
func (v *xmlSurvey) header(sheet Sheet) []string { return append(sheet.Header, v.rootNames...) }

// knows reports whether one of the sheets so far is a table of the caller.
func (v *xmlSurvey) knows(known Probe) bool {
	return slices.ContainsFunc(v.sheets, func(s Sheet) bool { return known(v.header(s)) })
}

func (v *xmlSurvey) root(attributes []xml.Attr) error {
	for _, a := range attributes {
		if len(a.Value) > v.lim.CellBytes {
			return fmt.Errorf("attribute %s of the root has %d bytes, at most %d are read", a.Name.Local, len(a.Value), v.lim.CellBytes)
		}
		v.rootNames = append(v.rootNames, "$@"+a.Name.Local)
		v.rootValues = append(v.rootValues, a.Value)
	}
	return nil
}

func (v *xmlSurvey) record(record *xmlRecord) error {
	at := slices.IndexFunc(v.sheets, func(s Sheet) bool { return s.Name == record.element })
	if at < 0 {
		if at = len(v.sheets); at == xmlElements {
			return fmt.Errorf("more than %d kinds of records", xmlElements)
		}
		v.sheets = append(v.sheets, Sheet{Name: record.element, Head: [][]string{nil}})
	}
	sheet := &v.sheets[at]
	for _, name := range record.names {
		if !slices.Contains(sheet.Header, name) {
			if len(sheet.Header) == namesKept {
				return tooManyNames(record.element)
			}
			sheet.Header = append(sheet.Header, name)
		}
	}
	if len(sheet.Head) < headRows {
		sheet.Head = append(sheet.Head, slices.Clone(record.values))
	}
	return nil
}

// An xmlReader scans the records of one document. It may be used by several
// goroutines.
type xmlReader struct {
	content func() (io.ReadCloser, error)
	lim     Limits
}

// An xmlRecord is one child of the root.
type xmlRecord struct {
	element string
	names   []string // "@ID" for attributes, "Value" for children
	values  []string
	doubled string // a child that comes twice; "" for none
}

// read calls visit with the root's attributes and a nil record, then with each
// record, and returns the encoding that the prolog states.
func (r *xmlReader) read(f *File, visit func(root []xml.Attr, record *xmlRecord) error) (encoding string, err error) {
	content, err := r.content()
	if err != nil {
		return "", err
	}
	defer closeInto(&err, content)
	limited := &io.LimitedReader{R: content, N: xmlBytes + 1}
	d := &xmlDocument{Decoder: xml.NewDecoder(limited)}
	d.CharsetReader = func(label string, input io.Reader) (io.Reader, error) {
		return d.decode(f.Encoding, label, input)
	}
	if err := d.records(visit); err != nil {
		if pass, ok := err.(passOn); ok {
			return "", pass.error
		}
		return "", &DamageError{Path: f.Path, Reason: "not readable as XML", Err: err}
	}
	if limited.N == 0 {
		return "", &DamageError{Path: f.Path, Reason: fmt.Sprintf("more than %d bytes of XML", xmlBytes)}
	}
	return d.encoding, nil
}

func (r *xmlReader) splits(_ *File, sheet int, _ int64) []Split {
	return []Split{{Sheet: sheet, FirstRow: 1}}
}

// scan reads the records of one element name. A child or attribute that a
// record lacks is a NullCell; one that comes twice makes the record a fault.
func (r *xmlReader) scan(ctx context.Context, _ *Buffers, f *File, sp Split, want []string, yield func(*Chunk) error) error {
	sheet := &f.Sheets[sp.Sheet]
	if _, err := columnsOf(sheet.Header, want); err != nil {
		return fmt.Errorf("%s (%s): %w", f.Path, sheet.Name, err)
	}
	c := &xmlChunk{chunkBuilder: chunkBuilder{chunk: Chunk{Width: len(want)}, yield: yield}, want: want, lim: r.lim}
	_, err := r.read(f, func(root []xml.Attr, record *xmlRecord) error {
		if record == nil || record.element != sheet.Name {
			return nil
		}
		if c.add(root, record); !c.isFull() {
			return nil
		}
		return pass(c.flush(ctx))
	})
	if err != nil {
		return err
	}
	return c.flush(ctx)
}

// An xmlChunk gathers the records of a sheet into chunks.
type xmlChunk struct {
	chunkBuilder

	want   []string
	lim    Limits
	number int64 // of the last record
}

// add appends a record or its fault.
func (x *xmlChunk) add(root []xml.Attr, record *xmlRecord) {
	c := &x.chunk
	x.number++
	if fault, bad := x.check(record); bad {
		c.Faults = append(c.Faults, fault)
		return
	}
	c.Rows = append(c.Rows, x.number)
	for _, name := range x.want {
		text, ok := record.value(name, root)
		kind := TextCell
		if !ok {
			kind = NullCell
		}
		start := uint32(len(c.data))
		c.data = append(c.data, text...)
		c.spans = append(c.spans, span{start, uint32(len(c.data))})
		c.kinds = append(c.kinds, kind)
	}
}

// check finds what makes a record unreadable.
func (x *xmlChunk) check(record *xmlRecord) (Fault, bool) {
	fault := Fault{Row: x.number, Column: -1, Raw: clip([]byte(strings.Join(record.values, "\t")), faultRaw)}
	if record.doubled != "" {
		fault.Code, fault.Message = "duplicate_key", fmt.Sprintf("<%s> comes twice", record.doubled)
		return fault, true
	}
	size := 0
	for i, value := range record.values {
		size += len(value)
		if len(value) > x.lim.CellBytes {
			fault.Code = "cell_too_long"
			fault.Message = fmt.Sprintf("%s: at most %d bytes expected, %d found", record.names[i], x.lim.CellBytes, len(value))
		}
	}
	if size > x.lim.RecordBytes {
		fault.Code, fault.Message = "record_too_long", fmt.Sprintf("at most %d bytes expected", x.lim.RecordBytes)
	}
	return fault, fault.Code != ""
}

// value returns the text of a column, false if the record lacks it.
func (r *xmlRecord) value(name string, root []xml.Attr) (string, bool) {
	if attribute, ok := strings.CutPrefix(name, "$@"); ok {
		for _, a := range root {
			if a.Name.Local == attribute {
				return a.Value, true
			}
		}
		return "", false
	}
	if i := slices.Index(r.names, name); i >= 0 {
		return r.values[i], true
	}
	return "", false
}
