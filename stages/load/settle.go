package load

import (
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/pipeline"
	"ozpayout/stages/internal/vector"
)

// classCount is the number of classes that a stage may give (D40).
const classCount = int(pipeline.Quarantined) + 1

// settle accounts for rows of a batch in the ledger, one entry per file, currency and
// class.
func settle(t *pipeline.Task, d *pipeline.Dataset, rec arrow.Record, rows []int32, class []pipeline.Class) {
	place := placesOf(rec)
	money := newControl(d, rec)
	type sum struct{ rows, amount int64 }
	sums := make([][]sum, len(money.currencies)*classCount) // by currency and class, and by file; of those that no row has nil
	for _, row := range rows {
		currency, amount := money.at(int(row))
		of := &sums[currency*classCount+int(class[row])]
		if *of == nil {
			*of = make([]sum, place.names.Len())
		}
		s := &(*of)[place.files[row]]
		s.rows++
		s.amount += amount
	}
	for i, ofFiles := range sums {
		for file, s := range ofFiles {
			if s.rows == 0 {
				continue
			}
			t.Settle(pipeline.Entry{
				File: place.names.Value(file), Dataset: d.Name, Currency: money.currencies[i/classCount],
				Class: pipeline.Class(i % classCount), Rows: s.rows, Amount: s.amount,
			})
		}
	}
}

// A control reads the control amount of rows: the first that is filled, in the
// first currency that is filled.
type control struct {
	currencies []string // 0 is the empty one
	amounts    []controlColumn
}

type controlColumn struct {
	amount *array.Int64
	less   *array.Int64  // nil = nothing
	unless []arrow.Array // all must be null for the amount to count
	unit   int
	codes  []vector.Codes[int] // positions in currencies
}

func newControl(d *pipeline.Dataset, rec arrow.Record) *control {
	c := &control{currencies: []string{""}}
	for _, declared := range d.Control {
		column := controlColumn{amount: declared.Amount.In(rec), unit: c.position(declared.Amount.Unit)}
		if declared.Less != nil {
			column.less = declared.Less.In(rec)
		}
		for _, c := range declared.Unless {
			column.unless = append(column.unless, pipeline.ValuesOf(rec, c))
		}
		for _, code := range declared.Currencies {
			column.codes = append(column.codes, vector.CodesOf(code.In(rec), c.position))
		}
		c.amounts = append(c.amounts, column)
	}
	return c
}

func (c *control) position(currency string) int {
	for i, have := range c.currencies {
		if have == currency {
			return i
		}
	}
	c.currencies = append(c.currencies, currency)
	return len(c.currencies) - 1
}

// at returns the position of the row's currency and its amount; a row without an
// amount is in no currency.
func (c *control) at(row int) (currency int, amount int64) {
	for i := range c.amounts {
		column := &c.amounts[i]
		amount, ok := column.at(row)
		if !ok || slices.ContainsFunc(column.unless, func(a arrow.Array) bool { return a.IsValid(row) }) {
			continue
		}
		for i := range column.codes {
			if codes := &column.codes[i]; !codes.IsNull(row) {
				return codes.At(row), amount
			}
		}
		return column.unit, amount
	}
	return 0, 0
}

// at returns the amount of a row less what is subtracted from it.
func (c *controlColumn) at(row int) (amount int64, ok bool) {
	if c.amount.IsValid(row) {
		amount, ok = c.amount.Value(row), true
	}
	if c.less != nil && c.less.IsValid(row) {
		amount, ok = amount-c.less.Value(row), true
	}
	return amount, ok
}
