package reports

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/pipeline"
)

// A sheet is a declared tab of the workbook: a table with a header row, or a
// page that draws itself. Its name is the label "sheet.KEY".
type sheet struct {
	Key     string            // snake_case; also the defined name of the table, equal in all languages
	Dataset *pipeline.Dataset // the mart whose rows are shown, ordered by its key
	Columns []column
	Also    []pipeline.Column // read for Keep and derived columns, not shown
	Frozen  int               // columns at the left that stay in sight

	// Keep tells which rows of a batch are shown; nil = all.
	// The number of the others stands below the table and on the cover.
	Keep func(rec arrow.Record, f *facts) func(row int) bool
	// Rank tells which rows come first, those with a small number; rows of one
	// rank, and all if it is nil, are in the order of the key.
	Rank func(rec arrow.Record) func(row int) int64
	// Rows makes the rows instead of reading them from a mart.
	Rows func(b *book) (arrow.Record, error)
	// Page draws a tab that is no table, after all tables are written.
	Page func(b *book, p *page) error
}

// A column is a column of a table: one of the dataset, or a derived one with a
// key. Its heading is the label "column.SHEET.KEY", else "column.KEY".
type column struct {
	Of    pipeline.Column
	Codes string // kinds of the codes, whose labels are shown, joined by blanks
	Wide  bool   // long text, which wraps
	Width int    // most that a wide column takes, in characters; 0 = wideWidth
	Sum   bool   // has a total below the table

	Key string // of a derived column
	// Unit of a derived column.
	Unit string
	// Doc of a derived column.
	Doc string
	// Value gives the cells of a derived column.
	Value func(rec arrow.Record) func(row int) any
	// Formula makes the cells formulas, with the values as cached results.
	// {key} stands for the cell of a column in the same row and [word] for
	// the label of a word, quoted.
	Formula string
	// Alert is the word that turns the row red.
	Alert word
}

// A word is a cell value that is shown as the label "text.WORD".
type word string

// key returns the English name of the column, equal in all languages.
func (c *column) key() string {
	if c.Of != nil {
		return c.Of.ColumnName()
	}
	return c.Key
}

// less is the formula of the difference of two columns of a row, empty where one is.
// Differences are rounded to the digits that their inputs have.
func less(a, b string) string {
	return `IF(OR({` + a + `}="",{` + b + `}=""),"",ROUND({` + a + `}-{` + b + `},10))`
}

// reads returns the columns of the mart that the sheet needs, each once.
func (s *sheet) reads() []pipeline.Column {
	var out []pipeline.Column
	seen := map[pipeline.Column]bool{}
	add := func(c pipeline.Column) {
		if c != nil && !seen[c] {
			seen[c] = true
			out = append(out, c)
		}
	}
	for _, c := range s.Columns {
		add(c.Of)
	}
	for _, c := range s.Also {
		add(c)
	}
	for _, c := range s.Dataset.Key {
		add(c)
	}
	return out
}
