package tabular

import (
	"context"
	"encoding/xml"
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
// ("Value"), and the attributes of the root ("$@Date").
func openXML(f *File, content func() (io.ReadCloser, error), known Probe, lim Limits) error {
	r := &xmlReader{content: content, lim: lim}
	sheets := map[string]*Sheet{}
	var order []*Sheet
	var rootNames, rootValues []string
	encoding, err := r.read(f, func(root []xml.Attr, record *xmlRecord) error {
		if record == nil {
			for _, a := range root {
				if len(a.Value) > lim.CellBytes {
					return fmt.Errorf("attribute %s of the root has %d bytes, at most %d are read", a.Name.Local, len(a.Value), lim.CellBytes)
				}
				rootNames = append(rootNames, "$@"+a.Name.Local)
				rootValues = append(rootValues, a.Value)
			}
			return nil
		}
		sheet := sheets[record.element]
		if sheet == nil {
			if len(order) == xmlElements {
				return fmt.Errorf("more than %d kinds of records", xmlElements)
			}
			sheet = &Sheet{Name: record.element, Head: [][]string{nil}}
			sheets[record.element] = sheet
			order = append(order, sheet)
		}
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
	})
	if err != nil {
		return err
	}
	if len(order) == 0 {
		order = []*Sheet{{Head: [][]string{nil, rootValues}}}
	}
	for _, sheet := range order {
		sheet.Header = append(sheet.Header, rootNames...)
		sheet.Head[0] = sheet.Header
		sheet.Known = known != nil && known(sheet.Header)
		f.Sheets = append(f.Sheets, *sheet)
	}
	f.Form, f.reader = XML, r
	if encoding != "" {
		f.Encoding = encoding
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

func (r *xmlReader) splits(f *File, sheet int, _ int64) []Split {
	return []Split{{Sheet: sheet, FirstRow: 1}}
}

// scan reads the records of one element name. A child or attribute that a
// record lacks is a NullCell; one that comes twice makes the record a fault.
func (r *xmlReader) scan(ctx context.Context, _ *Buffers, f *File, sp Split, want []string, yield func(*Chunk) error) error {
	sheet := &f.Sheets[sp.Sheet]
	if _, err := columnsOf(sheet.Header, want); err != nil {
		return fmt.Errorf("%s (%s): %w", f.Path, sheet.Name, err)
	}
	c := &xmlChunk{want: want, lim: r.lim, yield: yield, chunk: Chunk{Width: len(want)}}
	_, err := r.read(f, func(root []xml.Attr, record *xmlRecord) error {
		if record == nil || record.element != sheet.Name {
			return nil
		}
		return c.add(ctx, root, record)
	})
	if err != nil {
		return err
	}
	if err, ok := c.flush(ctx).(passOn); ok {
		return err.error
	}
	return nil
}

// An xmlChunk gathers the records of a sheet into chunks.
type xmlChunk struct {
	want  []string
	lim   Limits
	yield func(*Chunk) error

	number int64 // of the last record
	chunk  Chunk
}

// add appends a record or its fault.
func (x *xmlChunk) add(ctx context.Context, root []xml.Attr, record *xmlRecord) error {
	c := &x.chunk
	x.number++
	if fault, bad := x.check(record); bad {
		c.Faults = append(c.Faults, fault)
	} else {
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
	if len(c.Rows)+len(c.Faults) < chunkRows && len(c.data) < chunkBytes {
		return nil
	}
	return x.flush(ctx)
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

// flush hands over what was gathered. Its error is a [passOn].
func (x *xmlChunk) flush(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return passOn{err}
	}
	c := &x.chunk
	if len(c.Rows) > 0 || len(c.Faults) > 0 {
		if err := x.yield(c); err != nil {
			return passOn{err}
		}
	}
	*c = Chunk{Width: c.Width, Rows: c.Rows[:0], data: c.data[:0], spans: c.spans[:0], kinds: c.kinds[:0]}
	return nil
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
