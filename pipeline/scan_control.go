package pipeline

import "ozpayout/pipeline/tabular"

// account adds the rows of a chunk to the control amounts and settles those
// that are not used. It reports whether any row is dropped.
func (t *typer) account(c *tabular.Chunk) (dropped bool) {
	// Rows below each other mostly have one currency: what they come to is added at once.
	var currencyOfSum string
	var sum, size int64
	isSumming := false
	for row := range c.Len() {
		if t.total[row] {
			t.findBalance(c.Cell(row, 0), row)
			t.bad[row] = true
			dropped = true
			t.settle(NotData, "", 1, 0)
			continue
		}
		currency, amount, ok := t.control(row)
		if ok && !(isSumming && currency == currencyOfSum) {
			if isSumming {
				t.scanned.addRead(currencyOfSum, sum, size)
			}
			currencyOfSum, sum, size, isSumming = currency, 0, 0, true
		}
		sum += amount
		size = addSize(size, amount)
		if t.bad[row] {
			dropped = true
			t.settle(Quarantined, currency, 1, amount)
		}
	}
	if isSumming {
		t.scanned.addRead(currencyOfSum, sum, size)
	}
	return dropped
}

// addRead adds control amounts of a currency: their sum, and their size.
func (s *scanTotals) addRead(currency string, sum, size int64) {
	s.amounts[currency] += sum
	s.sizes[currency] = addSize(s.sizes[currency], size)
}

// addStated adds an amount that the table states.
func (s *scanTotals) addStated(currency string, amount int64) {
	s.stated[currency] += amount
	s.sizes[currency] = addSize(s.sizes[currency], amount)
}

// addSize adds an amount without its sign, or a size, to a size of [scanTotals.sizes]. A
// size above [mostMinor] grows no further, so nothing overflows: an amount is at most
// twice mostMinor, as the difference of two.
func addSize(size, amount int64) int64 {
	return min(size, mostMinor+1) + min(max(amount, -amount), 2*mostMinor)
}

// A typedControl is a [Control] with the readers of its columns.
type typedControl struct {
	amount, less *columnReader // less may be nil
	unit         string
	unless       []*columnReader
	currencies   []*columnReader
}

func (t *typer) typedControl(c Control) typedControl {
	reader := func(column Column) *columnReader { return t.columns[t.r.Dataset.Index(column)] }
	out := typedControl{amount: reader(c.Amount), unit: c.Amount.Unit}
	if c.Less != nil {
		out.less = reader(c.Less)
	}
	for _, column := range c.Unless {
		out.unless = append(out.unless, reader(column))
	}
	for _, column := range c.Currencies {
		out.currencies = append(out.currencies, reader(column))
	}
	return out
}

// control returns the control amount of a row: the first that is filled.
func (t *typer) control(row int) (currency string, amount int64, ok bool) {
	for i := range t.controls {
		c := &t.controls[i]
		amount, ok := c.amount.amount(row)
		if c.less != nil {
			less, hasLess := c.less.amount(row)
			amount, ok = amount-less, ok || hasLess
		}
		if !ok || filled(c.unless, row) != nil {
			continue
		}
		if from := filled(c.currencies, row); from != nil {
			return from.code(row), amount, true
		}
		return c.unit, amount, true
	}
	return "", 0, false
}

// filled returns the first of the columns that has a value in a row, else nil.
func filled(columns []*columnReader, row int) *columnReader {
	for _, cr := range columns {
		if cr.has(row) {
			return cr
		}
	}
	return nil
}

// amount returns the amount of a row in minor units, 0 and false where it has none.
func (cr *columnReader) amount(row int) (minor int64, ok bool) {
	if !cr.has(row) {
		return 0, false
	}
	return cr.values.longs[cr.base+row], true
}
