package pipeline

import (
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
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
func controlSums(d *Dataset, rec arrow.Record, rows []int32, file *Code) []controlSum {
	var currencies, files nameNumbers
	controls := controlReaders(d, rec, &currencies)
	noCurrency := currencies.number("")
	var fileOf numberedCodes
	if file != nil {
		codes := file.In(rec)
		files.expect(codes.Dictionary().Len()) // thousands, maybe
		fileOf = numbered(codes, &files)
	}
	fileOf.missing = files.number("")

	sums := make([]controlSum, len(files.values)*len(currencies.values))
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
		sum := &sums[fileOf.at(row)*len(currencies.values)+currency]
		sum.rows++
		sum.amount += amount
	}
	var out []controlSum
	for i, sum := range sums {
		if sum.rows > 0 {
			sum.file, sum.currency = files.values[i/len(currencies.values)], currencies.values[i%len(currencies.values)]
			out = append(out, sum)
		}
	}
	return out
}

// controlReaders returns a reader for each control amount of a dataset, and numbers the
// currencies that they meet.
func controlReaders(d *Dataset, rec arrow.Record, currencies *nameNumbers) []controlReader {
	readers := make([]controlReader, len(d.Control))
	for i, c := range d.Control {
		r := &readers[i]
		r.amounts = c.Amount.In(rec)
		if c.Less != nil {
			r.less = c.Less.In(rec)
		}
		r.unit = currencies.number(c.Amount.Unit)
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

// nameNumbers numbers names in the order in which they are met.
type nameNumbers struct {
	numbers map[string]int
	values  []string
}

// expect makes room for so many names. There must be none yet.
func (n *nameNumbers) expect(names int) { n.numbers = make(map[string]int, names) }

func (n *nameNumbers) number(name string) int {
	if at, ok := n.numbers[name]; ok {
		return at
	}
	if n.numbers == nil {
		n.numbers = map[string]int{}
	}
	at := len(n.values)
	n.numbers[name] = at
	n.values = append(n.values, name)
	return at
}

// numberedCodes gives the codes of a column numbers that several columns share.
// Without a column all rows are missing.
type numberedCodes struct {
	codes   *array.Dictionary
	indices []int32
	numbers []int // by index
	missing int   // number of rows without a code
}

// numbered numbers the codes of a column; rows without a code have -1.
func numbered(codes *array.Dictionary, names *nameNumbers) numberedCodes {
	out := numberedCodes{codes: codes, indices: int32Values(codes), missing: -1}
	values := codes.Dictionary().(*array.String)
	for i := range values.Len() {
		out.numbers = append(out.numbers, names.number(values.Value(i)))
	}
	return out
}

// at returns the number of a row's code.
func (n *numberedCodes) at(row int) int {
	if n.codes == nil || n.codes.IsNull(row) {
		return n.missing
	}
	return n.numbers[n.indices[row]]
}
