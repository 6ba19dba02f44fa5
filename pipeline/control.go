package pipeline

import (
	"iter"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/pipeline/internal/layout"
)

// A controlSum is the number of rows of a file and currency, and the sum of
// their control amounts in minor units.
type controlSum struct {
	file, currency string
	rows, amount   int64
}

// controlSums adds up the control amounts of a batch by currency and, if a
// column names the file of a row, by file; without one the file is "". Rows without an
// amount count under the currency "". Of the batch only the given rows count; nil = all.
// Of each currency, files are in the order of the dictionary of the column. It adds up before
// it yields.
func controlSums(d *Dataset, rec arrow.Record, rows []int32, file *Code) iter.Seq[controlSum] {
	var currencies codeNumbers
	controls := controlReaders(d, rec, &currencies)
	noCurrency := int(currencies.number(""))
	files := filesOf(rec, file)

	type sum struct{ rows, amount int64 }
	sums := make([][]sum, len(currencies.texts)) // by currency and file; of a currency that no row has nil
	count := int(rec.NumRows())
	if rows != nil {
		count = len(rows)
	}
	for row := range count {
		if rows != nil {
			row = int(rows[row])
		}
		currency, amount := noCurrency, int64(0)
		for i := range controls {
			if c := &controls[i]; c.counts(row) {
				currency, amount = c.currency(row), c.amount(row)
				break
			}
		}
		if sums[currency] == nil {
			sums[currency] = make([]sum, files.count()+1)
		}
		s := &sums[currency][files.at(row)]
		s.rows++
		s.amount += amount
	}
	return func(yield func(controlSum) bool) {
		for currency, ofFiles := range sums {
			for file, s := range ofFiles {
				if s.rows > 0 && !yield(controlSum{files.name(file), currencies.texts[currency], s.rows, s.amount}) {
					return
				}
			}
		}
	}
}

// rowFiles are the files of the rows of a batch, by the numbers that its dictionary gives
// them: there may be thousands. A row without a file has the number behind the last.
type rowFiles struct {
	codes   *array.Dictionary // nil if no column names them
	indices []int32
	names   *array.String
}

func filesOf(rec arrow.Record, column *Code) (f rowFiles) {
	if column != nil {
		f.codes = column.In(rec)
		f.indices, f.names = layout.Int32s(f.codes), f.codes.Dictionary().(*array.String)
	}
	return f
}

func (f *rowFiles) count() int {
	if f.codes == nil {
		return 0
	}
	return f.names.Len()
}

// at returns the number of a row's file.
func (f *rowFiles) at(row int) int {
	if f.codes == nil || f.codes.IsNull(row) {
		return f.count()
	}
	return int(f.indices[row])
}

// name returns the name of a file, "" for none.
func (f *rowFiles) name(number int) string {
	if number == f.count() {
		return ""
	}
	return f.names.Value(number)
}

// controlReaders returns a reader for each control amount of a dataset, and numbers the
// currencies that they meet.
func controlReaders(d *Dataset, rec arrow.Record, currencies *codeNumbers) []controlReader {
	readers := make([]controlReader, len(d.Control))
	for i, c := range d.Control {
		r := &readers[i]
		r.amounts = c.Amount.In(rec)
		if c.Less != nil {
			r.less = c.Less.In(rec)
		}
		r.unit = int(currencies.number(c.Amount.Unit))
		for _, column := range c.Unless {
			r.unless = append(r.unless, ValuesOf(rec, column))
		}
		for _, code := range c.Currencies {
			r.currencies = append(r.currencies, numbered(code.In(rec), currencies))
		}
	}
	return readers
}

// A controlReader reads one control amount of a batch: see [Control].
type controlReader struct {
	amounts    *array.Int64
	less       *array.Int64 // nil = nothing
	unit       int          // number of the currency of rows whose currency columns are empty
	unless     []arrow.Array
	currencies []numberedCodes
}

// counts reports whether the control amount is that of a row.
func (c *controlReader) counts(row int) bool {
	isFilled := c.amounts.IsValid(row) || c.less != nil && c.less.IsValid(row)
	return isFilled && !slices.ContainsFunc(c.unless, func(a arrow.Array) bool { return a.IsValid(row) })
}

// amount returns the amount of a row that counts, in minor units.
func (c *controlReader) amount(row int) (amount int64) {
	if c.amounts.IsValid(row) {
		amount = c.amounts.Value(row)
	}
	if c.less != nil && c.less.IsValid(row) {
		amount -= c.less.Value(row)
	}
	return amount
}

// currency returns the number of a row's currency.
func (c *controlReader) currency(row int) int {
	for i := range c.currencies {
		if n := c.currencies[i].at(row); n >= 0 {
			return n
		}
	}
	return c.unit
}

// numberedCodes gives the codes of a column numbers that several columns share.
type numberedCodes struct {
	codes   *array.Dictionary
	indices []int32
	numbers []int // by index
}

// numbered numbers the codes of a column; rows without a code have -1.
func numbered(codes *array.Dictionary, shared *codeNumbers) numberedCodes {
	out := numberedCodes{codes: codes, indices: layout.Int32s(codes)}
	values := codes.Dictionary().(*array.String)
	for i := range values.Len() {
		out.numbers = append(out.numbers, int(shared.number(values.Value(i))))
	}
	return out
}

// at returns the number of a row's code.
func (n *numberedCodes) at(row int) int {
	if n.codes.IsNull(row) {
		return -1
	}
	return n.numbers[n.indices[row]]
}
