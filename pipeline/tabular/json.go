package tabular

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// sampledRecords is how many objects give a JSON table its header.
const sampledRecords = 50

// openJSON reads all documents of a file once to the end, finds the tables in
// them, and reads the first records of each.
//
// Records are the objects of a bare array, of an array in an object ("postings",
// "result.operations"), the documents of a sequence of objects, or the values of
// an object that maps keys to objects of one kind (their key is the column
// "@key"). Several documents, and several objects in an array, are the pages of
// one table where an array lies in each.
//
// A file without such a place has one sheet without header, whose Head holds
// the names and values of its scalars: an API's error answer can be told by them.
func openJSON(f *File, content func() (io.ReadCloser, error), known Probe, lim Limits) error {
	r := &jsonReader{content: content, lim: lim}
	var found *jsonSurvey
	err := r.read(f.Path, func(s *jsonScanner) (err error) {
		found, err = survey(s)
		return err
	})
	if err != nil {
		return err
	}
	samples := map[jsonTable]*jsonSample{}
	header := func(t jsonTable) ([]string, error) {
		sample := samples[t]
		if sample == nil {
			var err error
			if sample, err = r.sample(f.Path, t); err != nil {
				return nil, err
			}
			samples[t] = sample
		}
		if len(sample.names) == 0 {
			return nil, nil
		}
		return found.header(t, sample.names), nil
	}
	if r.tables, err = found.choose(known, header); err != nil {
		return err
	}
	if err := found.check(r.tables); err != nil {
		return &DamageError{Path: f.Path, Reason: err.Error()}
	}
	var sheets []Sheet
	for _, t := range r.tables {
		names, err := header(t)
		if err != nil {
			return err
		}
		sheet := Sheet{Name: t.path, Header: names, Known: len(names) > 0 && known(names), Pages: found.elements, Beside: found.beside(t)}
		if sheet.Head = [][]string{names, samples[t].values}; names == nil {
			sheet.Head = found.head()
		}
		sheets = append(sheets, sheet)
	}
	if len(sheets) == 0 {
		sheets = []Sheet{{Head: found.head()}}
	}
	f.Form, f.Sheets, f.reader = JSON, sheets, r
	return nil
}

// head shows the scalars of a file without records, as names and values.
func (v *jsonSurvey) head() [][]string {
	var names, values []string
	for _, scalar := range v.scalars {
		names = append(names, "$."+scalar.path)
		values = append(values, scalar.text)
	}
	return [][]string{names, values}
}

// A jsonReader scans the tables of one file. It may be used by several
// goroutines.
type jsonReader struct {
	content func() (io.ReadCloser, error)
	lim     Limits
	tables  []jsonTable
}

// read opens the content for use, whose errors are damage of the file but for
// a passOn.
func (r *jsonReader) read(path string, use func(*jsonScanner) error) (err error) {
	content, err := r.content()
	if err != nil {
		return err
	}
	defer closeInto(&err, content)
	err = use(newJSONScanner(content))
	var pass passOn
	var already *DamageError
	switch {
	case err == nil || err == errStop:
		return nil
	case errors.As(err, &pass):
		return pass.error
	case errors.As(err, &already):
		return err
	}
	return &DamageError{Path: path, Reason: "not readable as JSON", Err: err}
}

// A jsonSample holds the names of a table's first records, in the order in
// which they are met, and the values of the very first under them.
type jsonSample struct {
	names  []string
	values []string
	seen   map[string]bool
	count  int
}

func (r *jsonReader) sample(path string, t jsonTable) (*jsonSample, error) {
	sample := &jsonSample{seen: map[string]bool{}}
	err := r.read(path, func(s *jsonScanner) error {
		w := &jsonWalker{jsonScanner: s, visitor: sample}
		l := &jsonLocator{jsonScanner: s, table: t}
		l.record = func(event jsonEvent, _ []byte) error {
			if event != objectStart {
				return s.skipValue(event)
			}
			if sample.count++; sample.count > sampledRecords {
				return errStop
			}
			return w.walk(r.lim.RecordBytes)
		}
		return l.locate()
	})
	return sample, err
}

// namesKept bounds the header of a JSON table; further names may still be wanted.
const namesKept = 4096

func (j *jsonSample) scalar(w *jsonWalker, event jsonEvent) {
	if j.seen[string(w.name)] || len(j.names) == namesKept {
		return
	}
	name := string(w.name)
	j.seen[name] = true
	j.names = append(j.names, name)
	if j.count == 1 {
		text := ""
		if event != nullValue {
			text = clip(w.text, faultRaw)
		}
		j.values = append(j.values, text)
	}
}

func (j *jsonSample) array(*jsonWalker, int) {}

func (r *jsonReader) splits(_ *File, sheet int, _ int64) []Split {
	return []Split{{Sheet: sheet, FirstRow: 1}}
}

// scan reads the records of a table. Rows yielded before are good only if scan
// returns nil.
func (r *jsonReader) scan(ctx context.Context, _ *Buffers, f *File, sp Split, want []string, yield func(*Chunk) error) error {
	columns, err := newJSONColumns(want)
	if err != nil {
		return fmt.Errorf("%s (%s): %w", f.Path, f.Sheets[sp.Sheet].Name, err)
	}
	if len(r.tables) == 0 {
		return ctx.Err()
	}
	t := r.tables[sp.Sheet]
	var pages [][]jsonCell
	if columns.counts[pageSlot] > 0 && t.layout != elementRecords {
		err := r.read(f.Path, func(s *jsonScanner) (err error) {
			pages, err = readPages(s, t, columns, r.lim.CellBytes)
			return err
		})
		if err != nil {
			return err
		}
	}
	return r.read(f.Path, func(s *jsonScanner) error {
		c := newJSONChunk(ctx, s, t, columns, pages, r.lim, yield)
		if err := c.locator.locate(); err != nil {
			return err
		}
		return pass(c.flush(ctx))
	})
}
