package reports

import (
	"fmt"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/xuri/excelize/v2"
)

// totals adds up the columns of a worksheet, so that formulas have cached
// results. Sums of amounts are exact.
type totals struct {
	currencies []string
	currencyOf func(row int) string
	sums       []columnSum
}

// A columnSum is the sum of a column, by currency where the currency stands in
// another column.
type columnSum struct {
	summed     bool
	byCurrency bool
	all        any // minorUnits, int64 or float64; nil without values
	of         map[string]minorUnits
}

func newTotals(s *sheet, rec arrow.Record, currencies []string) *totals {
	t := &totals{currencies: currencies, sums: make([]columnSum, len(s.Columns))}
	if c := currencyColumn(s); c != nil {
		t.currencyOf = codesOf(c.In(rec))
	}
	for i := range s.Columns {
		c := &s.Columns[i]
		t.sums[i] = columnSum{summed: c.Sum, byCurrency: c.Sum && c.Of.About().Currency != nil, of: map[string]minorUnits{}}
	}
	return t
}

// add adds the value of a column.
func (t *totals) add(column, row int, value any) error {
	s := &t.sums[column]
	if !s.summed || value == nil {
		return nil
	}
	switch v := value.(type) {
	case minorUnits:
		if s.byCurrency {
			currency := t.currencyOf(row)
			s.of[currency] += v
			_, err := s.of[currency].number()
			return err
		}
		sum, _ := s.all.(minorUnits)
		s.all = sum + v
		_, err := (sum + v).number()
		return err
	case int64:
		sum, _ := s.all.(int64)
		s.all = sum + v
	case float64:
		sum, _ := s.all.(float64)
		s.all = sum + v
	default:
		return fmt.Errorf("no sum of %T", value)
	}
	return nil
}

// writeTotals writes the totals below the table, outside its filter: a row of
// subtotals that follow the filter, and for amounts in the currency of their row
// a row for each currency.
func (t *table) writeTotals() {
	if t.to == t.from {
		return
	}
	subtotals, first := t.totalLine("text.subtotal"), false
	for i, s := range t.totals.sums {
		if !s.summed || s.byCurrency {
			continue
		}
		first = true
		subtotals[i] = t.total(i, fmt.Sprintf("SUBTOTAL(109,%s)", t.dataRange(i)), s.all)
	}
	if first {
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
		for i, s := range t.totals.sums {
			if s.byCurrency {
				line[i] = t.total(i, fmt.Sprintf("SUMIFS(%s,%s,%s)", t.dataRange(i), t.dataRange(at), cellName(at+1, t.row+1)), s.of[code])
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

func (t *table) total(column int, formula string, value any) excelize.Cell {
	f := formatOf(&t.sheet.Columns[column])
	if value == nil {
		value = int64(0)
	}
	c := t.cell(f, value)
	c.StyleID, c.Formula = t.book.styles.totals[f], formula
	return c
}

// dataRange returns the data cells of a column.
func (t *table) dataRange(column int) string {
	return cellName(column+1, 2) + ":" + cellName(column+1, t.last)
}
