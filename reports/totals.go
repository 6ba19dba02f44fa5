package reports

import (
	"fmt"
	"math/big"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/xuri/excelize/v2"

	"ozpayout/pipeline"
)

// totals adds up the columns of a worksheet, so that formulas have cached results.
type totals struct {
	currencies []string
	sums       []columnSum // by column
}

// A columnSum is the sum of a column, by currency where the currency stands in
// another column.
type columnSum struct {
	summed, byCurrency bool
	amount             amountSum             // of an amount in one currency
	whole              int64                 // of whole numbers
	real               float64               // of shares
	of                 map[string]*amountSum // by currency
}

// An amountSum is an exact sum of amounts, however large.
type amountSum struct {
	units  minorUnits // the sum, less what went beyond
	beyond *big.Int   // nil in ordinary life
	isLong bool       // an amount of the sum is long, so that a formula does not see it
}

func (s *amountSum) add(v minorUnits) {
	s.isLong = s.isLong || v.isLong()
	sum := s.units + v
	if (sum > s.units) == (v > 0) { // no overflow
		s.units = sum
		return
	}
	if s.beyond == nil {
		s.beyond = new(big.Int)
	}
	s.beyond.Add(s.beyond, big.NewInt(int64(v)))
}

// asText returns the sum where a formula cannot give it: where it or one of its
// amounts has more digits than a spreadsheet keeps.
func (s *amountSum) asText() (string, bool) {
	if !s.isLong && s.beyond == nil && !s.units.isLong() {
		return "", false
	}
	sum := big.NewInt(int64(s.units))
	if s.beyond != nil {
		sum.Add(sum, s.beyond)
	}
	return amountText(sum), true
}

// isLong reports whether one of the totals of a column is written as text.
func (s columnSum) isLong() bool {
	_, isLong := s.amount.asText()
	for _, sum := range s.of {
		_, long := sum.asText()
		isLong = isLong || long
	}
	return isLong
}

func newTotals(s *sheet, currencies []string) *totals {
	t := &totals{currencies: currencies, sums: make([]columnSum, len(s.Columns))}
	for i := range s.Columns {
		c := &s.Columns[i]
		t.sums[i] = columnSum{summed: c.Sum, byCurrency: c.Sum && c.Of.About().Currency != nil, of: map[string]*amountSum{}}
	}
	return t
}

// adders return what adds a row of a batch to the sums, one for each column that has
// a sum.
func (t *totals) adders(s *sheet, rec arrow.Record) []func(row int) {
	var out []func(row int)
	for i := range t.sums {
		sum := &t.sums[i]
		if !sum.summed {
			continue
		}
		var add func(row int)
		switch c := s.Columns[i].Of.(type) {
		case *pipeline.Money:
			a, to := c.In(rec), func(int) *amountSum { return &sum.amount }
			if sum.byCurrency {
				to = sum.ofCurrency(currencyColumn(s).In(rec))
			}
			add = func(row int) {
				if a.IsValid(row) {
					to(row).add(minorUnits(a.Value(row)))
				}
			}
		case *pipeline.Int:
			a := c.In(rec)
			add = func(row int) { sum.whole += zeroIfNull(a, row) }
		case *pipeline.Days:
			a := c.In(rec)
			add = func(row int) {
				if a.IsValid(row) {
					sum.whole += int64(a.Value(row))
				}
			}
		case *pipeline.Share:
			a := c.In(rec)
			add = func(row int) {
				if v, ok := shareAt(a, row); ok {
					sum.real += v
				}
			}
		default:
			panic(fmt.Sprintf("reports: no sum of column %s of type %v", c.ColumnName(), c.Type()))
		}
		out = append(out, add)
	}
	return out
}

// ofCurrency returns the sum that a row adds to.
func (s *columnSum) ofCurrency(currency *array.Dictionary) func(row int) *amountSum {
	code, entries, sums := codesOf(currency), entriesOf(currency), make([]*amountSum, currency.Dictionary().Len())
	find := func(code string) *amountSum {
		if s.of[code] == nil {
			s.of[code] = &amountSum{}
		}
		return s.of[code]
	}
	return func(row int) *amountSum {
		if currency.IsNull(row) {
			return find("")
		}
		i := entries[row]
		if sums[i] == nil {
			sums[i] = find(code(row))
		}
		return sums[i]
	}
}

// writeTotals writes the totals below the table, outside its filter: a row of
// subtotals that follow the filter, and for amounts in the currency of their row
// a row for each currency.
func (t *table) writeTotals() {
	if t.rows == 0 {
		return
	}
	subtotals, hasSubtotal := t.totalLine("text.subtotal"), false
	for i := range t.totals.sums {
		s := &t.totals.sums[i]
		if !s.summed || s.byCurrency {
			continue
		}
		hasSubtotal = true
		subtotals[i] = t.total(i, fmt.Sprintf("SUBTOTAL(109,%s)", t.dataRange(i)), s)
	}
	if hasSubtotal {
		t.line(subtotals)
		t.protect = true
	}
	currency := currencyColumn(t.sheet)
	for _, code := range t.totals.currencies {
		line, at := t.totalLine("text.total"), 0
		for i := range t.sheet.Columns {
			if c := t.sheet.Columns[i].Of; c != nil && c == currency {
				at = i
				line[i] = t.styled(t.book.styles.totals[textFormat], code)
			}
		}
		for i := range t.totals.sums {
			if s := &t.totals.sums[i]; s.byCurrency {
				sum := s.of[code]
				if sum == nil {
					sum = &amountSum{}
				}
				line[i] = t.totalAmount(i, fmt.Sprintf("SUMIFS(%s,%s,%s)", t.dataRange(i), t.dataRange(at), cellName(at+1, t.row+1)), sum)
			}
		}
		t.line(line)
		t.protect = true
	}
}

// totalLine returns the cells of a line of totals, empty but for its label.
func (t *table) totalLine(label string) []any {
	cells := make([]any, len(t.sheet.Columns))
	for i := range cells {
		cells[i] = excelize.Cell{StyleID: t.book.styles.totals[textFormat]}
	}
	cells[0] = t.styled(t.book.styles.totals[textFormat], t.book.labels.text(label))
	return cells
}

func (t *table) total(column int, formula string, s *columnSum) excelize.Cell {
	f := formatOf(&t.sheet.Columns[column])
	switch t.sheet.Columns[column].Of.(type) {
	case *pipeline.Money:
		return t.totalAmount(column, formula, &s.amount)
	case *pipeline.Share:
		return excelize.Cell{StyleID: t.book.styles.totals[f], Formula: formula, Value: s.real}
	}
	return excelize.Cell{StyleID: t.book.styles.totals[f], Formula: formula, Value: s.whole}
}

func (t *table) totalAmount(column int, formula string, s *amountSum) excelize.Cell {
	style := t.book.styles.totals[formatOf(&t.sheet.Columns[column])]
	if text, ok := s.asText(); ok {
		return excelize.Cell{StyleID: style, Value: text}
	}
	return excelize.Cell{StyleID: style, Formula: formula, Value: s.units.number()}
}

// dataRange returns the data cells of a column.
func (t *table) dataRange(column int) string {
	return cellName(column+1, 2) + ":" + cellName(column+1, t.last)
}
