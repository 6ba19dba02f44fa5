package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"ozpayout/pipeline/cell"
	"ozpayout/pipeline/tabular"
)

// A Section is a table on a worksheet that is laid out for print: no headings name
// its columns, which the fields know by their letters. Its rows stand below a
// heading in the column of the first field, down to the row that begins with
// Closing there. The sheet is known by its title, so that no other with the same
// heading is taken for it. Texts are compared folded.
type Section struct {
	Title   string // begins a cell of the first rows of the sheet
	Heading string // fills the cell above the first row
	// Opening begins the cell of the row with the balance before the rows, empty =
	// there is none; Closing that of the last row, which states the balance after them
	// or, without an opening one, their total. Both state it as control amounts, and
	// closing less opening must be what the rows add up to.
	Opening, Closing string
}

// A heldTable is a sheet of a file and the dataset that it holds.
type heldTable struct {
	sheet int
	match *match
}

// sections cuts the sections out of a worksheet that has their title among its
// titles, which are folded. Miss is a section whose title is there, but whose layout is not:
// a near miss of the recognition.
func (m *matcher) sections(f *tabular.File, sheet int, titles []string) (found []heldTable, miss *match, err error) {
	for _, p := range m.pages {
		if !oneBegins(titles, p.title) {
			continue
		}
		d, s := p.dataset, p.dataset.Input.Section
		column := d.Input.Fields[0].Headers[0]
		part, err := f.Cut(sheet, tabular.Cut{
			Column: column,
			Begins: func(text string) bool { return cell.FoldWord(text) == cell.FoldWord(s.Heading) },
			Ends:   func(text string) bool { return begins(text, s.Closing) },
		})
		if err != nil {
			return nil, nil, err
		}
		switch {
		case part >= 0:
			match := lettered(d, f.Sheets[part].Header)
			if len(match.missing) > 0 {
				return nil, match, nil
			}
			match.mapped = match.mappings(m.rule)
			found = append(found, heldTable{part, match})
		case miss == nil:
			miss = lettered(d, nil)
			miss.missing = []string{fmt.Sprintf("a row %q in column %s", s.Heading, column)}
		}
	}
	return found, miss, nil
}

// lettered matches the letters of a sheet's columns with the fields of a dataset whose
// title the sheet has.
func lettered(d *Dataset, letters []string) *match {
	m := &match{dataset: d, header: make([]string, len(d.Input.Fields)), found: 1}
	for i, f := range d.Input.Fields {
		letter := f.Headers[0]
		switch {
		case slices.Contains(letters, letter):
			m.header[i] = letter
			m.found++
		case f.Need != Optional:
			m.missing = append(m.missing, "column "+letter)
		}
	}
	return m
}

// begins reports whether a text begins with a title, both folded here.
func begins(text, title string) bool {
	return strings.HasPrefix(cell.FoldWord(text), cell.FoldWord(title))
}

// sign returns the sign of the balance that a row states, given its first cell: 1 for the
// closing one, -1 for the opening one, which is taken off, and 0 for a row of data.
func (s *Section) sign(text []byte) int64 {
	switch {
	case s == nil || len(text) == 0 || len(text) >= longestTitle:
		return 0
	case begins(string(text), s.Closing):
		return 1
	case s.Opening != "" && begins(string(text), s.Opening):
		return -1
	}
	return 0
}

// findBalance adds the balance that the first or the last row of a section states, with its
// sign, to what the table states.
func (t *typer) findBalance(text []byte, row int) {
	sign := t.r.Dataset.Input.Section.sign(text)
	if currency, amount, ok := t.control(row); ok && sign != 0 {
		t.scanned.addStated(currency, sign*amount)
	}
}
