package reports

import (
	"slices"
	"strings"

	"ozpayout/pipeline"
)

// saidByHeading are the units that a heading says itself: those of numbers of things, and
// those of figures that have no other unit.
var saidByHeading = []string{
	"lines", "rows", "payouts", "batches", "orders", "postings", "disputes", "withdrawals", "routes", "bindings", "submissions", "clocks", "tickets", "tests", "nights",
	"days", "months", "against per currency", "probability", "ratio", "index", "squared share", "degrees of freedom",
}

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
	case unit == "" || slices.Contains(saidByHeading, unitOf(c)):
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
