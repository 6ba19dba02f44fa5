package reports

import (
	"slices"
	"strings"

	"ozpayout/pipeline"
)

// counted are the units of numbers of things.
var counted = []string{
	"lines", "rows", "payouts", "batches", "orders", "postings", "disputes", "withdrawals", "routes", "bindings", "submissions", "clocks", "tickets", "tests", "nights",
}

// headings returns the headings of the columns of a sheet.
func (l *labels) headings(s *sheet) []string {
	headings := make([]string, len(s.Columns))
	for i := range s.Columns {
		headings[i] = l.heading(s, &s.Columns[i])
	}
	return headings
}

// heading returns the heading of a column with its unit.
func (l *labels) heading(s *sheet, c *column) string {
	text, ok := l.texts["column."+s.Key+"."+c.key()]
	if !ok {
		text = l.text("column." + c.key())
	}
	unit := l.unit(c)
	switch {
	case unit == "" || slices.Contains(counted, unitOf(c)): // the heading says what is counted
		return text
	case l.language == "zh":
		return text + "（" + unit + "）"
	}
	return text + ", " + unit
}

// unit returns the unit of a column in words; "" where there is none.
func (l *labels) unit(c *column) string {
	unit := unitOf(c)
	if unit == "" || isISOCurrency(unit) {
		return unit
	}
	return l.text("unit." + unit)
}

// unitOf returns the declared unit of a column. An amount whose currency stands
// in another column has the unit "currency of the row"; moments are in UTC.
func unitOf(c *column) string {
	if c.Of == nil {
		return c.Unit
	}
	unit := c.Of.About().Unit
	switch {
	case unit == "" && c.Of.Type() == pipeline.MoneyType:
		return "currency of the row"
	case unit == "" && c.Of.Type() == pipeline.InstantType:
		return "UTC"
	}
	return unit
}

func isISOCurrency(unit string) bool {
	return len(unit) == 3 && strings.ToUpper(unit) == unit
}
