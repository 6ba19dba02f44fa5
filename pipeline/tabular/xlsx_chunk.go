package tabular

import (
	"context"
	"fmt"
)

// An xlsxChunk gathers the data rows of a sheet into chunks. Texts are read
// straight into the chunk's bytes.
type xlsxChunk struct {
	chunkBuilder

	header  int64 // row number
	last    int64 // row number, 0 for the end of the sheet
	width   int   // of the header
	columns []int // of the header, one per cell of the chunk
	lim     Limits

	row sheetRow // its data begins with the chunk's bytes
	at  []int    // cell of row by column of the header, -1 for none
}

func newXLSXChunk(sheet *Sheet, columns []int, lim Limits, yield func(*Chunk) error) *xlsxChunk {
	x := &xlsxChunk{header: sheet.HeaderRow, last: sheet.LastRow, width: len(sheet.Header), columns: columns, lim: lim}
	x.chunkBuilder = chunkBuilder{chunk: Chunk{Width: len(columns)}, yield: yield}
	x.at = make([]int, x.width)
	for i := range x.at {
		x.at[i] = -1
	}
	return x
}

// next returns the row to be read.
func (x *xlsxChunk) next() *sheetRow {
	x.row.data = x.chunk.data
	return &x.row
}

// add takes the row that was read. Rows up to the header are none of the data.
func (x *xlsxChunk) add(ctx context.Context) error {
	if x.row.number <= x.header {
		return nil
	}
	switch fault, bad := x.check(); {
	case x.last > 0 && x.row.number > x.last:
		x.chunk.NotData++
	case bad:
		x.chunk.Faults = append(x.chunk.Faults, fault)
	case x.row.empty():
		x.chunk.NotData++
	default:
		x.append()
	}
	if !x.isFull() {
		return nil
	}
	return x.flush(ctx)
}

// check finds what makes the row unreadable as a record of this table. Without
// a header there is no table, and every row will do.
func (x *xlsxChunk) check() (Fault, bool) {
	if len(x.row.data)-len(x.chunk.data) > x.lim.RecordBytes {
		return x.fault(-1, "record_too_long", fmt.Sprintf("at most %d bytes expected", x.lim.RecordBytes)), true
	}
	for _, cell := range x.row.cells {
		size := int(cell.text.end - cell.text.start)
		switch {
		case size == 0:
		case size > x.lim.CellBytes:
			return x.fault(cell.column, "cell_too_long", fmt.Sprintf("at most %d bytes expected, %d found", x.lim.CellBytes, size)), true
		case cell.column >= x.width && x.width > 0:
			return x.fault(cell.column, "ragged_record", fmt.Sprintf("%d columns expected, a text found in column %d", x.width, cell.column+1)), true
		}
	}
	return Fault{}, false
}

func (x *xlsxChunk) fault(column int, code, message string) Fault {
	var raw []byte
	for i, cell := range x.row.cells {
		if i > 0 {
			raw = append(raw, '\t')
		}
		if raw = append(raw, clip(x.row.text(cell), faultRaw)...); len(raw) > faultRaw {
			break
		}
	}
	return Fault{Row: x.row.number, Column: column, Code: code, Raw: clip(raw, faultRaw), Message: message}
}

// append makes a record of the row.
func (x *xlsxChunk) append() {
	c := &x.chunk
	cells := x.row.cells
	for i := range cells {
		if cells[i].column < x.width {
			x.at[cells[i].column] = i
		}
	}
	for _, column := range x.columns {
		text, kind := span{}, NullCell
		if i := x.at[column]; i >= 0 {
			text, kind = cells[i].text, cells[i].kind
		}
		c.spans = append(c.spans, text)
		c.kinds = append(c.kinds, kind)
	}
	for i := range cells {
		if cells[i].column < x.width {
			x.at[cells[i].column] = -1
		}
	}
	c.Rows = append(c.Rows, x.row.number)
	c.data = x.row.data
}
