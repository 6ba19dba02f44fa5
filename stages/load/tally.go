package load

import (
	"iter"
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

// longRun is how many rows that follow each other, on average, are worth a batch of
// their own rather than a copy.
const longRun = 512

// kept yields the rows of a batch that have the class, in their order, without copying
// them where most follow each other: an export that is older than another is dropped
// as a whole. It asks for all rows before it yields.
func kept(t *pipeline.Task, rec arrow.Record, has func(row int) bool) iter.Seq[arrow.Record] {
	return func(yield func(arrow.Record) bool) {
		runs, count := runsOf(int(rec.NumRows()), has)
		if count == int(rec.NumRows()) && count > 0 {
			yield(rec)
			return
		}
		if len(runs)*longRun > count && len(runs) > 1 {
			taken := takeRuns(t, rec, runs, count)
			defer taken.Release()
			yield(taken)
			return
		}
		for _, r := range runs {
			part := rec.NewSlice(r.from, r.to)
			more := yield(part)
			part.Release()
			if !more {
				return
			}
		}
	}
}

// A run is rows that follow each other: from the first up to but not including to.
type run struct{ from, to int64 }

// runsOf returns the runs of rows that have the class, and how many rows they are.
func runsOf(rows int, has func(row int) bool) (runs []run, count int) {
	end := int64(-1)
	for row := range int64(rows) {
		if !has(int(row)) {
			continue
		}
		if row != end {
			runs = append(runs, run{row, row})
		}
		end = row + 1
		runs[len(runs)-1].to = end
		count++
	}
	return runs, count
}

func takeRuns(t *pipeline.Task, rec arrow.Record, runs []run, count int) arrow.Record {
	rows := make([]int32, 0, count)
	for _, r := range runs {
		for row := r.from; row < r.to; row++ {
			rows = append(rows, int32(row))
		}
	}
	return pipeline.Take(t.Mem, rec, rows)
}
