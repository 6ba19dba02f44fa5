package tabular

import (
	"context"
	"fmt"
	"slices"
)

// headRows is how many records of a sheet are kept for recognising it.
const headRows = 20

// openXLSX reads a workbook: the container and every member that is no sheet
// to the end, and of each sheet its first rows. The sheets are verified when
// they are scanned. The record numbers of a workbook are the row numbers that
// a spreadsheet program shows, and Head[i] is row i+1.
func openXLSX(f *File, known Probe, lim Limits) (err error) {
	archive, err := openArchive(f.Path, lim)
	if err != nil {
		return err
	}
	defer closeInto(&err, archive)

	book, err := archive.readWorkbook()
	if err != nil {
		return err
	}
	reader := &xlsxReader{lim: lim, strings: book.strings}
	for _, sheet := range book.sheets {
		reader.members = append(reader.members, sheet.member)
	}
	if err := archive.verify(append(slices.Clone(reader.members), book.strings)); err != nil {
		return err
	}
	if err := archive.readSharedStrings(book.strings, lim); err != nil {
		return err
	}
	sheets := make([]Sheet, 0, len(book.sheets))
	for _, sheet := range book.sheets {
		head, err := reader.head(archive, sheet.member)
		if err != nil {
			return err
		}
		sheets = append(sheets, recognise(sheet.name, head, known))
	}
	f.Form, f.Sheets, f.Date1904, f.reader = XLSX, sheets, book.date1904, reader
	return nil
}

// recognise makes a sheet of its first rows: the header is the first of them
// that the probe knows, by itself or with the row above in its holes: a heading
// over several columns has its columns' names below it.
func recognise(name string, head [][]string, known Probe) Sheet {
	sheet := Sheet{Name: name, Head: head}
	for i, row := range head {
		rows := [][]string{row}
		if i > 0 {
			rows = append(rows, filledFrom(row, head[i-1]))
		}
		for _, header := range rows {
			if len(header) > 0 && known(header) {
				sheet.Header, sheet.HeaderRow, sheet.Known = header, int64(i)+1, true
				return sheet
			}
		}
	}
	return sheet
}

// filledFrom returns a row with the cells of the row above where it has none.
func filledFrom(row, above []string) []string {
	filled := make([]string, max(len(row), len(above)))
	copy(filled, above)
	for i, text := range row {
		if text != "" {
			filled[i] = text
		}
	}
	return filled
}

// An xlsxReader scans the sheets of one workbook. It may be used by several
// goroutines.
type xlsxReader struct {
	lim     Limits
	members []string // of each sheet
	strings string   // member with the shared strings
}

// head returns the rows 1 to headRows of a sheet, each up to its last cell with
// a text; rows that the sheet leaves out are empty.
func (x *xlsxReader) head(archive *workbookArchive, member string) (head [][]string, err error) {
	err = x.readSheet(archive, member, func(sheet *sheetReader) error {
		var row sheetRow
		for {
			row.data = row.data[:0]
			more, err := sheet.readRow(&row)
			if err != nil || !more || row.number > headRows {
				return archive.damage(member, err)
			}
			for int64(len(head)) < row.number-1 {
				head = append(head, nil)
			}
			var cells []string
			for _, c := range row.cells {
				if text := row.text(c); len(text) > 0 {
					cells = append(cells, make([]string, c.column-len(cells))...)
					cells = append(cells, string(text))
				}
			}
			if head = append(head, cells); len(head) == headRows {
				return nil
			}
		}
	})
	return head, err
}

// readSheet opens the member of a sheet for read, whose errors it returns as
// they are.
func (x *xlsxReader) readSheet(archive *workbookArchive, member string, read func(*sheetReader) error) (err error) {
	content, err := archive.open(member)
	if err != nil {
		return err
	}
	defer func() {
		// A decompressor that has run ahead tells here that the member is corrupt.
		if closeErr := content.Close(); err == nil {
			err = archive.damage(member, closeErr)
		}
	}()
	sheet, err := newSheetReader(archive.scan(member, content), archive.strings)
	if err != nil {
		return archive.damage(member, err)
	}
	return read(sheet)
}

func (x *xlsxReader) splits(f *File, sheet int, _ int64) []Split {
	return []Split{{Sheet: sheet, FirstRow: f.Sheets[sheet].HeaderRow + 1}}
}

// scan reads a sheet and verifies it to its end: rows yielded before are good
// only if scan returns nil.
func (x *xlsxReader) scan(ctx context.Context, _ *Buffers, f *File, sp Split, want []string, yield func(*Chunk) error) (err error) {
	sheet := &f.Sheets[sp.Sheet]
	columns, err := columnsOf(sheet.Header, want)
	if err != nil {
		return fmt.Errorf("%s (%s): %w", f.Path, sheet.Name, err)
	}
	archive, err := openArchive(f.Path, x.lim)
	if err != nil {
		return err
	}
	defer closeInto(&err, archive)
	if archive.size != f.Size {
		return changedFile(f.Path)
	}
	if err := archive.readSharedStrings(x.strings, x.lim); err != nil {
		return err
	}
	member := x.members[sp.Sheet]
	rows := newXLSXChunk(sheet, columns, x.lim, yield)
	return x.readSheet(archive, member, func(r *sheetReader) error {
		for {
			more, err := r.readRow(rows.next())
			if err != nil {
				return archive.damage(member, err)
			}
			if !more {
				return rows.flush(ctx)
			}
			if err := rows.add(ctx); err != nil {
				return err
			}
		}
	})
}
