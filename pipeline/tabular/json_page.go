package tabular

import "slices"

// A jsonCell is a scalar beside a table.
type jsonCell struct {
	set      bool
	nearness int
	kind     Kind
	text     []byte
}

const (
	// pageBytes bounds what is kept of the scalars beside a table: those of all pages of
	// a file, since they may stand behind the records.
	pageBytes = 128 << 20
	// besideCell is what a scalar takes beside its text.
	besideCell = 64
)

// A jsonPages reads the wanted scalars beside a table, for each element, ahead of the
// records.
type jsonPages struct {
	*jsonScanner
	table   jsonTable
	columns *jsonColumns
	cellMax int

	pages [][]jsonCell // by element
	bytes int
	path  []byte
}

// readPages reads all documents.
func readPages(s *jsonScanner, t jsonTable, columns *jsonColumns, cellMax int) ([][]jsonCell, error) {
	p := &jsonPages{jsonScanner: s, table: t, columns: columns, cellMax: cellMax}
	err := elements(s, func(event jsonEvent) error {
		cells := columns.counts[pageSlot]
		if err := p.take(cells * besideCell); err != nil {
			return err
		}
		page := make([]jsonCell, cells)
		p.pages = append(p.pages, page)
		if event != objectStart {
			return s.skipValue(event)
		}
		return p.object(page)
	})
	return p.pages, err
}

// take makes room for so many bytes.
func (p *jsonPages) take(bytes int) error {
	if p.bytes += bytes; p.bytes > pageBytes {
		return p.faultf("more than %d MiB of values beside the records: export fewer pages to a file", pageBytes>>20)
	}
	return nil
}

// object reads the object that was opened last.
func (p *jsonPages) object(page []jsonCell) error {
	mark := len(p.path)
	defer func() { p.path = p.path[:mark] }()
	for {
		event, err := p.next()
		if err != nil || event == objectEnd {
			return err
		}
		p.path = appendKey(p.path[:mark], p.text)
		if event, err = p.next(); err != nil {
			return err
		}
		switch {
		case event == arrayStart || event == objectStart && string(p.path) == p.table.path:
			err = p.skip()
		case event == objectStart:
			err = p.object(page)
		default:
			err = p.scalar(event, page)
		}
		if err != nil {
			return err
		}
	}
}

func (p *jsonPages) scalar(event jsonEvent, page []jsonCell) error {
	name, nearness := p.table.scalarName(string(p.path))
	slot, ok := p.columns.slots[name]
	if !ok || (page[slot.index].set && page[slot.index].nearness >= nearness) {
		return nil
	}
	cell := jsonCell{set: true, nearness: nearness}
	switch event {
	case nullValue:
		cell.kind = NullCell
	case numberValue:
		cell.kind = NumberCell
	case trueValue, falseValue:
		cell.kind = BoolCell
	case stringValue:
		if p.loneSurrogate || slices.Contains(p.text, 0) {
			return p.faultf("the text at %q is no text", name)
		}
	}
	if len(p.text) > p.cellMax {
		return p.faultf("the value at %q has %d bytes, at most %d are read", name, len(p.text), p.cellMax)
	}
	if event != nullValue {
		cell.text = slices.Clone(p.text)
	}
	page[slot.index] = cell
	return p.take(len(cell.text))
}
