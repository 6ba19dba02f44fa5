package tabular

import (
	"context"
	"fmt"
	"slices"
)

// A jsonChunk gathers the records of a JSON table into chunks.
type jsonChunk struct {
	chunkBuilder

	ctx     context.Context
	locator jsonLocator
	walker  jsonWalker
	columns *jsonColumns
	pages   [][]jsonCell // by element; nil where no scalar beside the table is wanted
	lim     Limits

	record jsonRecord  // its data begins with the chunk's bytes
	page   []jsonValue // the scalars of the current element, in the chunk's bytes
	number int64       // of the current record
	raw    []byte      // its first bytes
}

func newJSONChunk(ctx context.Context, s *jsonScanner, t jsonTable, columns *jsonColumns, pages [][]jsonCell, lim Limits, yield func(*Chunk) error) *jsonChunk {
	c := &jsonChunk{ctx: ctx, columns: columns, pages: pages, lim: lim}
	c.chunkBuilder = chunkBuilder{chunk: Chunk{Width: len(columns.cells)}, yield: yield}
	c.record = jsonRecord{columns: columns, cellMax: lim.CellBytes, record: make([]jsonValue, columns.counts[recordSlot])}
	c.page = make([]jsonValue, columns.counts[pageSlot])
	c.walker = jsonWalker{jsonScanner: s, visitor: &c.record}
	c.locator = jsonLocator{jsonScanner: s, table: t, record: c.add}
	return c
}

// add reads a record and appends its rows or its fault.
func (c *jsonChunk) add(event jsonEvent, key []byte) error {
	c.number++
	s := c.walker.jsonScanner
	c.raw = append(c.raw[:0], s.text...)
	from := s.offset() - int64(len(s.text))
	if event == objectStart || event == arrayStart {
		c.raw = append(c.raw[:0], s.buf[s.pos-1:min(s.pos-1+faultRaw, s.end)]...)
		from = s.offset() - 1
	}
	if event != objectStart {
		if err := s.skipValue(event); err != nil {
			return err
		}
		c.fault(-1, "not_an_object", "a record is expected to be an object", from)
		return c.flushIfFull()
	}
	c.record.reset(c.chunk.data)
	if err := c.walker.walk(c.lim.RecordBytes); err != nil {
		return err
	}
	switch fault := c.record.fault; {
	case c.walker.tooLong:
		c.fault(-1, "record_too_long", fmt.Sprintf("at most %d bytes expected", c.lim.RecordBytes), from)
	case c.walker.duplicate != "":
		c.fault(-1, "duplicate_key", fmt.Sprintf("key %q comes twice", c.walker.duplicate), from)
	case fault.code != "":
		slot := c.columns.slots[fault.column]
		c.fault(slices.Index(c.columns.cells, slot), fault.code, fmt.Sprintf("%s: %s", fault.column, fault.message), from)
	default:
		c.rows(key)
	}
	return c.flushIfFull()
}

func (c *jsonChunk) fault(column int, code, message string, from int64) {
	length := c.walker.offset() - from
	raw := clip(c.raw[:min(int64(len(c.raw)), length)], faultRaw)
	c.chunk.Faults = append(c.chunk.Faults, Fault{Row: c.number, Column: column, Code: code, Raw: raw, Message: message})
}

// rows appends one row per element of the array gone through, at least one.
func (c *jsonChunk) rows(key []byte) {
	r := &c.record
	if slot, ok := c.columns.slots[mapKeyName]; ok && key != nil {
		r.record[slot.index] = c.keep(TextCell, key)
	}
	if c.pages != nil {
		for i, cell := range c.pages[c.locator.element] {
			c.page[i] = jsonValue{}
			if cell.set {
				c.page[i] = c.keep(cell.kind, cell.text)
			}
		}
	}
	width := c.columns.counts[elementSlot]
	for element := range max(r.length, 1) {
		for _, slot := range c.columns.cells {
			var value jsonValue
			switch slot.kind {
			case recordSlot:
				value = r.record[slot.index]
			case pageSlot:
				value = c.page[slot.index]
			case elementSlot:
				if at := element*width + slot.index; at < len(r.elements) {
					value = r.elements[at]
				}
			}
			if !value.set {
				value.kind = NullCell
			}
			c.chunk.spans = append(c.chunk.spans, value.text)
			c.chunk.kinds = append(c.chunk.kinds, value.kind)
		}
		c.chunk.Rows = append(c.chunk.Rows, c.number)
	}
	c.chunk.data = r.data
}

// keep puts a text from outside the record into the chunk.
func (c *jsonChunk) keep(kind Kind, text []byte) jsonValue {
	start := len(c.record.data)
	c.record.data = append(c.record.data, text...)
	return jsonValue{true, kind, span{uint32(start), uint32(len(c.record.data))}}
}

func (c *jsonChunk) flushIfFull() error {
	if !c.isFull() {
		return nil
	}
	return pass(c.flush(c.ctx))
}
