package tabular

import "fmt"

// A Cut is a table that is a part of a worksheet laid out for print: its columns
// are known by their letters and its rows by texts above and below them.
type Cut struct {
	Column string                 // letter of the column whose texts begin and end the part
	Begins func(text string) bool // of the row above the first one
	Ends   func(text string) bool // of the last row; without one the part goes on to the end of the sheet
}

// Cut adds a part of a worksheet to f.Sheets, with the letters of the columns as
// its header and the row above the first one as header row. It returns the index
// of the new sheet, or -1 if no row begins the part: only worksheets have parts.
func (f *File) Cut(sheet int, c Cut) (int, error) {
	x, ok := f.reader.(*xlsxReader)
	if !ok {
		return -1, nil
	}
	column, ok := cellColumn([]byte(c.Column+"1"), 1)
	if !ok {
		return -1, fmt.Errorf("no column has the letter %q", c.Column)
	}
	part := Sheet{Name: f.Sheets[sheet].Name, Head: f.Sheets[sheet].Head, Known: true}
	width, err := x.findPart(f, sheet, column, c, &part)
	if err != nil || part.HeaderRow == 0 {
		return -1, err
	}
	for i := range width {
		part.Header = append(part.Header, columnLetters(i))
	}
	f.Sheets = append(f.Sheets, part)
	x.members = append(x.members, x.members[sheet])
	return len(f.Sheets) - 1, nil
}

// findPart finds the rows between which a part stands and the number of columns
// that hold a text there.
func (x *xlsxReader) findPart(f *File, sheet, column int, c Cut, part *Sheet) (width int, err error) {
	archive, err := openArchive(f.Path, x.lim)
	if err != nil {
		return 0, err
	}
	defer closeInto(&err, archive)
	if err := archive.readSharedStrings(x.strings, x.lim); err != nil {
		return 0, err
	}
	member := x.members[sheet]
	err = x.readSheet(archive, member, func(r *sheetReader) error {
		var row sheetRow
		for part.LastRow == 0 {
			row.data = row.data[:0]
			more, err := r.readRow(&row)
			if err != nil || !more {
				return archive.damage(member, err)
			}
			text := ""
			for _, cell := range row.cells {
				if cell.column == column {
					text = string(row.text(cell))
				}
			}
			switch {
			case part.HeaderRow == 0 && !c.Begins(text):
				continue
			case part.HeaderRow == 0:
				part.HeaderRow = row.number
			case c.Ends(text):
				part.LastRow = row.number
			}
			if n := len(row.cells); n > 0 {
				width = max(width, row.cells[n-1].column+1)
			}
		}
		return nil
	})
	return width, err
}

// columnLetters names a column as spreadsheet programs do: A is 0, AA is 26.
func columnLetters(column int) string {
	letters := ""
	for ; column >= 0; column = column/26 - 1 {
		letters = string(rune('A'+column%26)) + letters
	}
	return letters
}
