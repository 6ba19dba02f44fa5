package pipeline

import (
	"regexp"

	"ozpayout/pipeline/cell"
)

// An Input says how the exports of a source dataset are recognised, by content
// and never by file name, and which header belongs to which column.
type Input struct {
	Report string // the name a person knows: "orders export"
	// Known marks a real export with a fingerprint: it wins over a canonical
	// table that would fit too.
	Known bool
	// Zone is the IANA zone of stamps without offset.
	Zone string
	// ZoneFrom and HolderFrom name preamble headers whose cell below says the zone
	// ("GMT +5") and the holder of the file.
	ZoneFrom, HolderFrom []string
	// Fields maps headers to columns, in canonical order.
	Fields []Field
	// Generations tells versions of a known export apart, first match wins. An
	// empty list means there is one.
	Generations []Generation
	// Sheets names the worksheets or JSON paths that hold the table; nil = any.
	Sheets []string
	// Latest lists the columns whose greatest value is the latest date of the
	// data (the default as-of date).
	Latest []Column
	// Bounded are the date and instant columns between which working days are counted. A
	// day that no calendar ever covers is out of range there: it must not stop the batch.
	Bounded []Bound
	// Total recognises rows that are not data by the text of their first filled
	// cell ("Итого"); nil = none.
	Total []string
	// Numbered is the column that data rows fill: rows of a worksheet that leave it
	// empty are sub-totals and signatures, no data. nil = none.
	Numbered Column
	// Stated are the texts beside which a worksheet states the sum of its control
	// amounts, in a row that is no data. The amount is the next filled cell.
	Stated []string
	// Preamble takes columns that hold for all rows out of the first rows: the
	// first group of the pattern in the first cell that it matches.
	Preamble []Preamble
	// Pages names the values by which the page of an answer of an API tells of the others;
	// the zero value says that it does not.
	Pages Pages
	// Section says where the table stands on a page laid out for print; nil = the
	// header tells.
	Section *Section
	// Seed is the shipped file of a seed, a path in the plan's seed files.
	Seed string
	// Example is one row of values for the template, in the order of Fields.
	Example []string
}

// A Bound says of a column that its days lie between [Plan.Since] and the end of the
// year after the as-of date, as far as one is given.
type Bound struct {
	Column    Column
	MayBeLate bool // a later day is not known yet, and no mistake
}

// A Need says what a column of a file must hold.
type Need uint8

const (
	// Optional columns may be missing; a bad cell is null with a warning.
	Optional Need = iota
	// Present columns must be there; a cell may be empty.
	Present
	// Required columns must be there and filled in every row.
	Required
)

// A Field is a column of a file. A field of form Secret without a column is
// personal data: known, dropped while reading and never reported.
type Field struct {
	Column Column
	Need   Need
	// Headers are accepted besides the column's name, compared folded; "text#2" is
	// the second column with that header. In a section they are column letters.
	Headers []string
	// Exact lists accepted JSON paths and XML names, compared byte for byte; the
	// first that the file has is used. A field with Exact has no folded headers.
	Exact []string
	Words *cell.Words
	Form  Form
	// IsDecisive says that an empty cell of an optional column means something (no fee,
	// still open, for all): a bad cell is not taken for an empty one, the row goes with it.
	IsDecisive bool
	// IsOpen says that Words are not all that a file may hold: any other word is unknown,
	// with a warning, and its row is used whatever the need.
	IsOpen bool
}

// takesRow reports whether a cell that is bad for a reason takes its row away (D42).
func (f *Field) takesRow(reason cell.Reason) bool {
	return (f.Need != Optional || f.IsDecisive) && !(f.IsOpen && reason == cell.UnknownWord)
}

// A Form refines how a cell is read where the column's type leaves a choice.
type Form uint8

const (
	// Plain reads by the type of the column.
	Plain Form = iota
	// DateAllowed instants may be bare dates, which stand for 00:00.
	DateAllowed
	// Raw text is kept byte for byte.
	Raw
	// WordList cells hold several words, joined by "|" in the column.
	WordList
	// MonthForm dates are months, kept as their first day.
	MonthForm
	// PercentForm rates are percentages: 95 and 95% mean 95.
	PercentForm
	// Secret cells are dropped while reading. A column keeps what its type leaves
	// of them: a flag whether the cell is filled, a code the script of its letters
	// ([cell.Script]), a text its SHA-256 in hexadecimal, to compare with.
	Secret
	// NotNegative amounts are 0 or more.
	NotNegative
	// Positive amounts are more than 0.
	Positive
	// CurrencyForm codes are currencies of formats.md 9.1.
	CurrencyForm
	// Keep leaves an unknown word as it was written instead of "unknown".
	Keep
)

// A Preamble is a column whose value stands above the table.
type Preamble struct {
	Column  Column
	Pattern *regexp.Regexp
}

// Pages are the names of values beside the records of a page ("$.has_next"); "" = it has none.
type Pages struct {
	More string // flag: whether another page follows
	Of   string // how many pages there are
	Rows string // how many records all pages have together
}

// A Generation is a version of a known export.
type Generation struct {
	Name  string
	Has   []string // headers that must be there, compared folded
	Lacks []string // headers that must not be there
	// Constants fills columns that this generation implies.
	Constants map[Column]string
}

// A NotInput is a report that users drop in by mistake: it is refused by name.
type NotInput struct {
	Report string   // "unit economics report"
	Titles []string // texts of which one begins a sheet name or a cell of the first rows, compared folded
	Names  []string // headers, JSON paths included, that all stand in the header, compared byte for byte
}
